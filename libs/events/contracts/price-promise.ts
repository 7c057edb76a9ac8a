import { z } from 'zod';
import { contract } from '../event.js';
import { amount, count, currency, id } from './fields.js';

/** Somebody was promised what a cart costs. */
export const pricePromiseMade = contract({
  type: 'price_promise.made',
  aggregate: 'price_promise',
  schemaVersion: 1,
  description:
    'What a cart costs was promised: whoever the promise is for pays that in every channel until it expires or is revoked.',
  payload: z.object({
    promiseId: id,
    cartId: id,
    currency,
    /** What all of it comes to. */
    total: amount,
    lineCount: count,
    /** Both null: whoever has it. */
    customerId: id.nullable(),
    organizationId: id.nullable(),
    /** Empty: every channel. */
    channelIds: z.array(id),
    expiresAt: z.iso.datetime(),
  }),
});

/** A promise was taken back. */
export const pricePromiseRevoked = contract({
  type: 'price_promise.revoked',
  aggregate: 'price_promise',
  schemaVersion: 1,
  description: 'A price promise was taken back: it is honoured nowhere any more. Why must be asked for.',
  payload: z.object({ promiseId: id }),
});
