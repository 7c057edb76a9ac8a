import type { SelectorKind } from '../kinds.js';
import { not, some } from '../known.js';
import { parseSelectors } from '../parse.js';

/**
 * `{ "type": "none", "items": [{ "type": "on_sale" }] }`: items that none of these selectors picks. An item of which is not known
 * whether one of them picks it is not among them: `none` of a category picks only items with known categories.
 */
export const noneOf: SelectorKind = {
  type: 'none',
  keys: ['items'],
  parse: (fields, path) => {
    const selectors = parseSelectors(fields, 'items', path);
    return {
      stored: { items: selectors.map(({ definition }) => definition) },
      admits: (line, standing) => not(some(selectors, ({ admits }) => admits(line, standing))),
    };
  },
};
