import { oneUnit, unitShare, type Quantity } from '#kernel';
import type { UsedUnits } from './promotion.js';
import type { StandingLine, UnitRange } from './standing.js';

/** Whole units of one range of a line, from `from` up to `to`, in thousandths counted within the line. */
export interface Units {
  readonly line: StandingLine;
  readonly range: UnitRange;
  readonly from: Quantity;
  readonly to: Quantity;
}

/** Which units go first where a promotion has to choose. */
export type Choice = 'CHEAPEST' | 'DEAREST';

/**
 * The whole units of some lines that a promotion of a group may still have, in the order of the basket. A part of a unit counts for
 * nothing, nor does a unit that costs nothing (any more), nor one that the group has had already (user-asks 24).
 */
export function freeUnits(lines: readonly StandingLine[], group: string): Units[] {
  return lines.flatMap((line) =>
    line.units.flatMap((range) => {
      const { from, left, takenBy } = range;
      const to = from + wholeOf(range.to - from);
      return left === 0n || to === from || takenBy.includes(group) ? [] : [{ line, range, from, to }];
    }),
  );
}

/** How many units there are, in thousandths. */
export function countOf(units: readonly Units[]): Quantity {
  return units.reduce((all, { from, to }) => all + to - from, 0n);
}

/** What earlier promotions have left of the units. */
export function leftOf({ range, from, to }: Units): bigint {
  return unitShare(range.left, range.to - range.from, from - range.from, to - range.from);
}

/** What the units cost before any promotion. */
export function amountOf({ range, from, to }: Units): bigint {
  return unitShare(range.amount, range.to - range.from, from - range.from, to - range.from);
}

/** Sorts units by what is left of the price of one, then by the place of their line, so that every choice comes out the same (user-asks 25). */
export function inOrder(units: readonly Units[], first: Choice): Units[] {
  const sign = first === 'CHEAPEST' ? -1 : 1;
  return units.toSorted((a, b) => sign * byPrice(a.range, b.range) || a.line.index - b.line.index || (a.from < b.from ? -1 : 1));
}

/** The first so many units, in thousandths, of a list, and those after them. */
export function firstOf(units: readonly Units[], count: Quantity): { readonly first: Units[]; readonly rest: Units[] } {
  const stack = units.toReversed();
  const first = drawn(stack, count);
  return { first, rest: stack.reverse() };
}

/** Takes so many units, in thousandths, off the end of a list: fewer where there are fewer. */
export function drawn(stack: Units[], count: Quantity): Units[] {
  const taken: Units[] = [];
  let missing = count;
  for (let each = stack.at(-1); each && missing > 0n; each = stack.at(-1)) {
    stack.pop();
    const cut = each.from + least(each.to - each.from, missing);
    if (cut < each.to) stack.push({ ...each, from: cut });
    taken.push(cut < each.to ? { ...each, to: cut } : each);
    missing -= cut - each.from;
  }
  return taken;
}

/** The places of units, as an effect tells them. */
export function places(units: readonly Units[]): UsedUnits[] {
  return units.map(({ line: { index }, from, to }) => ({ index, from, to }));
}

/** The smallest of some numbers. */
export function least(first: bigint, ...others: readonly bigint[]): bigint {
  return others.reduce((all, each) => (each < all ? each : all), first);
}

function wholeOf(quantity: Quantity): Quantity {
  return quantity - (quantity % oneUnit);
}

// positive where a unit of `a` is cheaper: the prices are fractions, so they are compared crosswise
function byPrice(a: UnitRange, b: UnitRange): number {
  const difference = b.left * (a.to - a.from) - a.left * (b.to - b.from);
  return difference === 0n ? 0 : difference > 0n ? 1 : -1;
}
