import { divide, hundredPercent, type Id, type RoundingMode } from '#kernel';
import type { TaxAmount } from '../priced-basket.js';
import type { Entry, TaxRateTerms, Terms } from '../terms.js';
import { notValid } from '../validity.js';

/** An amount taken apart: net + tax = gross. */
export interface Taxed {
  readonly net: bigint;
  readonly tax: bigint;
  readonly gross: bigint;
  readonly taxes: readonly TaxAmount[];
}

/** The rate for a class of goods in a country at an instant; null: no tax. */
export function taxRate(terms: Terms, classId: Id<'taxClass'>, country: string, at: number): TaxRateTerms | null {
  const zone = terms.zoneOf.get(country);
  const rates = zone === undefined ? undefined : terms.taxRates.get(zone)?.get(classId);
  return rates?.find((rate) => notValid(rate, at) === null) ?? null;
}

/** Takes an amount apart. What was entered, net or gross, stays to the unit; the tax is rounded once (semantics §4). */
export function taxed(amount: bigint, entry: Entry, rate: TaxRateTerms | null, rounding: RoundingMode): Taxed {
  if (rate === null) return { net: amount, tax: 0n, gross: amount, taxes: [] };
  const { id: rateId, name, percent } = rate;
  const tax = divide(amount * percent, entry === 'NET' ? hundredPercent : hundredPercent + percent, rounding);
  const net = entry === 'NET' ? amount : amount - tax;
  return { net, tax, gross: net + tax, taxes: [{ rateId, name, percent, base: net, amount: tax }] };
}

/** Adds up taxes by rate, in the order in which the rates first appear. */
export function sumByRate(charges: Iterable<{ readonly taxes: readonly TaxAmount[] }>): TaxAmount[] {
  const sums = new Map<Id<'taxRate'>, TaxAmount>();
  for (const { taxes } of charges)
    for (const tax of taxes) {
      const sum = sums.get(tax.rateId);
      sums.set(tax.rateId, sum ? { ...tax, base: sum.base + tax.base, amount: sum.amount + tax.amount } : tax);
    }
  return [...sums.values()];
}
