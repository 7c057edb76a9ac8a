import { formatMoney } from '#kernel';
import { amountsAt, storedAmounts } from '../fields.js';
import type { ConditionKind } from '../kinds.js';
import { countedAt } from './counted.js';
import { amountOn, basisAt } from './threshold.js';

/**
 * `{ "type": "minimum_amount", "amounts": { "EUR": "60.00" }, "items": { "type": "category", "ids": ["cat_shoes"] }, "basis": "AFTER_ITEM" }`:
 * the goods, or those that the selector picks, come to at least so much as entered (net or gross): before all promotions, after those
 * on items, or after all that had their turn; without a basis as the channel has it. In a currency without an amount it does not hold,
 * and items of which nothing is known do not count.
 */
export const minimumAmount: ConditionKind = {
  type: 'minimum_amount',
  keys: ['amounts', 'items', 'basis'],
  parse: (fields, path) => {
    const amounts = amountsAt(fields, 'amounts', path);
    const items = countedAt(fields, path);
    const given = basisAt(fields, path);
    return {
      stored: { amounts: storedAmounts(amounts), ...items.stored, ...(given && { basis: given }) },
      needs: items.keys,
      known: (standing) => amounts.has(standing.currency) && items.known(standing),
      unmet: (standing) => {
        const { currency, conventions } = standing;
        const minimum = amounts.get(currency);
        if (minimum === undefined) return { currency };
        const basis = given ?? conventions.threshold;
        const missing = minimum - amountOn(basis, items, standing);
        if (missing <= 0n) return null;
        return {
          currency,
          basis,
          ...items.facts,
          minimum: formatMoney({ minor: minimum, currency }),
          missing: formatMoney({ minor: missing, currency }),
        };
      },
    };
  },
};
