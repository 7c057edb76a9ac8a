import type { SelectorKind } from '../kinds.js';

/** `{ "type": "on_sale" }`: items whose price comes from a sale list. An item without a price is not among them. */
export const onSale: SelectorKind = {
  type: 'on_sale',
  keys: [],
  parse: () => ({ stored: {}, admits: (line) => line.onSale }),
};
