import { z } from 'zod';
import { contract } from '../event.js';
import { id } from './fields.js';

/** A collection was made or changed, or holds other products, or the same in another order. */
export const collectionChanged = contract({
  type: 'collection.changed',
  aggregate: 'collection',
  schemaVersion: 1,
  description: 'A collection was made or changed, or holds other products, or the same in another order.',
  payload: z.object({
    collectionId: id,
    slug: z.string().min(1),
    /** Names of the fields that changed: `created`, `name`, `products`, `publication` … */
    changed: z.array(z.string().min(1)),
  }),
});
