import { divide, exponentOf, priceScale, type CurrencyCode, type RoundingMode, type UnitPrice } from '#kernel';
import type { PriceCandidate } from '../basket.js';
import type { Terms } from '../terms.js';
import { byId, latestFirst, type Validity } from '../validity.js';

/** A published rate: what one unit of a currency is in another one from an instant on, up to the next that is published. */
export interface ConversionRate extends Validity {
  readonly id: string;
  readonly from: CurrencyCode;
  readonly to: CurrencyCode;
  /** With `rateScale` decimals. */
  readonly rate: bigint;
  /** On which points prices fall that are converted; null: wherever the rate puts them. */
  readonly points: PricePoints | null;
}

/** Points at which prices stand, such as 0.95, 1.95, 2.95: `ending` above each multiple of `step`. */
export interface PricePoints {
  readonly step: UnitPrice;
  readonly ending: UnitPrice;
}

/** By which rate an amount in another currency has become a price. */
export interface Conversion {
  readonly rateId: string;
  readonly from: CurrencyCode;
  /** What a unit costs there. */
  readonly amount: UnitPrice;
  readonly rate: bigint;
}

/** Decimals of a conversion rate. */
export const rateScale = 9;

const one = 10n ** BigInt(rateScale);

/** The rates by the currency that they lead to, the latest first. */
export function ratesByTarget(rates: readonly ConversionRate[]): Terms['conversionRates'] {
  const byTarget = new Map<CurrencyCode, ConversionRate[]>();
  for (const rate of rates.toSorted((a, b) => latestFirst(a, b) || byId(a, b)))
    byTarget.set(rate.to, [...(byTarget.get(rate.to) ?? []), rate]);
  return byTarget;
}

/** The rate between two currencies at an instant; null: none is published. */
export function rateAt(
  { conversionRates }: Pick<Terms, 'conversionRates'>,
  from: CurrencyCode,
  to: CurrencyCode,
  at: number,
): ConversionRate | null {
  const rates = conversionRates.get(to) ?? [];
  return rates.find((rate) => rate.from === from && (rate.validFrom ?? at) <= at) ?? null;
}

/** A price row in the currency that the rate leads to. */
export function convertedRow(row: PriceCandidate, rate: ConversionRate, rounding: RoundingMode): PriceCandidate {
  const { compareAt } = row;
  return {
    ...row,
    amount: convertedAmount(row.amount, rate, rounding),
    compareAt: compareAt === null ? null : convertedAmount(compareAt, rate, rounding),
  };
}

/**
 * What a unit costs in the other currency. A price in whole minor units stays one, and is raised to the next point unless it is below
 * the first step; what is finer than a minor unit stays so.
 */
function convertedAmount(amount: UnitPrice, { rate, from, to, points }: ConversionRate, rounding: RoundingMode): UnitPrice {
  if (amount % minorUnit(from) !== 0n) return divide(amount * rate, one, rounding);
  const unit = minorUnit(to);
  const exact = divide(amount * rate, one * unit, rounding) * unit;
  if (!points || exact < points.step) return exact;
  const over = (((exact - points.ending) % points.step) + points.step) % points.step;
  return over === 0n ? exact : exact + points.step - over;
}

function minorUnit(currency: CurrencyCode): bigint {
  return 10n ** BigInt(priceScale - exponentOf(currency));
}
