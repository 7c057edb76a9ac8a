import { keysOfAll } from '../keys.js';
import type { SelectorKind } from '../kinds.js';
import { every } from '../known.js';
import { parseSelectors } from '../parse.js';

/**
 * `{ "type": "all", "items": [{ "type": "category", "ids": ["cat_shoes"] }, { "type": "on_sale" }] }`: items that every one of these
 * selectors picks.
 */
export const allOf: SelectorKind = {
  type: 'all',
  keys: ['items'],
  parse: (fields, path) => {
    const selectors = parseSelectors(fields, 'items', path);
    return {
      stored: { items: selectors.map(({ definition }) => definition) },
      needs: keysOfAll(selectors),
      admits: (line, standing) => every(selectors, ({ admits }) => admits(line, standing)),
    };
  },
};
