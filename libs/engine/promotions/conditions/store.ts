import { oneOf } from './one-of.js';

/** `{ "type": "store", "ids": ["loc_dam"] }`: it is sold in one of these stores. What is sold in none is sold elsewhere. */
export const store = oneOf({
  type: 'store',
  key: 'ids',
  of: ({ basket: { locationId } }) => (locationId === null ? [] : [locationId]),
});
