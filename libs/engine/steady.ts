import type { Terms } from './terms.js';

/** The next instant, in epoch milliseconds, at which a price list or a tax rate begins or ends to hold; none: Infinity. */
export function pricesSteadyUntil({ lists, taxRates }: Terms, at: number): number {
  let until = Infinity;
  const look = ({ validFrom, validTo }: { readonly validFrom: number | null; readonly validTo: number | null }) => {
    for (const instant of [validFrom, validTo]) if (instant !== null && instant > at && instant < until) until = instant;
  };
  lists.forEach(look);
  for (const classes of taxRates.values()) for (const rates of classes.values()) rates.forEach(look);
  return until;
}
