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
