import { divide } from './rounding.js';

/**
 * Who gets the minor units that are left over when every share is rounded down, one each until there are none: those with the largest
 * remainders, the first, the last, or those with the largest weights; ties go to the earlier position.
 */
export type Remainder = 'LARGEST_REMAINDER' | 'FIRST' | 'LAST' | 'LARGEST_WEIGHT';

/**
 * The one place that splits: `total` over `weights` to the unit, by largest remainder unless said otherwise (semantics §2).
 * The parts always add up to the total, each within one unit of its exact share; no weight: it goes to the first.
 * @throws RangeError for a negative weight
 */
export function allocate(total: bigint, weights: readonly bigint[], remainder: Remainder = 'LARGEST_REMAINDER'): bigint[] {
  if (weights.length === 0) return [];
  const sum = sumOf(weights, 'weight');
  if (sum === 0n) return weights.map((_, index) => (index === 0 ? total : 0n));
  const size = total < 0n ? -total : total;
  const parts = weights.map((weight) => (size * weight) / sum);
  let missing = size - parts.reduce((all, part) => all + part, 0n);
  if (missing > 0n) {
    const claims = weights
      .map((weight, index) => ({ index, weight, over: (size * weight) % sum }))
      .filter(({ weight }) => weight > 0n);
    for (const { index } of claims.sort(before[remainder])) {
      if (missing === 0n) break;
      parts[index] = (parts[index] ?? 0n) + 1n;
      missing -= 1n;
    }
  }
  return total < 0n ? parts.map((part) => -part) : parts;
}

/**
 * The same where each part has only so much `room`: what does not fit is spread again over those with room left,
 * and when there is none the total shrinks (semantics §2.3). Whoever has no weight takes no part.
 * @throws RangeError for a negative weight or room, or when their numbers differ
 */
export function allocateWithin(
  total: bigint,
  weights: readonly bigint[],
  room: readonly bigint[],
  remainder: Remainder = 'LARGEST_REMAINDER',
): bigint[] {
  if (weights.length !== room.length) throw new RangeError('weights and room differ in number');
  sumOf(room, 'room');
  const whole = allocate(total, weights, remainder);
  const size = (part: bigint): bigint => (part < 0n ? -part : part);
  const isWithin = whole.every((part, index) => size(part) <= (room[index] ?? 0n));
  // without any weight nobody takes part
  if (isWithin && weights.some((weight) => weight !== 0n)) return whole;
  const parts = weights.map(() => 0n);
  let left = size(total);
  let open = weights.map((_, index) => index).filter((index) => (weights[index] ?? 0n) !== 0n);
  while (left > 0n && open.length > 0) {
    const theirs = open.map((index) => weights[index] ?? 0n);
    const shares = allocate(left, theirs, remainder);
    const fits = (index: number, at: number): boolean => (shares[at] ?? 0n) <= (room[index] ?? 0n);
    if (open.every(fits)) {
      open.forEach((index, at) => (parts[index] = shares[at] ?? 0n));
      break;
    }
    for (const index of open.filter((index, at) => !fits(index, at))) {
      parts[index] = room[index] ?? 0n;
      left -= room[index] ?? 0n;
    }
    open = open.filter(fits);
  }
  return total < 0n ? parts.map((part) => -part) : parts;
}

/**
 * Rounds shares that are known exactly, each `share / denominator`, so that they come to `total`: all are rounded down, and the
 * units that are missing go to the largest remainders, one each, in a tie to the earlier position (semantics §4: the tax of a
 * document over its lines). No part passes its `room`; where that leaves units over, the total shrinks by them.
 * @throws RangeError for what is below zero
 */
export function settleShares(
  total: bigint,
  shares: readonly bigint[],
  denominator: bigint,
  room: readonly (bigint | null)[] = [],
): bigint[] {
  sumOf(shares, 'share');
  const fits = (part: bigint, index: number): boolean => part < (room[index] ?? part + 1n);
  const parts = shares.map((share) => share / denominator);
  let missing = total - parts.reduce((all, part) => all + part, 0n);
  if (missing <= 0n) return parts;
  const claims = shares.map((share, index) => ({ index, weight: share, over: share % denominator }));
  for (const { index } of claims.sort(before.LARGEST_REMAINDER)) {
    const part = parts[index] ?? 0n;
    if (missing === 0n || !fits(part, index)) continue;
    parts[index] = part + 1n;
    missing -= 1n;
  }
  return parts;
}

/**
 * What the units (from, to] carry of a `total` that all `units` share: r(total × to / units) − r(total × from / units).
 * A closed form: whatever the steps, they add up to the total, and units may be thousandths (semantics §2.4).
 * @throws RangeError unless 0 ≤ from ≤ to ≤ units and units > 0
 */
export function unitShare(total: bigint, units: bigint, from: bigint, to: bigint): bigint {
  if (units <= 0n || from < 0n || to < from || to > units) throw new RangeError('not a range of these units');
  return divide(total * to, units) - divide(total * from, units);
}

/** One of those among whom units are left over: its position, its weight, and what rounding down has cut off. */
interface Claim {
  readonly index: number;
  readonly weight: bigint;
  readonly over: bigint;
}

const before: Readonly<Record<Remainder, (a: Claim, b: Claim) => number>> = {
  LARGEST_REMAINDER: (a, b) => largestFirst(a.over, b.over) || a.index - b.index,
  FIRST: (a, b) => a.index - b.index,
  LAST: (a, b) => b.index - a.index,
  LARGEST_WEIGHT: (a, b) => largestFirst(a.weight, b.weight) || a.index - b.index,
};

function largestFirst(a: bigint, b: bigint): number {
  return a === b ? 0 : a > b ? -1 : 1;
}

function sumOf(values: readonly bigint[], name: string): bigint {
  return values.reduce((all, value) => {
    if (value < 0n) throw new RangeError(`a ${name} below zero`);
    return all + value;
  }, 0n);
}
