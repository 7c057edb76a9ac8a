import type { Id } from '#kernel';
import type { Draft } from '../draft.js';

/** What each promotion takes off goods and shipping in all. */
export function amountsByPromotion({ lines, shipping }: Draft): ReadonlyMap<Id<'promotion'>, bigint> {
  const amounts = new Map<Id<'promotion'>, bigint>();
  for (const { discounts } of shipping ? [...lines, shipping] : lines)
    for (const { promotionId, amount } of discounts) amounts.set(promotionId, (amounts.get(promotionId) ?? 0n) + amount);
  return amounts;
}
