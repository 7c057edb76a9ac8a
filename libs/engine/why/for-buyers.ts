import type { PriceVerdict } from '../prices/choose-price.js';
import type { LinePrice, PricedBasket } from '../priced-basket.js';
import type { Fields } from '../promotions/fields.js';
import { canonicalCode, isAskedFor, type PromotionTerms } from '../promotions/promotion.js';
import type { PromotionTrace } from '../trace.js';

/** What a buyer may know of prices that it does not pay: those that are its own to have, now or for more of it. */
const told: ReadonlySet<PriceVerdict> = new Set([
  'TAKEN',
  'BAND',
  'OUTRANKED',
  'DEARER',
  'DEARER_SALE',
  'BEYOND_CAP',
  'CAP_REACHED',
  'BELOW_TIER',
]);

/** Conditions that ask who buys. */
const aboutBuyers: ReadonlySet<unknown> = new Set(['customer', 'group', 'segment', 'organization']);

/**
 * The basket with as much of its trace as its buyer may know. Not told are prices for others and of other times, promotions that ask
 * who buys unless they apply or were asked for, those that are not on now, and the names of what lets the buyer have a price.
 */
export function forBuyers(priced: PricedBasket, rules: readonly PromotionTerms[], codes: readonly string[]): PricedBasket {
  const { trace } = priced;
  if (!trace) return priced;
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const { codeCase } = trace.conventions;
  const entered = new Set(codes.map((code) => canonicalCode(code, codeCase)));
  const promotions = trace.promotions
    .filter((each) => mayBeTold(each, byId.get(each.promotionId)))
    .map((each) => ({ ...each, code: each.code !== null && entered.has(canonicalCode(each.code, codeCase)) ? each.code : null }));
  const known = new Set<string>(promotions.map(({ promotionId }) => promotionId));
  const lines = trace.lines.map((line) => ({
    ...line,
    candidates: line.candidates
      .filter(({ verdict }) => told.has(verdict))
      .map((each) => ({ ...each, admittedBy: each.admittedBy && { ...each.admittedBy, by: null } })),
  }));
  const groups = trace.groups
    .map((group) => ({ ...group, alternatives: group.alternatives.filter(({ id }) => known.has(id)) }))
    .filter(({ alternatives }) => alternatives.length > 1);
  return { ...priced, lines: priced.lines.map(withoutNames), trace: { ...trace, lines, promotions, groups } };
}

function mayBeTold({ verdict }: PromotionTrace, rule: PromotionTerms | undefined): boolean {
  if (verdict === 'APPLIED' || (rule && isAskedFor(rule))) return true;
  if (!rule || verdict === 'NOT_STARTED' || verdict === 'ENDED') return false;
  return !rule.conditions.some(({ definition }) => asksWhoBuys(definition));
}

function asksWhoBuys(definition: Fields): boolean {
  const { type, conditions } = definition;
  return aboutBuyers.has(type) || (Array.isArray(conditions) && (conditions as Fields[]).some(asksWhoBuys));
}

function withoutNames<T extends PricedBasket['lines'][number]>(line: T): T {
  const { price, capped } = line;
  const parts = capped?.parts.map((part) => ({ ...part, price: unnamed(part.price) })) ?? [];
  return { ...line, price: price && unnamed(price), ...(capped && { capped: { ...capped, parts } }) };
}

function unnamed(price: LinePrice): LinePrice {
  return { ...price, admittedBy: { ...price.admittedBy, by: null } };
}
