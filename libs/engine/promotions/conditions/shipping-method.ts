import { oneOf } from './one-of.js';

/**
 * `{ "type": "shipping_method", "ids": ["ship_parcel"] }`: the buyer has chosen one of these shipping methods. As long as nothing is
 * chosen, neither this holds nor `none` of it.
 */
export const shippingMethod = oneOf({
  type: 'shipping_method',
  key: 'ids',
  of: ({ basket: { shippingMethodId: id } }) => (id === null ? null : [id]),
  fact: 'shipping',
});
