import { oneOf } from './one-of.js';

/**
 * `{ "type": "payment_method", "codes": ["sepa"] }`: the buyer means to pay through one of these payment providers. As long as nothing
 * is chosen, neither this holds nor `none` of it.
 */
export const paymentMethod = oneOf({
  type: 'payment_method',
  key: 'codes',
  of: ({ basket: { paymentMethod: code } }) => (code == null ? null : [code]),
  fact: 'payment',
});
