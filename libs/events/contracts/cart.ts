import { z } from 'zod';
import { contract } from '../event.js';
import { amount, count, currency, id } from './fields.js';

/** A cart was created or changed by an operation. */
export const cartUpdated = contract({
  type: 'cart.updated',
  aggregate: 'cart',
  schemaVersion: 1,
  description: 'A cart was created or changed by an operation; the totals are those that the buyer is shown now.',
  payload: z.object({
    cartId: id,
    /** Of a cart that goes on after another one became an order: that other one. */
    follows: id.optional(),
    version: count,
    change: z.enum([
      'created',
      'lines',
      'code',
      'contact',
      'addresses',
      'shipping',
      'taxes',
      'promise',
      'payment',
      'adopted',
      'kept',
      'placed',
    ]),
    currency,
    total: amount,
    lineCount: z.int().min(0),
  }),
});
