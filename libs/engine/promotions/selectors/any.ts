import { keysOfAny } from '../keys.js';
import type { SelectorKind } from '../kinds.js';
import { some } from '../known.js';
import { parseSelectors } from '../parse.js';

/**
 * `{ "type": "any", "items": [{ "type": "category", "ids": ["cat_shoes"] }, { "type": "product", "ids": ["prod_socks"] }] }`: items
 * that one of these selectors picks at least.
 */
export const anyOf: SelectorKind = {
  type: 'any',
  keys: ['items'],
  parse: (fields, path) => {
    const selectors = parseSelectors(fields, 'items', path);
    return {
      stored: { items: selectors.map(({ definition }) => definition) },
      needs: keysOfAny(selectors),
      admits: (line, standing) => some(selectors, ({ admits }) => admits(line, standing)),
    };
  },
};
