import { divide } from './rounding.js';

/**
 * The one place that splits: `total` over `weights` by largest remainder, to the unit (semantics §2).
 * Ties go to the earlier position. The parts always add up to the total; no weight: it goes to the first.
 * @throws RangeError for a negative weight
 */
export function allocate(total: bigint, weights: readonly bigint[]): bigint[] {
  if (weights.length === 0) return [];
  const sum = sumOf(weights, 'weight');
  if (sum === 0n) return weights.map((_, index) => (index === 0 ? total : 0n));
  const size = total < 0n ? -total : total;
  const parts = weights.map((weight) => (size * weight) / sum);
  let missing = size - parts.reduce((all, part) => all + part, 0n);
  if (missing > 0n) {
    const byRemainder = weights
      .map((weight, index) => ({ index, remainder: (size * weight) % sum }))
      .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
    for (const { index } of byRemainder) {
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
export function allocateWithin(total: bigint, weights: readonly bigint[], room: readonly bigint[]): bigint[] {
  if (weights.length !== room.length) throw new RangeError('weights and room differ in number');
  sumOf(room, 'room');
  const parts = weights.map(() => 0n);
  let left = total < 0n ? -total : total;
  let open = weights.map((_, index) => index).filter((index) => (weights[index] ?? 0n) !== 0n);
  while (left > 0n && open.length > 0) {
    const shares = allocate(
      left,
      open.map((index) => weights[index] ?? 0n),
    );
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
 * What the units (from, to] carry of a `total` that all `units` share: r(total × to / units) − r(total × from / units).
 * A closed form: whatever the steps, they add up to the total, and units may be thousandths (semantics §2.4).
 * @throws RangeError unless 0 ≤ from ≤ to ≤ units and units > 0
 */
export function unitShare(total: bigint, units: bigint, from: bigint, to: bigint): bigint {
  if (units <= 0n || from < 0n || to < from || to > units) throw new RangeError('not a range of these units');
  return divide(total * to, units) - divide(total * from, units);
}

function sumOf(values: readonly bigint[], name: string): bigint {
  return values.reduce((all, value) => {
    if (value < 0n) throw new RangeError(`a ${name} below zero`);
    return all + value;
  }, 0n);
}
