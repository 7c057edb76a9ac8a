import { quantityAt, storedQuantity } from '../fields.js';
import type { ConditionKind } from '../kinds.js';
import { countedAt, sumOf } from './counted.js';

/**
 * `{ "type": "maximum_quantity", "quantity": "10", "items": { "type": "category", "ids": ["cat_wine"] } }`: there are at most so many units
 * of all items together, or of those that the selector picks. It does not hold where it is not known of an item whether it counts.
 */
export const maximumQuantity: ConditionKind = {
  type: 'maximum_quantity',
  keys: ['quantity', 'items'],
  parse: (fields, path) => {
    const maximum = quantityAt(fields, 'quantity', path);
    const items = countedAt(fields, path);
    const facts = { ...items.facts, maximum: storedQuantity(maximum) };
    return {
      stored: { quantity: storedQuantity(maximum), ...items.stored },
      known: items.known,
      unmet: (standing) => {
        const excess = sumOf(items, standing, ({ line }) => line.quantity) - maximum;
        if (excess > 0n) return { ...facts, excess: storedQuantity(excess) };
        return items.known(standing) ? null : facts;
      },
    };
  },
};
