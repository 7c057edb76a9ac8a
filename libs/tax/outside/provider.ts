import type { CurrencyCode, Percent, Quantity } from '#kernel';
import type { Entry } from '#engine';

/** Something that is taxed: a line, or the shipping. */
export interface AskedCharge {
  /** The line's id, or `shipping`. */
  readonly id: string;
  readonly taxClass: string;
  readonly quantity: Quantity;
  /** Minor units after all discounts, in the entry basis. */
  readonly amount: bigint;
  readonly entry: Entry;
}

/** What an outside engine is asked: nothing in it says who buys. */
export interface TaxQuestion {
  readonly currency: CurrencyCode;
  /** The tax point; epoch milliseconds. */
  readonly at: number;
  /** Where the goods come from: a country. */
  readonly from: string;
  readonly to: { readonly country: string; readonly region: string | null; readonly postcode: string | null };
  readonly charges: readonly AskedCharge[];
}

/** One tax on a charge, in minor units. */
export interface OutsideTax {
  readonly name: string;
  readonly percent: Percent;
  readonly amount: bigint;
}

/** What an outside engine answers: each charge that was asked about, with its taxes. */
export interface TaxAnswer {
  /** What the engine calls its answer. */
  readonly reference: string;
  readonly charges: readonly { readonly id: string; readonly taxes: readonly OutsideTax[] }[];
}

/**
 * The port to an outside engine. It is asked outside any transaction; asking again is harmless, as an answer binds nobody before an
 * order is placed by it.
 */
export interface TaxProvider {
  readonly code: string;
  /** What staff read. */
  readonly name: string;
  /** Its answer. Whatever it throws is no answer; it stops when the signal says so. */
  assess(question: TaxQuestion, signal: AbortSignal): Promise<TaxAnswer>;
}

/** Whether an answer is one to the question: each charge once, no tax below zero, and none of a gross amount above it. */
export function answers({ charges: asked }: TaxQuestion, { reference, charges }: TaxAnswer): boolean {
  const byId = new Map(charges.map(({ id, taxes }) => [id, taxes]));
  if (reference === '' || byId.size !== charges.length || charges.length !== asked.length) return false;
  return asked.every(({ id, amount, entry }) => {
    const taxes = byId.get(id);
    if (!taxes?.every(({ percent, amount: tax }) => percent >= 0n && tax >= 0n)) return false;
    return entry === 'NET' || taxes.reduce((sum, { amount: tax }) => sum + tax, 0n) <= amount;
  });
}
