import type { Basket } from '../basket.js';
import type { AppliedDiscount } from '../priced-basket.js';
import type { PromotionTerms } from './promotion.js';

/** What is told of a promotion that applies; `code` is the one that asked for it. */
export function appliedDiscount(
  { id: promotionId, name, limited, perPerson, budget, reducesTaxBase = true }: PromotionTerms,
  amount: bigint,
  code: string | null,
  { currency, singleUse }: Pick<Basket, 'currency' | 'singleUse'>,
): AppliedDiscount {
  const discount = { promotionId, code, name, limited, amount };
  const once = code !== null && singleUse?.[code] !== undefined;
  const budgeted = budget?.currencies.includes(currency) ?? false;
  // most are counted in none of these ways, and say nothing of it
  if (perPerson === undefined && !once && !budgeted && reducesTaxBase) return discount;
  return {
    ...discount,
    ...(perPerson !== undefined && { perPerson }),
    ...(once && { singleUse: true }),
    ...(budgeted && { budgeted: true }),
    ...(!reducesTaxBase && { reimbursed: true }),
  };
}
