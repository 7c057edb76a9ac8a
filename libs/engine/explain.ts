import type { Id } from '#kernel';
import type { Basket } from './basket.js';
import { quantities, questionOf } from './draft.js';
import type { PricedBasket } from './priced-basket.js';
import { explainChoice } from './prices/choose-price.js';
import { amountsByPromotion } from './promotions/amounts.js';
import type { Outcome } from './promotions/best-deal.js';
import type { GroupChoice } from './promotions/run.js';
import type { Visit } from './promotions/visit.js';
import { taxGround } from './taxes/ground.js';
import { taxTrace } from './taxes/tax-trace.js';
import type { Terms } from './terms.js';
import type { GroupTrace, LineTrace, PromotionTrace, Trace } from './trace.js';

/** Tells how a priced basket came about, by asking again what was asked of the rules. */
export function explain(terms: Terms, basket: Basket, at: number, priced: PricedBasket, outcome: Outcome): Trace {
  const all = quantities(basket.lines);
  const taxes = taxGround(terms, basket, at);
  const amounts = amountsByPromotion(outcome.draft);
  const lines = basket.lines.flatMap(({ id: lineId, variantId, quantity, taxClassId, prices }, index): LineTrace[] => {
    const charge = priced.lines[index];
    if (!charge) return [];
    const tierQuantity = all.get(variantId) ?? quantity;
    const candidates = explainChoice(terms, prices, questionOf(terms, basket, tierQuantity, at));
    return [{ lineId, tierQuantity, candidates, tax: taxTrace(taxes, basket, at, charge, taxClassId) }];
  });
  const followsGoods = terms.conventions.shippingTax === 'FOLLOW_GOODS';
  const { shipping } = priced;
  const method = shipping && terms.shippingMethods.get(shipping.methodId);
  return {
    conventions: terms.conventions,
    lines,
    promotions: outcome.visits.map((visit) => promotionTrace(visit, amounts.get(visit.promotion.id) ?? 0n, priced)),
    groups: outcome.choices.map(groupTrace),
    shippingTax: method ? taxTrace(taxes, basket, at, shipping, followsGoods ? null : method.taxClassId) : null,
  };
}

function promotionTrace(visit: Visit, amount: bigint, priced: PricedBasket): PromotionTrace {
  const { promotion, verdict, facts, before, overCap, underFloor } = visit;
  const { id: promotionId, version: promotionVersion, code, lane, sequence, groupId = null } = promotion;
  const mine = <T extends { readonly promotionId: string }>(share: T): boolean => share.promotionId === promotionId;
  const lines =
    visit.touched.length === 0
      ? []
      : priced.lines.flatMap(({ lineId, discounts, units }) =>
          discounts.filter(mine).map((share) => ({
            lineId,
            ...share,
            units: units.flatMap(({ from, to, discounts }) => discounts.filter(mine).map(({ amount }) => ({ from, to, amount }))),
          })),
        );
  const which = { promotionId, promotionVersion, code, lane, sequence, groupId };
  return { ...which, verdict, facts, before, amount, overCap, underFloor, lines };
}

function groupTrace({ content: { group, mode, scope }, alternatives }: GroupChoice): GroupTrace {
  return { groupId: group?.id ?? null, mode, scope, alternatives };
}
