import type { ConditionKind } from '../kinds.js';
import { not, some } from '../known.js';
import { nestedAt } from './nested.js';

/**
 * `{ "type": "none", "conditions": [{ "type": "contains", "items": { "type": "on_sale" } }] }`: of each of these it is known that it
 * does not hold. A refusal tells of the first that holds, or may do so: its type, and its items where it is about some.
 */
export const none: ConditionKind = {
  type: 'none',
  keys: ['conditions'],
  parse: (fields, path) => {
    const { stored, conditions } = nestedAt(fields, path);
    return {
      stored,
      holds: (standing) => not(some(conditions, ({ holds }) => holds(standing))),
      unmet: (standing) => {
        const against = conditions.find(({ holds }) => holds(standing) !== false);
        if (!against) return null;
        const { items } = against.definition;
        return { against: against.type, ...(items !== undefined && { items: JSON.stringify(items) }) };
      },
    };
  },
};
