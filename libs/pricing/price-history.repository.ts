import { fromJson, type Json, type PriceCandidate } from '#engine';
import { parseDecimal, priceScale, type Id, type UnitPrice } from '#kernel';
import { statement, type Database } from '#platform/db';
import { correctionsAt } from './corrections/correction.repository.js';
import type { KnownCorrection } from './corrections/correction.js';
import type { PriceList } from './price-list.js';

const columns = 'id, list_id, variant_id, min_quantity, amount, compare_at, valid_from, valid_to, recorded_from';

// what was charged stays: a row stands for the instants before it was changed, whoever asks later
const readAsOf = statement<{ rows: RowTuple[] | null; lists: Json<PriceList>[] | null; later: string[] | null }>(
  'pricing.as-of',
  `with rows as materialized (
     select distinct on (list_id, min_quantity) id, list_id, min_quantity, amount, compare_at
     from (select ${columns}, null::timestamptz recorded_to from price where variant_id = $1
       union all select ${columns}, recorded_to from price_history where variant_id = $1) known
     where (recorded_from is null or recorded_from <= $3) and (valid_from is null or valid_from <= $2)
       and (valid_to is null or valid_to > $2) and (recorded_to is null or recorded_to > least($2::timestamptz, $3::timestamptz))
     order by list_id, min_quantity, recorded_from desc nulls last),
   named as (select list_id from rows union select list_id from price_correction
     where variant_id = $1 and valid_from <= $2 and valid_to > $2 and recorded_at <= $3),
   -- of a list that is older than its record the first that is known
   lists as (select distinct on (list_id) terms from price_list_version v
     where (recorded_from <= $3 or (version > 1 and not exists
         (select from price_list_version e where e.list_id = v.list_id and e.version < v.version)))
       and (list_id in (select list_id from named) or terms->'derived'->>'listId' in (select list_id from named))
     order by list_id, recorded_from > $3, version desc)
   select (select json_agg(json_build_array(id, list_id, min_quantity::text, amount::text, compare_at::text)) from rows) rows,
     (select json_agg(terms::text) from lists) lists,
     (select json_agg(list_id) from price_list_version where version = 1 and recorded_from > $3) later`,
);

type RowTuple = readonly [id: string, listId: string, minQuantity: string, amount: string, compareAt: string | null];

/** What was known at an instant of the prices that a variant has at another one. */
export interface PricesAsOf {
  readonly prices: readonly PriceCandidate[];
  /** As they were then: of the lists that the prices stand in, and of those that take theirs off them. Lists that were never changed since that is kept are left out. */
  readonly lists: readonly PriceList[];
  /** The lists that were made later. */
  readonly later: ReadonlySet<string>;
  /** All that was ever corrected of prices at that instant, in the order in which it became known. */
  readonly corrections: readonly KnownCorrection[];
}

/** Reads the prices of a variant at an instant, as they were known at another. */
export async function pricesAsOf(db: Database, variantId: string, at: Date, knownAt: Date): Promise<PricesAsOf> {
  const [[row], corrections] = await Promise.all([db.read(readAsOf, [variantId, at, knownAt]), correctionsAt(db, variantId, at)]);
  return {
    corrections,
    prices: corrected((row?.rows ?? []).map(candidateOf), corrections, knownAt),
    lists: (row?.lists ?? []).map((text) => fromJson(text)),
    later: new Set(row?.later),
  };
}

/** Rows with what was corrected of their lists by then: the latest correction of a list says all of it. */
function corrected(rows: readonly PriceCandidate[], corrections: readonly KnownCorrection[], knownAt: Date): PriceCandidate[] {
  const known = new Map(corrections.flatMap((each) => (each.recordedAt <= knownAt ? [[each.listId, each] as const] : [])));
  const kept = rows.filter(({ listId }) => !known.has(listId));
  return [
    ...kept,
    ...[...known.values()].flatMap(({ id, listId, tiers }) =>
      tiers.map((tier) => ({ id: id as string as Id<'price'>, listId: listId as Id<'priceList'>, ...tier })),
    ),
  ];
}

function candidateOf([id, listId, minQuantity, amount, compareAt]: RowTuple): PriceCandidate {
  return {
    id: id as Id<'price'>,
    listId: listId as Id<'priceList'>,
    minQuantity: BigInt(minQuantity),
    amount: parseDecimal(amount, priceScale),
    compareAt: compareAt === null ? null : parseDecimal(compareAt, priceScale),
  };
}

// a price that has changed within the window is compared with what was charged in the 30 days before it
const readLowest = statement<{ variant_id: string; amount: string }>(
  'pricing.lowest',
  `with present as (select distinct on (variant_id) variant_id, amount, valid_from from price
     where variant_id = any($1::text[]) and list_id = $2 and min_quantity <= 1000
       and (valid_from is null or valid_from <= now()) and (valid_to is null or valid_to > now())
     order by variant_id, min_quantity desc)
   select p.variant_id, coalesce(case when p.valid_from > now() - interval '30 days' then (select min(charged.amount)
       from (select ${columns}, null::timestamptz recorded_to from price
         union all select ${columns}, recorded_to from price_history) charged
       where charged.variant_id = p.variant_id and charged.list_id = $2 and charged.min_quantity <= 1000
         and (charged.valid_from is null or charged.valid_from < p.valid_from)
         and least(charged.valid_to, charged.recorded_to) > p.valid_from - interval '30 days'
         and (charged.valid_from is null or least(charged.valid_to, charged.recorded_to) > charged.valid_from)) end, p.amount) amount
   from present p`,
);

/** The lowest price of one unit of each of these variants in a list within 30 days: before the present one, if it began in them. */
export async function lowestPrices(
  db: Database,
  variantIds: readonly string[],
  listId: Id<'priceList'>,
): Promise<ReadonlyMap<string, UnitPrice>> {
  const rows = await db.read(readLowest, [variantIds, listId]);
  return new Map(rows.map(({ variant_id, amount }) => [variant_id, parseDecimal(amount, priceScale)]));
}
