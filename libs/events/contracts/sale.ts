import { z } from 'zod';
import { contract } from '../event.js';
import { id } from './fields.js';

/** A sale that a till made while it could not reach the server was recorded. */
export const saleRecorded = contract({
  type: 'sale.recorded',
  aggregate: 'sale',
  schemaVersion: 1,
  description: 'A sale that a till made while it could not reach the server was recorded, as a fact, with what is odd about it.',
  payload: z.object({
    saleId: id,
    deviceId: id,
    locationId: id,
    receiptNumber: z.string().min(1),
    /** Null: the number stands for no sale that can be read. */
    orderId: id.nullable(),
    /** When it was sold, by the till's clock as it was corrected. */
    soldAt: z.iso.datetime(),
    /** Kinds of exceptions; what the stock or a limit had no room for is raised as it is taken, and is not among them. */
    exceptions: z.array(z.string().min(1)),
  }),
});

/** Another key speaks for a till. */
export const tillKeyReplaced = contract({
  type: 'till.key_replaced',
  aggregate: 'till',
  schemaVersion: 1,
  description:
    'Another key goes on as a till: with its number, and the numbers of its sales. The key before does not speak for it any more.',
  payload: z.object({
    /** As on its receipts. */
    number: z.string().min(1),
    /** The key that it was opened with: what its sales are recorded under. */
    deviceId: id,
    keyId: id,
    /** The key before. */
    replaces: id,
  }),
});
