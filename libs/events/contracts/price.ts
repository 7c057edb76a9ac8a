import { z } from 'zod';
import { contract } from '../event.js';
import { amount, currency, id, quantity } from './fields.js';

/** The prices of a variant in a price list were set, changed or removed. */
export const priceChanged = contract({
  type: 'price.changed',
  aggregate: 'price',
  schemaVersion: 1,
  description:
    'The prices of a variant in a list were set, changed or removed; `prices` is what the list says from now on, or in the time that is named.',
  payload: z.object({
    variantId: id,
    listId: id,
    currency,
    /** From which quantity on a unit costs what, in the list’s own basis (net or gross). */
    /** From when on and until when, if that was said; else from now on until the next change that is planned. */
    validFrom: z.iso.datetime().optional(),
    validTo: z.iso.datetime().optional(),
    prices: z.array(z.object({ minQuantity: quantity, amount, compareAt: amount.nullable() })),
  }),
});
