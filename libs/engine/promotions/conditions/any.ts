import { keysOfAny } from '../keys.js';
import type { ConditionKind } from '../kinds.js';
import { some } from '../known.js';
import { nestedAt } from './nested.js';

/**
 * `{ "type": "any", "conditions": [{ "type": "group", "ids": ["grp_students"] }, { "type": "orders", "to": 1 }] }`: one of these holds at
 * least. A refusal tells, in JSON, what each of them would need.
 */
export const any: ConditionKind = {
  type: 'any',
  keys: ['conditions'],
  parse: (fields, path) => {
    const { stored, conditions } = nestedAt(fields, path);
    return {
      stored,
      needs: keysOfAny(conditions),
      holds: (standing) => some(conditions, ({ holds }) => holds(standing)),
      unmet: (standing) => {
        const alternatives = [];
        for (const { type, unmet } of conditions) {
          const facts = unmet(standing);
          if (facts === null) return null;
          alternatives.push({ condition: type, ...facts });
        }
        return { alternatives: JSON.stringify(alternatives) };
      },
    };
  },
};
