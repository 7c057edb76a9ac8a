import { rateScale } from '#engine';
import { currencyOf, formatDecimal, parseDecimal, priceScale, type Id, type PageRequest } from '#kernel';
import { statement, type Database, type Write } from '#platform/db';
import type { PublishedRate } from './conversion-rate.js';

interface RateRow {
  readonly id: Id<'conversionRate'>;
  readonly from_currency: string;
  readonly to_currency: string;
  readonly rate: string;
  readonly point_step: string | null;
  readonly point_ending: string | null;
  readonly valid_from: Date;
}

const columns = 'id, from_currency, to_currency, rate::text, point_step::text, point_ending::text, valid_from';

// those that are over were followed by another one
const readLiving = statement<RateRow>(
  'pricing.conversion-rates',
  `select ${columns} from conversion_rate r where not exists (select from conversion_rate later
     where later.from_currency = r.from_currency and later.to_currency = r.to_currency
       and later.valid_from > r.valid_from and later.valid_from <= coalesce($1, now() - interval '1 hour')) order by id`,
);
const readAsOf = statement<RateRow>(
  'pricing.conversion-rates-as-of',
  `select distinct on (from_currency, to_currency) ${columns} from conversion_rate where valid_from <= $1 and published_at <= $2
   order by from_currency, to_currency, valid_from desc`,
);
const readPage = statement<RateRow>(
  'pricing.conversion-rates-page',
  `select ${columns} from conversion_rate where id < $1 and ($3::text is null or from_currency = $3) and ($4::text is null or to_currency = $4)
   order by id desc limit $2`,
);
const readNow = statement<{ now: Date }>('pricing.now', 'select clock_timestamp() now');
const insertRates = statement<never>(
  'pricing.publish-rates',
  `insert into conversion_rate (id, from_currency, to_currency, rate, point_step, point_ending, valid_from, published_by)
   select id, from_currency, to_currency, rate, point_step, point_ending, valid_from, $8
   from unnest($1::text[], $2::text[], $3::text[], $4::numeric[], $5::numeric[], $6::numeric[], $7::timestamptz[])
     r(id, from_currency, to_currency, rate, point_step, point_ending, valid_from)`,
);

/** Sorts behind every id of a rate. */
const lastId = 'cvr`';

/** The rates that held at an instant or later; of now, and of an hour ago, unless said: what `terms` compiles. */
export async function readConversionRates(db: Database, since: Date | null = null): Promise<PublishedRate[]> {
  return (await db.read(readLiving, [since])).map(rateOf);
}

/** The rates that hold at an instant, as they were known at another. */
export async function ratesAsOf(db: Database, at: Date, knownAt: Date): Promise<PublishedRate[]> {
  return (await db.read(readAsOf, [at, knownAt])).map(rateOf);
}

/** Published rates, the newest first: up to one more than the page holds. */
export async function pageOfRates(
  db: Database,
  { first, after }: PageRequest,
  { from, to }: { readonly from: string | null; readonly to: string | null },
): Promise<PublishedRate[]> {
  return (await db.read(readPage, [after?.[0] ?? lastId, first + 1, from, to])).map(rateOf);
}

/** The database's clock. */
export async function databaseNow(db: Database): Promise<number> {
  const [row] = await db.read(readNow);
  if (!row) throw new Error('a statement without a table returns a row');
  return row.now.getTime();
}

/** Writes published rates. */
export function insertingRates(rates: readonly PublishedRate[], actor: string): Write {
  const price = (amount: bigint | undefined) => (amount === undefined ? null : formatDecimal(amount, priceScale));
  return insertRates.with(
    [
      rates.map(({ id }) => id),
      rates.map(({ from }) => from),
      rates.map(({ to }) => to),
      rates.map(({ rate }) => formatDecimal(rate, rateScale)),
      rates.map(({ points }) => price(points?.step)),
      rates.map(({ points }) => price(points?.ending)),
      rates.map(({ validFrom }) => new Date(validFrom)),
      actor,
    ],
    { rows: rates.length },
  );
}

function rateOf({ id, from_currency, to_currency, rate, point_step, point_ending, valid_from }: RateRow): PublishedRate {
  const points =
    point_step === null || point_ending === null
      ? null
      : { step: parseDecimal(point_step, priceScale), ending: parseDecimal(point_ending, priceScale) };
  return {
    ...{ id, points, from: currencyOf(from_currency), to: currencyOf(to_currency), rate: parseDecimal(rate, rateScale) },
    ...{ validFrom: valid_from.getTime(), validTo: null },
  };
}
