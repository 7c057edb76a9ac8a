import { formatDecimal, parseDecimal, priceScale, type CurrencyCode, type Id } from '#kernel';
import { offersTopic, revise } from '#platform/broadcast';
import { statement, type Database, type Value, type Write } from '#platform/db';
import type { DecidedPrices, Known } from './decide-prices.js';
import type { ListRef, Price, PriceInput } from './price.js';

interface PriceRow {
  id: Id<'price'>;
  list_id: Id<'priceList'>;
  variant_id: Id<'variant'>;
  min_quantity: string;
  amount: string;
  compare_at: string | null;
  valid_from: Date | null;
  valid_to: Date | null;
  recorded_from: Date | null;
}

const columns =
  'p.id, p.list_id, p.variant_id, p.min_quantity, p.amount, p.compare_at, p.valid_from, p.valid_to, p.recorded_from';

const loadLists = statement<{ id: Id<'priceList'>; code: string; currency: CurrencyCode; now: Date }>(
  'pricing.load-lists',
  'select id, code, currency, clock_timestamp() now from price_list where id = any($1::text[]) or code = any($1::text[])',
);
const loadPrices = statement<PriceRow>(
  'pricing.load-prices',
  `select ${columns} from price p join price_list l on l.id = p.list_id
   where p.variant_id = any($1::text[]) and (l.id = any($2::text[]) or l.code = any($2::text[]))
   order by p.variant_id, p.list_id, p.min_quantity`,
);
const readPrices = statement<PriceRow>(
  'pricing.listed-prices',
  `select ${columns} from price p join price_list l on l.id = p.list_id
   where p.variant_id = any($1::text[]) and (l.id = $2 or l.code = $2) and (p.valid_to is null or p.valid_to > now())
     and ($3::boolean or p.valid_from is null or p.valid_from <= now())
   order by p.variant_id, p.list_id, p.min_quantity, p.valid_from nulls first`,
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
    lists: lists.map(({ id, code, currency }): ListRef => ({ id, code, currency })),
    // without a list nothing is decided that would need the time
    now: lists[0]?.now.getTime() ?? 0,
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
    validFrom: row.valid_from?.getTime() ?? null,
    validTo: row.valid_to?.getTime() ?? null,
    recordedFrom: row.recorded_from?.getTime() ?? null,
  };
}

const countEvents = statement<never>(
  'pricing.count-events',
  `insert into price_aggregate as counted (variant_id, version)
   select variant_id, after from unnest($1::text[], $2::bigint[], $3::bigint[]) as v(variant_id, before, after) order by variant_id
   on conflict (variant_id) do update set version = excluded.version
   where (counted.variant_id, counted.version) in (select * from unnest($1::text[], $2::bigint[]))`,
);
/** SQL: rows of ten arrays, from the parameter of this number on. */
const rows = (from: number): string =>
  ['text', 'text', 'text', 'bigint', 'numeric', 'numeric', 'timestamptz', 'timestamptz', 'timestamptz', 'timestamptz']
    .map((type, index) => `$${String(from + index)}::${type}[]`)
    .join(', ');

const remember = (from: number): string => `with former as (insert into price_history
    (id, list_id, variant_id, min_quantity, amount, compare_at, valid_from, valid_to, recorded_from, recorded_to)
    select * from unnest(${rows(from)}))`;

const deletePrices = statement<never>('pricing.delete-prices', `${remember(2)} delete from price where id = any($1::text[])`);
const savePrices = statement<never>(
  'pricing.save-prices',
  `${remember(10)}
   insert into price as kept (id, list_id, variant_id, min_quantity, amount, compare_at, valid_from, valid_to, recorded_from)
   select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::numeric[], $6::numeric[], $7::timestamptz[],
     $8::timestamptz[], $9::timestamptz[])
   on conflict (id) do update set amount = excluded.amount, compare_at = excluded.compare_at, valid_from = excluded.valid_from,
     valid_to = excluded.valid_to, recorded_from = excluded.recorded_from, version = kept.version + 1`,
);

/** Writes what a batch has decided: at most three statements, and none that would touch nothing. */
export function savingDecided({ kept, gone, former, versions }: DecidedPrices): Write[] {
  const history = [...columnsOf(former), former.map(({ recordedTo }) => dateOf(recordedTo))];
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
    gone.length > 0 && deletePrices.with([gone, ...(kept.length > 0 ? history.map(() => []) : history)], { rows: gone.length }),
    kept.length > 0 && savePrices.with([...columnsOf(kept), ...history], { rows: kept.length }),
    // last: from here to the commit the writers of prices and products wait for each other
    versions.length > 0 && revise(offersTopic),
  ].filter((write) => write !== false);
}

function columnsOf(prices: readonly Price[]): Value[][] {
  return [
    prices.map(({ id }) => id),
    prices.map(({ listId }) => listId),
    prices.map(({ variantId }) => variantId),
    prices.map(({ minQuantity }) => minQuantity.toString()),
    prices.map(({ amount }) => formatDecimal(amount, priceScale)),
    prices.map(({ compareAt }) => (compareAt === null ? null : formatDecimal(compareAt, priceScale))),
    prices.map(({ validFrom }) => dateOf(validFrom)),
    prices.map(({ validTo }) => dateOf(validTo)),
    prices.map(({ recordedFrom }) => dateOf(recordedFrom)),
  ];
}

function dateOf(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}

/** The prices of these variants in a list, tiers in their order: those that hold now, or also those that will. */
export async function listedPrices(
  db: Database,
  list: string,
  variants: readonly string[],
  { planned }: { readonly planned: boolean },
): Promise<Price[]> {
  return (await db.read(readPrices, [variants, list, planned])).map(priceOf);
}
