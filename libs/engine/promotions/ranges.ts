import { allocateWithin, unitShare, type Quantity } from '#kernel';
import type { DraftLine, DraftRange } from '../draft.js';
import type { DiscountShare } from '../priced-basket.js';

/** Tells the units of a line apart at these places, in thousandths counted within the line; its amounts stay what they are. */
export function cutAt(line: DraftLine, places: readonly Quantity[]): void {
  const isWhole = line.units.length === 1;
  const cut = line.units.flatMap((range) => {
    const inside = places.filter((place) => place > range.from && place < range.to);
    if (inside.length === 0) return [range];
    const bounds = [...new Set([range.from, ...inside, range.to])].sort((a, b) => (a < b ? -1 : 1));
    return cutRange(isWhole ? { ...range, discounts: line.discounts } : range, bounds);
  });
  line.units = cut;
}

/** The ranges of a line that lie in a stretch of units. */
export function rangesIn({ units }: DraftLine, { from, to }: { readonly from: Quantity; readonly to: Quantity }): DraftRange[] {
  return units.filter((range) => range.from >= from && range.to <= to);
}

/** What a range may be lowered by: what is left of it above the least price of its units. */
export function roomOf(range: DraftRange, { floor, line: { quantity } }: DraftLine): bigint {
  if (floor === 0n) return range.left;
  const room = range.left - unitShare(floor, quantity, range.from, range.to);
  return room > 0n ? room : 0n;
}

/** Takes an amount off some ranges of a line, by what is left of each. There must be room for it. */
export function lowerRanges(line: DraftLine, ranges: readonly DraftRange[], share: DiscountShare): void {
  const parts =
    ranges.length === 1
      ? [share.amount]
      : allocateWithin(
          share.amount,
          ranges.map(({ left }) => left),
          ranges.map((range) => roomOf(range, line)),
        );
  ranges.forEach((range, index) => {
    const amount = parts[index] ?? 0n;
    range.left -= amount;
    if (line.units.length > 1) addShare(range.discounts, { ...share, amount });
  });
  line.left -= share.amount;
  addShare(line.discounts, share);
}

/** Adds what a promotion takes off to what it took already. */
export function addShare(discounts: DiscountShare[], share: DiscountShare): void {
  if (share.amount === 0n) return;
  const last = discounts.at(-1);
  if (last?.promotionId === share.promotionId) discounts[discounts.length - 1] = { ...last, amount: last.amount + share.amount };
  else discounts.push(share);
}

/** What is left comes out by the closed form of `unitShare`; what each promotion took is fitted in between that and the amount. */
function cutRange({ amount, left, takenBy, discounts }: DraftRange, bounds: readonly Quantity[]): DraftRange[] {
  const chain = [amount];
  for (const share of discounts) chain.push((chain.at(-1) ?? 0n) - share.amount);
  let parts = cut(left, bounds);
  const shares: bigint[][] = [];
  const lefts = parts;
  for (const running of chain.slice(0, -1).reverse()) {
    const above = atLeast(cut(running, bounds), parts);
    shares.unshift(above.map((part, index) => part - (parts[index] ?? 0n)));
    parts = above;
  }
  return lefts.map((each, index) => ({
    from: bounds[index] ?? 0n,
    to: bounds[index + 1] ?? 0n,
    amount: parts[index] ?? 0n,
    left: each,
    takenBy,
    discounts: discounts.flatMap((share, promotion) => {
      const part = shares[promotion]?.[index] ?? 0n;
      return part === 0n ? [] : [{ ...share, amount: part }];
    }),
  }));
}

function cut(total: bigint, bounds: readonly Quantity[]): bigint[] {
  const start = bounds[0] ?? 0n;
  const units = (bounds.at(-1) ?? 0n) - start;
  return bounds.slice(1).map((to, index) => unitShare(total, units, (bounds[index] ?? 0n) - start, to - start));
}

/** Parts of the same total, none below its least: what is added to one comes off those above theirs, the last first. */
function atLeast(parts: readonly bigint[], least: readonly bigint[]): bigint[] {
  const raised = parts.map((part, index) => (part < (least[index] ?? 0n) ? (least[index] ?? 0n) : part));
  let excess = raised.reduce((all, part, index) => all + part - (parts[index] ?? 0n), 0n);
  for (let index = raised.length - 1; excess > 0n && index >= 0; index--) {
    const above = (raised[index] ?? 0n) - (least[index] ?? 0n);
    const taken = above < excess ? above : excess;
    raised[index] = (raised[index] ?? 0n) - taken;
    excess -= taken;
  }
  return raised;
}
