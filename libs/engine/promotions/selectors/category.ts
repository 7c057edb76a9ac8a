import { listed } from './listed.js';

/**
 * `{ "type": "category", "ids": ["cat_shoes"] }`: what stands in one of these categories or in one below them. An item of which
 * nothing is known is not among them.
 */
export const category = listed('category', ({ line }) => line.item?.categoryIds ?? null);
