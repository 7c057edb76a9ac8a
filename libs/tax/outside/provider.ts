import type { CurrencyCode, Quantity } from '#kernel';
import type { AssessedTax, Entry, TaxRelief } from '#engine';

/** Something that is taxed: a line, or the shipping. */
export interface AskedCharge {
  /** The line's id, or `shipping`. */
  readonly id: string;
  readonly taxClass: string;
  readonly quantity: Quantity;
  /** Minor units after all discounts, in the entry basis. */
  readonly amount: bigint;
  readonly entry: Entry;
  /** What the buyer has shown to owe no tax on it, which a gross amount then is without; null: nothing. */
  readonly relief: Pick<TaxRelief, 'kind' | 'proof'> | null;
}

/** What an outside engine is asked. Of who buys it learns where the goods go, and the proof of a relief. */
export interface TaxQuestion {
  readonly currency: CurrencyCode;
  /** The tax point; epoch milliseconds. */
  readonly at: number;
  /** Where the goods come from: a country. */
  readonly from: string;
  readonly to: { readonly country: string; readonly region: string | null; readonly postcode: string | null };
  readonly charges: readonly AskedCharge[];
}

/** What an outside engine answers: each charge that was asked about, with its taxes. */
export interface TaxAnswer {
  /** What the engine calls its answer. */
  readonly reference: string;
  readonly charges: readonly { readonly id: string; readonly taxes: readonly AssessedTax[] }[];
}

/** An order that was taxed by an answer. */
export interface AnsweredOrder {
  readonly orderId: string;
  readonly question: TaxQuestion;
  readonly answer: TaxAnswer;
}

/** Thrown by an engine that is well, but takes neither this question nor this order as it is. */
export class EngineRefused extends Error {
  override readonly name = 'EngineRefused';
}

/**
 * The port to an outside engine. It is asked outside any transaction; asking again is harmless, as an answer binds nobody before an
 * order is placed by it and the engine is told so.
 */
export interface TaxProvider {
  readonly code: string;
  /** What staff read. */
  readonly name: string;
  /** Its answer. Whatever it throws is no answer; it stops when the signal says so. */
  assess(question: TaxQuestion, signal: AbortSignal): Promise<TaxAnswer>;
  /** Tells it that an order stands, so that its tax is owed; told again under the same order it counts once. */
  commit(order: AnsweredOrder, signal: AbortSignal): Promise<void>;
  /** Tells it that an order which it was told of was called off; told again under the same order it counts once. */
  void(order: AnsweredOrder, signal: AbortSignal): Promise<void>;
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
