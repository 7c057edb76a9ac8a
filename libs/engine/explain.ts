import type { Basket } from './basket.js';
import type { PricedBasket, PricedLine } from './priced-basket.js';
import { explainChoice } from './prices/choose-price.js';
import { countedIn, questionsOf } from './prices/question.js';
import { amountsByPromotion } from './promotions/amounts.js';
import type { Outcome } from './promotions/best-deal.js';
import { giftQuestion } from './promotions/put-in-gifts.js';
import type { GroupChoice } from './promotions/run.js';
import type { Visit } from './promotions/visit.js';
import { taxTrace } from './taxes/tax-trace.js';
import type { Terms } from './terms.js';
import type { GroupTrace, LineTrace, PromotionTrace, Trace } from './trace.js';

/** Tells how a priced basket came about, by asking again what was asked of the rules. */
export function explain(terms: Terms, basket: Basket, at: number, priced: PricedBasket, outcome: Outcome): Trace {
  const { taxes } = outcome.draft;
  const gifts = outcome.draft.lines.flatMap(({ line, gift }) => (gift ? [line] : []));
  const questions = [
    ...questionsOf(terms, basket, at, taxes),
    ...gifts.map((line) => giftQuestion(terms, basket, at, taxes, line)),
  ];
  const amounts = amountsByPromotion(outcome.draft);
  const lines = [...basket.lines, ...gifts].flatMap(({ id: lineId, taxClassId, prices }, index): LineTrace[] => {
    const charge = priced.lines[index];
    const question = questions[index];
    if (!charge || !question) return [];
    const list = charge.price && terms.lists.get(charge.price.listId);
    const tierQuantity = list ? countedIn(list, question).all : question.counted[terms.conventions.tierScope].all;
    const candidates = explainChoice(terms, prices, question, charge.capped);
    return [{ lineId, tierQuantity, candidates, tax: taxTrace(taxes, basket, at, charge, taxClassId, priced.assessed) }];
  });
  const followsGoods = terms.conventions.shippingTax === 'FOLLOW_GOODS';
  const { shipping } = priced;
  const method = shipping && terms.shippingMethods.get(shipping.methodId);
  return {
    conventions: terms.conventions,
    lines,
    promotions: outcome.visits.map((visit) => promotionTrace(visit, amounts.get(visit.promotion.id) ?? 0n, priced)),
    groups: outcome.choices.map(groupTrace),
    shippingTax: method ? taxTrace(taxes, basket, at, shipping, followsGoods ? null : method.taxClassId, priced.assessed) : null,
  };
}

function promotionTrace(visit: Visit, amount: bigint, priced: PricedBasket): PromotionTrace {
  const { promotion, verdict, facts, before, overCap, underFloor } = visit;
  const { id: promotionId, version: promotionVersion, code, lane, sequence, groupId = null } = promotion;
  const lines: PromotionTrace['lines'][number][] = [];
  for (const place of visit.touched.toSorted((a, b) => a - b)) {
    // shipping has no place among the lines
    const line = priced.lines[place];
    if (!line) continue;
    for (const share of line.discounts)
      if (share.promotionId === promotionId) lines.push({ lineId: line.lineId, ...share, units: unitsOf(line, promotionId) });
  }
  const which = { promotionId, promotionVersion, code, lane, sequence, groupId };
  return { ...which, verdict, facts, before, amount, overCap, underFloor, lines };
}

/** What a promotion takes off the units of a line that promotions have told apart. */
function unitsOf({ units }: PricedLine, promotionId: string): PromotionTrace['lines'][number]['units'] {
  if (units.length === 0) return [];
  return units.flatMap(({ from, to, discounts }) =>
    discounts.flatMap((share) => (share.promotionId === promotionId ? [{ from, to, amount: share.amount }] : [])),
  );
}

function groupTrace({ content: { group, mode, scope }, alternatives }: GroupChoice): GroupTrace {
  return { groupId: group?.id ?? null, mode, scope, alternatives };
}
