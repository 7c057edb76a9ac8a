import { unitShare, type Quantity } from '#kernel';
import { withGoods, type Draft, type DraftLine, type DraftRange } from '../draft.js';
import { discount } from '../promotions/apply-effect.js';
import { applyPromotions } from '../promotions/apply-promotions.js';
import type { Outcome } from '../promotions/best-deal.js';
import { least } from '../promotions/units.js';
import type { Terms } from '../terms.js';
import { owedOf } from '../totals.js';

/** How much of each line the buyer keeps. */
export type Kept = (lineId: string) => Quantity;

/**
 * What the goods that the buyer keeps would have come to, had nothing else been bought: at the prices at which they were bought, by the
 * promotions of then, tax included and shipping not (semantics §8). A gift that is kept is free as far as it would still be given.
 * @param bare the whole purchase before its promotions
 * @param outcome the same after them
 */
export function keptValue(terms: Terms, bare: Draft, outcome: Outcome, kept: Kept): bigint {
  const lines = bare.lines.flatMap((line) => shrunk(line, kept(line.line.id)) ?? []).map(atPlace);
  const { gifts: _gifts, ...basket } = bare.basket;
  const goods = withGoods({ ...bare, basket: { ...basket, lines: lines.map(({ line }) => line) }, lines });
  const { draft } = applyPromotions(terms, goods);
  const gifts = outcome.draft.lines.flatMap((line) => keptGift(line, draft, outcome, kept(line.line.id)) ?? []);
  return owedOf({ ...draft, lines: [...draft.lines, ...gifts].map(atPlace) }).goods;
}

/** A line of so many of its units, at its price; null: of none. */
function shrunk(line: DraftLine, kept: Quantity): DraftLine | null {
  if (kept === 0n) return null;
  const whole = line.line.quantity;
  const units = line.units.flatMap((range) => firstOf(range, kept));
  const amount = units.reduce((sum, range) => sum + range.amount, 0n);
  return {
    ...line,
    line: { ...line.line, quantity: kept },
    ...{ amount, left: amount, afterItem: amount },
    floor: unitShare(line.floor, whole, 0n, kept),
    units,
    discounts: [],
    regular: line.regular && shrunk(line.regular, kept),
  };
}

/** What of a range lies before a place; the caps of contracts may have told ranges apart by their price. */
function firstOf({ from, to, amount }: DraftRange, end: Quantity): DraftRange[] {
  if (from >= end) return [];
  const until = least(to, end);
  const share = unitShare(amount, to - from, 0n, until - from);
  return [{ from, to: until, amount: share, left: share, takenBy: [], discounts: [] }];
}

/** The gift as the buyer keeps it: what would not be given any more costs what it is worth. Null: the line is no gift, or none of it is kept. */
function keptGift(line: DraftLine, { gifts }: Draft, { visits }: Outcome, kept: Quantity): DraftLine | null {
  const promotion = visits.find((each) => each.promotion.id === line.gift)?.promotion;
  const whole = promotion && shrunk(line, kept);
  if (!whole) return null;
  const given = gifts.find(({ promotionId }) => promotionId === line.gift);
  const free = given ? least(given.quantity - (given.inBasket ?? 0n), kept) : 0n;
  const left = unitShare(whole.amount, kept, free, kept);
  const discounts = left === whole.amount ? [] : [discount(promotion, whole.amount - left)];
  const units = whole.units.map((range) => ({ ...range, left }));
  return { ...whole, left, afterItem: left, discounts, units };
}

function atPlace(line: DraftLine, index: number): DraftLine {
  return { ...line, index, regular: line.regular && { ...line.regular, index } };
}
