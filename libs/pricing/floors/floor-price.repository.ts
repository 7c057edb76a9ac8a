import { currencyOf, formatDecimal, parseDecimal, priceScale } from '#kernel';
import { statement, type Database, type Write } from '#platform/db';
import type { FloorPrice } from './floor-price.js';

/** SQL: whether any variant has a least price. */
export const floorsKnown = 'exists (select from floor_price)';

/** SQL: what a unit of the variant must not be sold below, by currency; null: nothing is said. */
export function floorsColumn(variant: string): string {
  return `(select json_object_agg(f.currency, f.amount::text) from floor_price f where f.variant_id = ${variant})`;
}

const known = statement<{ variant_id: string; currency: string; amount: string }>(
  'pricing.floors',
  `select variant_id, currency, amount::text from floor_price where variant_id = any($1::text[]) order by variant_id, currency`,
);
const set = statement<never>(
  'pricing.set-floors',
  `insert into floor_price (variant_id, currency, amount)
   select * from unnest($1::text[], $2::text[], $3::numeric[]) f(variant_id, currency, amount) order by variant_id, currency
   on conflict (variant_id, currency) do update set amount = excluded.amount`,
);
const remove = statement<never>(
  'pricing.remove-floors',
  `delete from floor_price f using unnest($1::text[], $2::text[]) gone(variant_id, currency)
   where f.variant_id = gone.variant_id and f.currency = gone.currency`,
);

/** The least prices of these variants. */
export async function floorsOf(db: Database, variantIds: readonly string[]): Promise<FloorPrice[]> {
  return (await db.read(known, [variantIds])).map(({ variant_id, currency, amount }) => ({
    variantId: variant_id,
    currency: currencyOf(currency),
    amount: parseDecimal(amount, priceScale),
  }));
}

/** Writes least prices, and takes those away that are null: at most two statements, however many. */
export function settingFloors(floors: readonly FloorPrice[]): Write[] {
  const gone = floors.filter(({ amount }) => amount === null);
  const kept = floors.flatMap(({ amount, ...floor }) => (amount === null ? [] : [{ ...floor, amount }]));
  const variants = (of: readonly FloorPrice[]) => of.map(({ variantId }) => variantId);
  const currencies = (of: readonly FloorPrice[]) => of.map(({ currency }) => currency);
  const amounts = kept.map(({ amount }) => formatDecimal(amount, priceScale));
  return [
    ...(kept.length > 0 ? [set.with([variants(kept), currencies(kept), amounts], { rows: kept.length })] : []),
    ...(gone.length > 0 ? [remove.with([variants(gone), currencies(gone)])] : []),
  ];
}
