import type { ConditionKind } from '../kinds.js';
import { requiredAt } from './counted.js';

/**
 * `{ "type": "contains", "items": { "type": "variant", "ids": ["var_razor"] } }`: there is an item that the selector picks, however much
 * of it. Items of which nothing is known do not count.
 */
export const contains: ConditionKind = {
  type: 'contains',
  keys: ['items'],
  parse: (fields, path) => {
    const { stored, keys, facts, admits, known } = requiredAt(fields, path);
    return {
      stored,
      needs: keys,
      known,
      unmet: (standing) => (standing.lines.some((line) => admits?.(line, standing)) ? null : facts),
    };
  },
};
