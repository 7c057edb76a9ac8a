import type { Id } from '#kernel';
import type { Basket } from '../basket.js';
import type { Charge, TaxAmount } from '../priced-basket.js';
import type { Entry } from '../terms.js';
import type { TaxGround } from './ground.js';
import { reliefsVerdict, type ReliefVerdict } from './relief.js';

/** Why an amount bears the tax that it bears. */
export interface TaxTrace {
  /** Null: shipping that follows the goods, by their classes. */
  readonly classId: Id<'taxClass'> | null;
  readonly zoneId: Id<'taxZone'> | null;
  /**
   * TAXED; ZERO_RATED: by rates of 0 %; FREED: the buyer's relief takes all off. NO_ZONE: the country is in none; NO_RATE: there is
   * none for the class in the zone at the time. ASSESSED: an outside engine has answered.
   */
  readonly verdict: 'TAXED' | 'ASSESSED' | 'ZERO_RATED' | 'FREED' | 'NO_ZONE' | 'NO_RATE';
  /** What became of the buyer's relief; null: there is none, or it is decided by the classes of the goods. */
  readonly relief: ReliefVerdict | null;
  readonly rates: readonly TaxAmount[];
  /** What was entered and stays: the other one is computed from it. */
  readonly entry: Entry;
  readonly net: bigint;
  readonly tax: bigint;
}

/** Says why a charge bears its tax. */
export function taxTrace(
  { zoneId, due }: TaxGround,
  { taxReliefs }: Pick<Basket, 'taxReliefs'>,
  at: number,
  { entry, net, tax, taxes: rates }: Charge,
  classId: Id<'taxClass'> | null,
  isAssessed = false,
): TaxTrace {
  const relief = classId === null ? null : reliefsVerdict(taxReliefs, classId, zoneId, at);
  const isFreed = relief === 'FREED' && classId !== null && due(classId).rates.length > 0;
  if (isAssessed) return { classId, zoneId, verdict: 'ASSESSED', relief, rates, entry, net, tax };
  return { classId, zoneId, verdict: isFreed ? 'FREED' : verdictOf(rates, zoneId), relief, rates, entry, net, tax };
}

function verdictOf(rates: readonly TaxAmount[], zoneId: Id<'taxZone'> | null): TaxTrace['verdict'] {
  if (zoneId === null) return 'NO_ZONE';
  if (rates.length === 0) return 'NO_RATE';
  return rates.some(({ percent }) => percent > 0n) ? 'TAXED' : 'ZERO_RATED';
}
