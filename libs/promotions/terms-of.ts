import { currencyOf, parseMoney } from '#kernel';
import { parseAction, parseConditions, type PromotionTerms } from '#engine';
import type { FormerRules } from './former.js';
import type { Promotion } from './promotion.js';
import { timesOf } from './window.js';

/** What promotions gave by as they were: those that were not active gave nothing. */
export function formerTerms(promotions: FormerRules['promotions']): ReadonlyMap<string, PromotionTerms | undefined> {
  return new Map([...promotions].map(([id, was]) => [id, was?.status === 'ACTIVE' ? termsOf(was) : undefined]));
}

/** The promotion as it is priced with. */
export function termsOf(promotion: Promotion): PromotionTerms {
  const { id, name, codes, singleUse, lane, sequence, groupId, stacking, conditions, action, reducesTaxBase } = promotion;
  const { version, usageLimit, usageLimitPerPerson, budget, budgetEnd, maxDiscount, window } = promotion;
  // local times are read anew: since they were stored it may have been decided otherwise what clocks show
  const { validFrom, validTo } = window ? timesOf(window) : promotion;
  const caps = Object.entries(maxDiscount);
  const budgeted = Object.keys(budget).map((code) => currencyOf(code));
  return {
    ...{ id, name, lane, sequence, groupId, stacking, reducesTaxBase, version },
    code: codes[0] ?? null,
    ...(codes.length > 1 && { codes }),
    ...(singleUse && { singleUse }),
    ...(window?.timeZone === null && { local: { from: window.from, to: window.to } }),
    conditions: parseConditions(conditions),
    action: parseAction(action, lane),
    ...(caps.length > 0 && {
      maxDiscount: new Map(
        caps.map(([code, text]) => {
          const currency = currencyOf(code);
          return [currency, parseMoney(text, currency).minor] as const;
        }),
      ),
    }),
    validFrom: validFrom?.getTime() ?? null,
    validTo: validTo?.getTime() ?? null,
    limited: usageLimit !== null,
    ...(usageLimitPerPerson !== null && { perPerson: usageLimitPerPerson }),
    ...(budgeted.length > 0 && { budget: { currencies: budgeted, last: budgetEnd } }),
  };
}
