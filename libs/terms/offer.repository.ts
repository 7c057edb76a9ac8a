import { Injectable } from '@nestjs/common';
import type { Context, Id } from '#kernel';
import { Database, statement } from '#platform/db';
import { priceOf, stockOf, type Offer, type PriceTuple, type StockTuple } from './offer.js';

/** SQL: the candidate prices of a variant among the lists of parameter `lists`, as JSON of `PriceTuple`s. */
export function pricesColumn(variant: string, lists: string): string {
  return `(select coalesce(json_agg(json_build_array(price.id, price.list_id, price.min_quantity::text, price.amount::text, price.compare_at::text)), '[]')
    from price where price.variant_id = ${variant} and price.list_id = any(${lists}))`;
}

/** SQL: what the locations of parameter `locations` can promise of a variant, in their order, as JSON of `StockTuple`s. */
export function stockColumn(variant: string, locations: string): string {
  return `(select coalesce(json_agg(json_build_array(counter.id, place.id, (counter.capacity + counter.overdraft - counter.pending - counter.posted)::text) order by place.position), '[]')
    from unnest(${locations}) with ordinality place(id, position) join counter on counter.id = 'stock:' || ${variant} || ':' || place.id)`;
}

interface OfferRow {
  id: string;
  prices: readonly PriceTuple[];
  stock: readonly StockTuple[];
}

const readOffers = statement<OfferRow>(
  'terms.offers',
  `select asked.id, ${pricesColumn('asked.id', '$2::text[]')} prices, ${stockColumn('asked.id', '$3::text[]')} stock
    from unnest($1::text[]) asked(id)`,
);

/** Reads candidate prices and promises of stock: for any number of variants in one statement. */
@Injectable()
export class OfferRepository {
  constructor(private readonly database: Database) {}

  async offers(
    variantIds: readonly Id<'variant'>[],
    listIds: readonly string[],
    { channel }: Context,
  ): Promise<Map<string, Offer>> {
    const rows = await this.database.read(readOffers, [variantIds, listIds, channel.locationIds]);
    return new Map(
      rows.map((row) => [
        row.id,
        { variantId: row.id as Id<'variant'>, prices: row.prices.map(priceOf), stock: row.stock.map(stockOf) },
      ]),
    );
  }
}
