import type { PriceCandidate } from './basket.js';
import type { Terms } from './terms.js';

/** The next instant, in epoch milliseconds, at which a price list, one of these price rows or a tax rate begins or ends to hold; none: Infinity. */
export function pricesSteadyUntil(
  { instants }: Pick<Terms, 'instants'>,
  at: number,
  rows: Iterable<Pick<PriceCandidate, 'validFrom' | 'validTo'>> = [],
): number {
  // by halves: there may be a window of time for each of thousands of contracts
  let [low, high] = [0, instants.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instants[middle] ?? Infinity) > at) high = middle;
    else low = middle + 1;
  }
  let next = instants[low] ?? Infinity;
  for (const { validFrom, validTo } of rows)
    for (const instant of [validFrom ?? Infinity, validTo ?? Infinity]) if (instant > at && instant < next) next = instant;
  return next;
}
