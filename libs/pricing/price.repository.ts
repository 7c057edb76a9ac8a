import { formatDecimal, parseDecimal, priceScale, type CurrencyCode, type Id } from '#kernel';
import { offersTopic, revise } from '#platform/broadcast';
import { statement, type Database, type Write } from '#platform/db';
import type { DecidedPrices, Known } from './decide-prices.js';
import type { ListRef, Price, PriceInput } from './price.js';

interface PriceRow {
  id: Id<'price'>;
  list_id: Id<'priceList'>;
  variant_id: Id<'variant'>;
  min_quantity: string;
  amount: string;
  compare_at: string | null;
}

const columns = 'p.id, p.list_id, p.variant_id, p.min_quantity, p.amount, p.compare_at';

const loadLists = statement<{ id: Id<'priceList'>; code: string; currency: CurrencyCode }>(
  'pricing.load-lists',
  'select id, code, currency from price_list where id = any($1::text[]) or code = any($1::text[])',
);
const loadPrices = statement<PriceRow>(
  'pricing.load-prices',
  `select ${columns} from price p join price_list l on l.id = p.list_id
   where p.variant_id = any($1::text[]) and (l.id = any($2::text[]) or l.code = any($2::text[]))
   order by p.variant_id, p.list_id, p.min_quantity`,
);
const loadVersions = statement<{ variant_id: string; version: string }>(
  'pricing.load-versions',
  'select variant_id, version from price_aggregate where variant_id = any($1::text[])',
);

/** Reads everything that a batch of prices names: three statements, whatever its size. */
export async function loadKnown(db: Database, inputs: readonly Pick<PriceInput, 'list' | 'variantId'>[]): Promise<Known> {
  const variants = [...new Set(inputs.map(({ variantId }) => variantId))];
  const named = [...new Set(inputs.map(({ list }) => list))];
  const [lists, prices, versions] = await Promise.all([
    db.read(loadLists, [named]),
    db.read(loadPrices, [variants, named]),
    db.read(loadVersions, [variants]),
  ]);
  return {
    lists: lists satisfies ListRef[],
    prices: prices.map(priceOf),
    versions: new Map(versions.map(({ variant_id, version }) => [variant_id, BigInt(version)])),
  };
}

function priceOf(row: PriceRow): Price {
  return {
    id: row.id,
    listId: row.list_id,
    variantId: row.variant_id,
    minQuantity: BigInt(row.min_quantity),
    amount: parseDecimal(row.amount, priceScale),
    compareAt: row.compare_at === null ? null : parseDecimal(row.compare_at, priceScale),
  };
}

const countEvents = statement<never>(
  'pricing.count-events',
  `insert into price_aggregate as counted (variant_id, version)
   select variant_id, after from unnest($1::text[], $2::bigint[], $3::bigint[]) as v(variant_id, before, after) order by variant_id
   on conflict (variant_id) do update set version = excluded.version
   where (counted.variant_id, counted.version) in (select * from unnest($1::text[], $2::bigint[]))`,
);
const deletePrices = statement<never>('pricing.delete-prices', 'delete from price where id = any($1::text[])');
const savePrices = statement<never>(
  'pricing.save-prices',
  `insert into price as kept (id, list_id, variant_id, min_quantity, amount, compare_at)
   select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::numeric[], $6::numeric[])
   on conflict (id) do update set amount = excluded.amount, compare_at = excluded.compare_at, version = kept.version + 1`,
);

/** Writes what a batch has decided: at most three statements, and none that would touch nothing. */
export function savingDecided({ kept, gone, versions }: DecidedPrices): Write[] {
  return [
    // first: it makes others who write prices of the same variants wait
    versions.length > 0 &&
      countEvents.with(
        [
          versions.map(({ variantId }) => variantId),
          versions.map(({ before }) => before.toString()),
          versions.map(({ after }) => after.toString()),
        ],
        { rows: versions.length },
      ),
    gone.length > 0 && deletePrices.with([gone], { rows: gone.length }),
    kept.length > 0 &&
      savePrices.with(
        [
          kept.map(({ id }) => id),
          kept.map(({ listId }) => listId),
          kept.map(({ variantId }) => variantId),
          kept.map(({ minQuantity }) => minQuantity.toString()),
          kept.map(({ amount }) => formatDecimal(amount, priceScale)),
          kept.map(({ compareAt }) => (compareAt === null ? null : formatDecimal(compareAt, priceScale))),
        ],
        { rows: kept.length },
      ),
    // last: from here to the commit the writers of prices and products wait for each other
    versions.length > 0 && revise(offersTopic),
  ].filter((write) => write !== false);
}

/** The prices of these variants in a list, tiers in their order. */
export async function listedPrices(db: Database, list: string, variants: readonly string[]): Promise<Price[]> {
  return (await db.read(loadPrices, [variants, [list]])).map(priceOf);
}
