import { z } from 'zod';
import { contract } from '../event.js';
import { id } from './fields.js';

/** Somebody has decided about an exception. */
export const exceptionResolved = contract({
  type: 'exception.resolved',
  aggregate: 'exception',
  schemaVersion: 2,
  description: 'Somebody has decided about what facts brought. What was decided must be asked for.',
  payload: z.object({
    exceptionId: id,
    kind: z.string().min(1),
    /** The store, or other location, whose it was to look; null: no store's. */
    locationId: id.nullable(),
    variantId: id.nullable(),
    /** Null: it is of no sale of a till. */
    saleId: id.nullable(),
    /** Null: it is of no order. */
    orderId: id.nullable(),
  }),
});
