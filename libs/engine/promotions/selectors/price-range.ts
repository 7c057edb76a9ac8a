import { oneUnit, UserError } from '#kernel';
import { amountsAt, isGiven, storedAmounts } from '../fields.js';
import type { SelectorKind } from '../kinds.js';

/**
 * `{ "type": "price_range", "minimum": { "EUR": "10.00" }, "maximum": { "EUR": "50.00" } }`: items of which a unit costs at least the
 * one and at most the other before promotions, as entered (net or gross); either may be left out. In a currency that one of them
 * does not name no item is among them.
 */
export const priceRange: SelectorKind = {
  type: 'price_range',
  keys: ['minimum', 'maximum'],
  parse: (fields, path) => {
    const minimum = isGiven(fields, 'minimum') ? amountsAt(fields, 'minimum', path, 0n) : null;
    const maximum = isGiven(fields, 'maximum') ? amountsAt(fields, 'maximum', path, 0n) : null;
    if (!minimum && !maximum) throw new UserError('INVALID', 'minimum or maximum must be given', [...path, 'minimum']);
    for (const [currency, most] of maximum ?? [])
      if (most < (minimum?.get(currency) ?? 0n))
        throw new UserError('INVALID', 'The maximum must not be below the minimum', [...path, 'maximum', currency]);
    return {
      stored: { ...(minimum && { minimum: storedAmounts(minimum) }), ...(maximum && { maximum: storedAmounts(maximum) }) },
      admits: ({ amount, line: { quantity } }, { currency }) => {
        const least = minimum ? minimum.get(currency) : 0n;
        const most = maximum ? maximum.get(currency) : null;
        if (least === undefined || most === undefined) return null;
        const costs = amount * oneUnit;
        return costs >= least * quantity && (most === null || costs <= most * quantity);
      },
    };
  },
};
