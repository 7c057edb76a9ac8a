import { quantityAt, storedQuantity } from '../fields.js';
import type { ConditionKind } from '../kinds.js';
import { countedAt, sumOf } from './counted.js';

/**
 * `{ "type": "minimum_quantity", "quantity": "3", "items": { "type": "product", "ids": ["prod_shirt"] } }`: there are at least so many
 * units of all items together, or of those that the selector picks. Items of which nothing is known do not count.
 */
export const minimumQuantity: ConditionKind = {
  type: 'minimum_quantity',
  keys: ['quantity', 'items'],
  parse: (fields, path) => {
    const minimum = quantityAt(fields, 'quantity', path);
    const items = countedAt(fields, path);
    const facts = { ...items.facts, minimum: storedQuantity(minimum) };
    return {
      stored: { quantity: storedQuantity(minimum), ...items.stored },
      needs: items.keys,
      known: items.known,
      unmet: (standing) => {
        const missing = minimum - sumOf(items, standing, ({ line }) => line.quantity);
        return missing <= 0n ? null : { ...facts, missing: storedQuantity(missing) };
      },
    };
  },
};
