import { listed } from './listed.js';

/**
 * `{ "type": "product", "ids": ["prod_shirt"] }`: all variants of these products. An item of which the product is not known is
 * not among them.
 */
export const product = listed('product', ({ line: { item } }) => (item?.productId == null ? null : [item.productId]));
