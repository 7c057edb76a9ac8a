import { z } from 'zod';
import { contract } from '../event.js';
import { id } from './fields.js';

/** A certificate or VAT id was kept, ended or checked. */
export const taxReliefChanged = contract({
  type: 'tax_relief.changed',
  aggregate: 'tax_relief',
  schemaVersion: 1,
  description:
    'A certificate or VAT id of a customer or an organization was kept, ended, or checked. What it says must be asked for.',
  payload: z.object({
    taxReliefId: id,
    /** Null: it is of an organization. */
    customerId: id.nullable(),
    organizationId: id.nullable(),
    kind: z.string().min(1),
    /** Names of the fields that changed: `created`, `validTo`, `consultation`. */
    changed: z.array(z.string().min(1)),
  }),
});
