import { z } from 'zod';
import { contract } from '../event.js';
import { id, quantity } from './fields.js';

/** What a location can promise of a variant changed: by a count, a claim, or its end. */
export const stockChanged = contract({
  type: 'stock.changed',
  aggregate: 'stock',
  schemaVersion: 1,
  description: 'The stock of a variant at a location changed, by a count or adjustment, or because it was promised or set free.',
  payload: z.object({
    variantId: id,
    locationId: id,
    /** What may be promised in all. */
    capacity: quantity,
    /** Claimed for a while, by checkouts that are under way. */
    pending: quantity,
    /** Claimed for good, by placed orders. */
    posted: quantity,
    /** What can still be promised; never below zero. */
    available: quantity,
    /** What could be promised before; claims that were due and were freed on the way count as free. */
    availableBefore: quantity,
    /** What facts (a count, damage, an offline sale) took from under promises: above zero, somebody must decide. */
    excess: quantity,
  }),
});
