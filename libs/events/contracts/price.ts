import { z } from 'zod';
import { contract } from '../event.js';
import { amount, currency, id, quantity } from './fields.js';

/** The prices of a variant in a price list were set, changed or removed. */
export const priceChanged = contract({
  type: 'price.changed',
  aggregate: 'price',
  schemaVersion: 1,
  description: 'The prices of a variant in a list were set, changed or removed; `prices` is what the list says from now on.',
  payload: z.object({
    variantId: id,
    listId: id,
    currency,
    /** From which quantity on a unit costs what, in the list’s own basis (net or gross). */
    prices: z.array(z.object({ minQuantity: quantity, amount, compareAt: amount.nullable() })),
  }),
});
