import { allocateWithin } from '#kernel';
import type { PaidUnits } from './paid-units.js';

/**
 * What the units of an order are worth when they come back, where what each promotion gave is shared out over all units that it asked for or
 * gave, by what they would have cost (semantics §8). It adds up to what was paid. What does not fit there is borne by all.
 */
export function prorated(units: readonly PaidUnits[]): bigint[] {
  const left = units.map(({ full }) => full);
  const total = new Map<string, bigint>();
  for (const { taken } of units) for (const [id, amount] of taken) total.set(id, (total.get(id) ?? 0n) + amount);
  let excess = 0n;
  for (const [id, amount] of total) {
    const weights = units.map(({ full, promotions }) => (promotions.has(id) ? full : 0n));
    excess += amount - lowered(left, amount, weights);
  }
  lowered(left, excess, [...left]);
  return left;
}

/** Takes an amount off what is left, by weight and never below zero, and says how much of it there was room for. */
function lowered(left: bigint[], amount: bigint, weights: readonly bigint[]): bigint {
  const shares = allocateWithin(amount, weights, left);
  let all = 0n;
  shares.forEach((share, index) => {
    left[index] = (left[index] ?? 0n) - share;
    all += share;
  });
  return all;
}
