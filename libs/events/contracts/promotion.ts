import { z } from 'zod';
import { contract } from '../event.js';
import { id } from './fields.js';

/** A promotion was made, changed, published or archived, or got codes. */
export const promotionChanged = contract({
  type: 'promotion.changed',
  aggregate: 'promotion',
  schemaVersion: 1,
  description: 'A promotion was made, changed, published or archived, or codes were generated for it.',
  payload: z.object({
    promotionId: id,
    /** Names of the fields that changed: `created`, `status`, `usageLimit` … */
    changed: z.array(z.string().min(1)),
  }),
});

/** A group of promotions was made, changed or deleted. */
export const promotionGroupChanged = contract({
  type: 'promotion_group.changed',
  aggregate: 'promotion_group',
  schemaVersion: 1,
  description: 'A group in which promotions stand to each other was made, changed or deleted.',
  payload: z.object({
    promotionGroupId: id,
    /** Names of the fields that changed: `created`, `mode`, `deleted` … */
    changed: z.array(z.string().min(1)),
  }),
});
