import { Injectable } from '@nestjs/common';
import type { Context, Id, Quantity, UnitPrice } from '#kernel';
import { offersTopic, revisionColumn } from '#platform/broadcast';
import { Database, quickRead } from '#platform/db';
import { lowestPrices } from '#pricing';
import { counterIdsOf, leftOf, offersOf, type Offer, type OffersJson } from './offer.js';

/**
 * SQL: the columns of `OffersJson` for the variants of the array `variants`: their candidate prices among `lists` that hold now or later, and what
 * `locations` can promise of them, in the locations' order. All of a kind in one go: far cheaper than a subquery a variant.
 */
export function offersColumns(variants: string, lists: string, locations: string): string {
  return `${pricesColumn(variants, lists)} prices, ${stockColumn(variants, locations)} stock`;
}

function pricesColumn(variants: string, lists: string): string {
  const always =
    'price.variant_id, price.id, price.list_id, price.min_quantity::text, price.amount::text, price.compare_at::text';
  const dates = `${instant('case when price.valid_from > now() then price.valid_from end')}, ${instant('price.valid_to')}`;
  return `(select json_agg(case when price.dated is null then json_build_array(${always}) else json_build_array(${always}, ${dates}) end)
      from price where price.variant_id = any(${variants}) and price.list_id = any(${lists})
        and (price.valid_to is null or price.valid_to > now()))`;
}

/** SQL: an instant in epoch milliseconds. */
function instant(of: string): string {
  return `(extract(epoch from ${of}) * 1000)::bigint`;
}

function stockColumn(variants: string, locations: string): string {
  return `(select json_agg(json_build_array(counter.id, (counter.capacity + counter.overdraft - counter.pending - counter.posted)::text)
        order by array_position(${locations}, split_part(counter.id, ':', 3)))
      from counter where counter.id = any(array(select 'stock:' || v || ':' || l from unnest(${variants}) v, unnest(${locations}) l)))`;
}

/** SQL: what is left of the counters of the array `counters`, as `leftOf` reads it. */
export function leftColumn(counters: string): string {
  return `(select string_agg(counter.id || ' ' || (counter.capacity + counter.overdraft - counter.pending - counter.posted), ',')
      from counter where counter.id = any(${counters}))`;
}

/** SQL: whether so much is left of each of the counters, null: there is none, as the arrays beside each other say. */
export function leftIsStill(counters: string, left: string): string {
  return `not exists (select from unnest(${counters}, ${left}) was(id, left_then) left join counter on counter.id = was.id
      where (counter.capacity + counter.overdraft - counter.pending - counter.posted) is distinct from was.left_then)`;
}

// whoever names the revision by which it knows the prices is sent no more than what is left of the counters
const readOffers = quickRead<{ revision: string; left: string | null; offers: OffersJson | null }>(
  'terms.offers',
  `select offers.revision, case when known.it then ${leftColumn('$5::text[]')} end "left",
    case when known.it then null else
      (select row_to_json(found) from (select ${offersColumns('$1::text[]', '$2::text[]', '$3::text[]')}) found) end offers
   from (select ${revisionColumn(offersTopic)} revision) offers, lateral (select coalesce(offers.revision = $4::bigint, false) it) known`,
);

/** Offers as they are read: whole, or what is left of the counters where the prices are known. */
export type ReadOffers =
  | { readonly revision: string; readonly offers: ReadonlyMap<string, Offer> }
  | { readonly revision: string; readonly left: ReadonlyMap<string, Quantity> };

/** Reads candidate prices and promises of stock: for any number of variants in one statement. */
@Injectable()
export class OfferRepository {
  constructor(private readonly database: Database) {}

  /** `known`: the revision by which the caller knows the prices of all these variants among the lists; null: it does not. */
  async offers(
    variantIds: readonly Id<'variant'>[],
    listIds: readonly string[],
    { channel }: Context,
    known: string | null,
  ): Promise<ReadOffers> {
    const counters = known === null ? [] : counterIdsOf(variantIds, channel.locationIds);
    const [row] = await this.database.read(readOffers, [variantIds, listIds, channel.locationIds, known, counters]);
    if (!row) throw new Error('a statement without a table returns a row');
    const { revision, left, offers } = row;
    return offers ? { revision, offers: offersOf(variantIds, offers) } : { revision, left: leftOf(left) };
  }

  /** The lowest price of one unit of each of these variants in a list within 30 days. */
  lowestPrices(variantIds: readonly Id<'variant'>[], listId: Id<'priceList'>): Promise<ReadonlyMap<string, UnitPrice>> {
    return lowestPrices(this.database, variantIds, listId);
  }
}
