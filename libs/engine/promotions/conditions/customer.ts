import { buyerOneOf } from './one-of.js';

/**
 * `{ "type": "customer", "ids": ["cus_ann"] }`: one of these customers buys for itself. It does not hold for somebody who is not known,
 * nor for who buys for a unit of an organization.
 */
export const customer = buyerOneOf({
  type: 'customer',
  key: 'ids',
  of: ({ basket: { buyer } }) => (buyer.customerId === null ? [] : [buyer.customerId]),
});
