import { keysOfAll } from '../keys.js';
import type { ConditionKind } from '../kinds.js';
import { every } from '../known.js';
import { nestedAt } from './nested.js';

/**
 * `{ "type": "all", "conditions": [{ "type": "signed_in" }, { "type": "country", "codes": ["NL"] }] }`: every one of these holds. A refusal
 * tells of the first that does not.
 */
export const all: ConditionKind = {
  type: 'all',
  keys: ['conditions'],
  parse: (fields, path) => {
    const { stored, conditions } = nestedAt(fields, path);
    return {
      stored,
      needs: keysOfAll(conditions),
      holds: (standing) => every(conditions, ({ holds }) => holds(standing)),
      unmet: (standing) => {
        for (const { type, unmet } of conditions) {
          const facts = unmet(standing);
          if (facts !== null) return { condition: type, ...facts };
        }
        return null;
      },
    };
  },
};
