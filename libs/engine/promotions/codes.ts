import type { Basket } from '../basket.js';
import type { RefusedCode } from '../priced-basket.js';
import type { Terms } from '../terms.js';
import { canonicalCode, type PromotionTerms } from './promotion.js';
import type { Visit } from './visit.js';

/** The codes as they are compared, each once, in the order in which they were entered. */
function enteredCodes({ codes }: Pick<Basket, 'codes'>, { conventions }: Pick<Terms, 'conventions'>): ReadonlySet<string> {
  return new Set(codes.map((code) => canonicalCode(code, conventions.codeCase)));
}

/** The promotions that are asked for, each once, with the first of the entered codes that does so. */
export function askedBy(terms: Terms, basket: Basket): ReadonlyMap<PromotionTerms, string> {
  const asked = new Map<PromotionTerms, string>();
  for (const code of basket.codes.length === 0 ? [] : enteredCodes(basket, terms)) {
    const promotion = promotionOf(code, terms, basket);
    if (promotion && !basket.singleUse?.[code]?.used && !asked.has(promotion)) asked.set(promotion, code);
  }
  return asked;
}

function promotionOf(code: string, { codes, singleUse }: Terms, basket: Basket): PromotionTerms | undefined {
  return codes.get(code) ?? singleUse.get(basket.singleUse?.[code]?.promotionId ?? '');
}

/** The entered codes that gave their promotion no effect, and why. One that waits for something to be bought is not refused. */
export function refusedCodes(
  terms: Terms,
  basket: Basket,
  visits: readonly Visit[],
  asked: ReadonlyMap<PromotionTerms, string>,
): RefusedCode[] {
  const byPromotion = new Map(visits.map((visit) => [visit.promotion, visit]));
  return [...enteredCodes(basket, terms)].flatMap((code): RefusedCode[] => {
    const promotion = promotionOf(code, terms, basket);
    if (promotion && basket.singleUse?.[code]?.used) return [{ code, reason: 'USED', facts: {} }];
    const visit = promotion && byPromotion.get(promotion);
    if (!visit) return [{ code, reason: 'UNKNOWN', facts: {} }];
    const { verdict: reason, facts } = visit;
    if (reason !== 'APPLIED' && !isWaiting(visit, basket)) return [{ code, reason, facts }];
    // a second code of the same promotion gives nothing more, and must not be used up
    return asked.get(promotion) === code ? [] : [{ code, reason: 'EXCLUDED', facts: { by: promotion.id } }];
  });
}

/** Whether a promotion would be told of if there were anything in the basket. */
export function isWaiting({ verdict }: Visit, { lines }: Basket): boolean {
  return verdict === 'NOTHING' && lines.length === 0;
}
