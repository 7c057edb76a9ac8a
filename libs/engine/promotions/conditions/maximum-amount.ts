import { formatMoney } from '#kernel';
import { amountsAt, storedAmounts } from '../fields.js';
import type { ConditionKind } from '../kinds.js';
import type { Standing } from '../standing.js';
import { countedAt } from './counted.js';
import { amountOn, basisAt } from './threshold.js';

/**
 * `{ "type": "maximum_amount", "amounts": { "EUR": "500.00" }, "items": { "type": "on_sale" }, "basis": "BEFORE" }`: the goods, or those
 * that the selector picks, come to at most so much as entered (net or gross); without a basis it is the channel's. In a currency without
 * an amount it does not hold, nor where it is not known of an item whether it counts.
 */
export const maximumAmount: ConditionKind = {
  type: 'maximum_amount',
  keys: ['amounts', 'items', 'basis'],
  parse: (fields, path) => {
    const amounts = amountsAt(fields, 'amounts', path, 0n);
    const items = countedAt(fields, path);
    const given = basisAt(fields, path);
    const known = (standing: Standing): boolean => amounts.has(standing.currency) && items.known(standing);
    return {
      stored: { amounts: storedAmounts(amounts), ...items.stored, ...(given && { basis: given }) },
      known,
      unmet: (standing) => {
        const { currency, conventions } = standing;
        const maximum = amounts.get(currency);
        if (maximum === undefined) return { currency };
        const basis = given ?? conventions.threshold;
        const excess = amountOn(basis, items, standing) - maximum;
        if (excess <= 0n && items.known(standing)) return null;
        return {
          currency,
          basis,
          ...items.facts,
          maximum: formatMoney({ minor: maximum, currency }),
          ...(excess > 0n && { excess: formatMoney({ minor: excess, currency }) }),
        };
      },
    };
  },
};
