import { z } from 'zod';
import { contract } from '../event.js';
import { id } from './fields.js';

/** A product was created or changed, together with its variants and publication. */
export const productChanged = contract({
  type: 'product.changed',
  aggregate: 'product',
  schemaVersion: 1,
  description:
    'A product was created or changed; the variants, categories and publication that belong to it count as its fields.',
  payload: z.object({
    productId: id,
    slug: z.string().min(1),
    /** Names of the fields that changed: `created`, `name`, `variants`, `publication` … */
    changed: z.array(z.string().min(1)),
  }),
});
