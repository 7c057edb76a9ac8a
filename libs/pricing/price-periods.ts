import type { Validity } from '#engine';
import type { Id, Path } from '#kernel';
import type { FormerPrice, Price, PriceInput, Tier } from './price.js';
import { refused } from './pricing.errors.js';

/** When prices are to hold. */
export interface Period {
  readonly from: number;
  /** Null: for good. */
  readonly to: number | null;
}

/** A row to keep; without an id it is new. */
type Kept = Omit<Price, 'id'> & { readonly id: Id<'price'> | null };

/** What setting prices comes to. */
export interface ChangedPrices {
  readonly kept: readonly Kept[];
  readonly gone: readonly Id<'price'>[];
  readonly former: readonly FormerPrice[];
}

/**
 * When the prices that are asked for are to hold: from now or later on, and where no end is said up to the next change that is planned,
 * so that who sets a price does not call off what others have planned. @throws UserError naming the field
 */
export function periodOf(
  { validFrom, validTo }: Pick<PriceInput, 'validFrom' | 'validTo'>,
  rows: readonly Validity[],
  now: number,
  path: Path,
): Period {
  const from = validFrom?.getTime() ?? now;
  if (from < now) throw refused.past(now, [...path, 'validFrom']);
  if (validTo && validTo.getTime() <= from) throw refused.window([...path, 'validTo']);
  if (validTo) return { from, to: validTo.getTime() };
  const planned = rows.flatMap((row) => [row.validFrom, row.validTo]).filter((instant) => instant !== null && instant > from);
  return { from, to: planned.reduce((least, instant) => (least === null || (instant ?? least) < least ? instant : least), null) };
}

/** Makes the tiers of a variant in a list as wanted for a period; what is there outside of it stays. Null: they are so already. */
export function changedPrices(
  rows: readonly Price[],
  wanted: readonly Tier[],
  place: Pick<Price, 'listId' | 'variantId'>,
  period: Period,
  now: number,
): ChangedPrices | null {
  const living = rows.filter(({ validTo }) => validTo === null || validTo > now);
  const touched = living.filter((row) => overlaps(row, period));
  const settled = wanted.filter((tier) => touched.some((row) => same(row, tier) && covers(row, period)));
  const left = touched.filter((row) => !settled.some(({ minQuantity }) => minQuantity === row.minQuantity));
  const missing = wanted.filter((tier) => !settled.includes(tier));
  if (left.length + missing.length === 0) return null;
  const ended = rows.filter((row) => !living.includes(row));
  const free = new Map<bigint, Id<'price'>>();
  const gone: Id<'price'>[] = ended.map(({ id }) => id);
  const pieces = left.flatMap((row): Kept[] => {
    const around = [
      ...(period.from > now && (row.validFrom ?? -Infinity) < period.from ? [{ ...row, validTo: period.from }] : []),
      ...(period.to !== null && (row.validTo ?? Infinity) > period.to ? [{ ...row, validFrom: period.to }] : []),
    ];
    if (around.length === 0 && missing.some(({ minQuantity }) => minQuantity === row.minQuantity) && !free.has(row.minQuantity))
      free.set(row.minQuantity, row.id);
    else if (around.length === 0) gone.push(row.id);
    return around.map((piece, index) => ({ ...piece, id: index === 0 ? row.id : null, recordedFrom: now }));
  });
  const made = missing.map((tier): Kept => {
    const id = free.get(tier.minQuantity) ?? null;
    return { ...place, ...tier, id, validFrom: period.from, validTo: period.to, recordedFrom: now };
  });
  const former = [...left.map((row) => ({ ...row, recordedTo: now })), ...ended.map((row) => ({ ...row, recordedTo: null }))];
  return { kept: [...pieces, ...made], gone, former };
}

function overlaps({ validFrom, validTo }: Validity, { from, to }: Period): boolean {
  return (validFrom ?? -Infinity) < (to ?? Infinity) && (validTo ?? Infinity) > from;
}

function covers({ validFrom, validTo }: Validity, { from, to }: Period): boolean {
  return (validFrom ?? -Infinity) <= from && (validTo ?? Infinity) >= (to ?? Infinity);
}

function same(row: Tier, tier: Tier): boolean {
  return row.minQuantity === tier.minQuantity && row.amount === tier.amount && row.compareAt === tier.compareAt;
}
