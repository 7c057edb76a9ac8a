/**
 * The one place that splits: `total` over `weights` by largest remainder, to the unit (semantics §2).
 * Ties go to the earlier position. The parts always add up to the total; no weight: it goes to the first.
 * @throws RangeError for a negative weight
 */
export function allocate(total: bigint, weights: readonly bigint[]): bigint[] {
  if (weights.length === 0) return [];
  const sum = weights.reduce((all, weight) => {
    if (weight < 0n) throw new RangeError('a weight below zero');
    return all + weight;
  }, 0n);
  if (sum === 0n) return weights.map((_, index) => (index === 0 ? total : 0n));
  const size = total < 0n ? -total : total;
  const parts = weights.map((weight) => (size * weight) / sum);
  let missing = size - parts.reduce((all, part) => all + part, 0n);
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (size * weight) % sum }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  for (const { index } of byRemainder) {
    if (missing === 0n) break;
    parts[index] = (parts[index] ?? 0n) + 1n;
    missing -= 1n;
  }
  return total < 0n ? parts.map((part) => -part) : parts;
}
