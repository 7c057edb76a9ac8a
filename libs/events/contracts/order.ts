import { z } from 'zod';
import { contract } from '../event.js';
import { amount, currency, id, quantity } from './fields.js';

/** A cart became an order whose stock is promised and whose payment is authorised or agreed. */
export const orderPlaced = contract({
  type: 'order.placed',
  aggregate: 'order',
  schemaVersion: 2,
  description:
    'A cart became an order: its stock is promised and its payment authorised or agreed. Or a till sold and handed over. Amounts are final.',
  payload: z.object({
    orderId: id,
    number: z.string().min(1),
    /** Null: a till sold it while it could not reach the server. */
    cartId: id.nullable(),
    channelId: id,
    currency,
    net: amount,
    tax: amount,
    total: amount,
    lines: z.array(z.object({ lineId: id, variantId: id.nullable(), quantity, net: amount, tax: amount, gross: amount })),
  }),
});

/** An order was called off before it was shipped. */
export const orderCancelled = contract({
  type: 'order.cancelled',
  aggregate: 'order',
  schemaVersion: 1,
  description: 'An order was called off: its stock is free again and its payment voided or to be refunded.',
  payload: z.object({
    orderId: id,
    number: z.string().min(1),
    channelId: id,
    reason: z.string(),
    /** False: it waited for its payment in vain, and `order.placed` was never told. */
    wasPlaced: z.boolean(),
    currency,
    net: amount,
    tax: amount,
    total: amount,
  }),
});
