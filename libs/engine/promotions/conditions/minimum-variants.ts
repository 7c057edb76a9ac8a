import { wholeAt } from '../fields.js';
import type { ConditionKind } from '../kinds.js';
import { countedAt } from './counted.js';

/**
 * `{ "type": "minimum_variants", "count": 3, "items": { "type": "category", "ids": ["cat_books"] } }`: there are at least so many different
 * variants, or of those that the selector picks, however many units of each. Items of which nothing is known do not count.
 */
export const minimumVariants: ConditionKind = {
  type: 'minimum_variants',
  keys: ['count', 'items'],
  parse: (fields, path) => {
    const minimum = wholeAt(fields, 'count', path);
    const items = countedAt(fields, path);
    return {
      stored: { count: minimum, ...items.stored },
      needs: items.keys,
      known: items.known,
      unmet: (standing) => {
        const counted = standing.lines.filter((line) => items.admits?.(line, standing) !== false);
        const missing = minimum - new Set(counted.map(({ line }) => line.variantId)).size;
        return missing <= 0 ? null : { ...items.facts, minimum, missing };
      },
    };
  },
};
