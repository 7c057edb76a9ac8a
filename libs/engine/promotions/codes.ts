import type { Basket } from '../basket.js';
import type { RefusedCode } from '../priced-basket.js';
import type { Terms } from '../terms.js';
import { canonicalCode } from './promotion.js';
import type { Visit } from './visit.js';

/** The codes as they are compared, each once, in the order in which they were entered. */
export function enteredCodes({ codes }: Pick<Basket, 'codes'>, { conventions }: Pick<Terms, 'conventions'>): ReadonlySet<string> {
  return new Set(codes.map((code) => canonicalCode(code, conventions.codeCase)));
}

/** The entered codes that gave their promotion no effect, and why. One that waits for something to be bought is not refused. */
export function refusedCodes(terms: Terms, basket: Basket, visits: readonly Visit[]): RefusedCode[] {
  const byPromotion = new Map(visits.map((visit) => [visit.promotion, visit]));
  return [...enteredCodes(basket, terms)].flatMap((code): RefusedCode[] => {
    const promotion = terms.codes.get(code);
    const visit = promotion && byPromotion.get(promotion);
    if (!visit) return [{ code, reason: 'UNKNOWN', facts: {} }];
    const { verdict: reason, facts } = visit;
    return reason === 'APPLIED' || isWaiting(visit, basket) ? [] : [{ code, reason, facts }];
  });
}

/** Whether a promotion would be told of if there were anything in the basket. */
export function isWaiting({ verdict }: Visit, { lines }: Basket): boolean {
  return verdict === 'NOTHING' && lines.length === 0;
}
