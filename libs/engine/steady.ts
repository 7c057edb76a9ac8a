import type { PriceCandidate } from './basket.js';
import type { Terms } from './terms.js';

/** The next instant, in epoch milliseconds, at which a price list, one of these price rows or a tax rate begins or ends to hold; none: Infinity. */
export function pricesSteadyUntil(
  { instants }: Pick<Terms, 'instants'>,
  at: number,
  rows: Iterable<Pick<PriceCandidate, 'validFrom' | 'validTo'>> = [],
): number {
  let next = Math.min(...instants.map((sorted) => firstAfter(sorted, at)));
  for (const { validFrom, validTo } of rows)
    for (const instant of [validFrom ?? Infinity, validTo ?? Infinity]) if (instant > at && instant < next) next = instant;
  return next;
}

function firstAfter(sorted: readonly number[], at: number): number {
  // by halves: there may be a window of time for each of thousands of contracts
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Infinity) > at) high = middle;
    else low = middle + 1;
  }
  return sorted[low] ?? Infinity;
}
