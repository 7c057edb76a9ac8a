import { Injectable } from '@nestjs/common';
import type { Context, Id } from '#kernel';
import { Database, statement } from '#platform/db';
import { noOffers, offersOf, type Offer, type OffersJson } from './offer.js';

/**
 * SQL: the columns of `OffersJson` for the variants of the array `variants`: their candidate prices among `lists`, and what
 * `locations` can promise of them, in the locations' order. All of a kind in one go: far cheaper than a subquery a variant.
 */
export function offersColumns(variants: string, lists: string, locations: string): string {
  return `(select json_agg(json_build_array(price.variant_id, price.id, price.list_id, price.min_quantity::text, price.amount::text, price.compare_at::text))
      from price where price.variant_id = any(${variants}) and price.list_id = any(${lists})) prices,
    (select json_agg(json_build_array(counter.id, (counter.capacity + counter.overdraft - counter.pending - counter.posted)::text)
        order by array_position(${locations}, split_part(counter.id, ':', 3)))
      from counter where counter.id = any(array(select 'stock:' || v || ':' || l from unnest(${variants}) v, unnest(${locations}) l))) stock`;
}

const readOffers = statement<OffersJson>('terms.offers', `select ${offersColumns('$1::text[]', '$2::text[]', '$3::text[]')}`);

/** Reads candidate prices and promises of stock: for any number of variants in one statement. */
@Injectable()
export class OfferRepository {
  constructor(private readonly database: Database) {}

  async offers(
    variantIds: readonly Id<'variant'>[],
    listIds: readonly string[],
    { channel }: Context,
  ): Promise<Map<string, Offer>> {
    const [row] = await this.database.read(readOffers, [variantIds, listIds, channel.locationIds]);
    return offersOf(variantIds, row ?? noOffers);
  }
}
