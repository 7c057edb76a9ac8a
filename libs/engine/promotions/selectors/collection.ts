import { listed } from './listed.js';

/**
 * `{ "type": "collection", "ids": ["col_summer"] }`: what is in one of these collections. An item of which nothing is known is not
 * among them.
 */
export const collection = listed('collection', ({ line }) => line.item?.collectionIds ?? null);
