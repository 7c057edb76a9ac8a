import type { Id } from '#kernel';
import type { Basket } from './basket.js';
import { quantities, questionOf } from './draft.js';
import type { Charge, PricedBasket } from './priced-basket.js';
import { explainChoice } from './prices/choose-price.js';
import type { Visit } from './promotions/apply-promotions.js';
import { taxRate } from './taxes/tax.js';
import type { Terms } from './terms.js';
import type { LineTrace, PromotionTrace, TaxTrace, Trace } from './trace.js';

/** Tells how a priced basket came about, by asking again what was asked of the rules. */
export function explain(terms: Terms, basket: Basket, at: number, priced: PricedBasket, visits: readonly Visit[]): Trace {
  const all = quantities(basket.lines);
  const taxTrace = (charge: Charge, classId: Id<'taxClass'>): TaxTrace => {
    const rate = taxRate(terms, classId, basket.country, at);
    const zoneId = terms.zoneOf.get(basket.country) ?? null;
    const { entry, net, tax } = charge;
    return { classId, zoneId, rateId: rate?.id ?? null, percent: rate?.percent ?? 0n, entry, net, tax };
  };
  const lines = basket.lines.flatMap(({ id: lineId, variantId, quantity, taxClassId, prices }, index): LineTrace[] => {
    const charge = priced.lines[index];
    if (!charge) return [];
    const tierQuantity = all.get(variantId) ?? quantity;
    const candidates = explainChoice(terms, prices, questionOf(terms, basket, tierQuantity, at));
    return [{ lineId, tierQuantity, candidates, tax: taxTrace(charge, taxClassId) }];
  });
  const method = priced.shipping && terms.shippingMethods.get(priced.shipping.methodId);
  return {
    conventions: terms.conventions,
    lines,
    promotions: visits.map((visit) => promotionTrace(visit, priced)),
    shippingTax: priced.shipping && method ? taxTrace(priced.shipping, method.taxClassId) : null,
  };
}

function promotionTrace({ promotion, verdict, facts, before, amount }: Visit, priced: PricedBasket): PromotionTrace {
  const { id: promotionId, version: promotionVersion, code, lane, sequence } = promotion;
  const lines = priced.lines.flatMap(({ lineId, discounts }) =>
    discounts.filter((share) => share.promotionId === promotionId).map((share) => ({ lineId, ...share })),
  );
  return { promotionId, promotionVersion, code, lane, sequence, verdict, facts, before, amount, lines };
}
