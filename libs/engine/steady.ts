import type { Terms } from './terms.js';

/** The next instant, in epoch milliseconds, at which a price list or a tax rate begins or ends to hold; none: Infinity. */
export function pricesSteadyUntil({ instants }: Pick<Terms, 'instants'>, at: number): number {
  // by halves: there may be a window of time for each of thousands of contracts
  let [low, high] = [0, instants.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instants[middle] ?? Infinity) > at) high = middle;
    else low = middle + 1;
  }
  return instants[low] ?? Infinity;
}
