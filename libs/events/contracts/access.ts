import { z } from 'zod';
import { contract } from '../event.js';
import { id } from './fields.js';

/** Names of the fields that changed. */
const changed = z.array(z.string().min(1));

/** There is another key. */
export const keyCreated = contract({
  type: 'key.created',
  aggregate: 'key',
  schemaVersion: 1,
  description: 'A key of a storefront, a program or a till was made. Of its secret nothing is told.',
  payload: z.object({
    keyId: id,
    kind: z.enum(['PUBLISHABLE', 'SECRET', 'DEVICE']),
    /** What it grants. */
    permissions: z.array(z.string()),
    channelIds: z.array(id),
    locationId: id.nullable(),
  }),
});

/** A key opens nothing any more. */
export const keyRevoked = contract({
  type: 'key.revoked',
  aggregate: 'key',
  schemaVersion: 1,
  description: 'A key was taken back for good: it opens nothing any more.',
  payload: z.object({ keyId: id }),
});

/** A role was made, or something of it is different. */
export const roleChanged = contract({
  type: 'role.changed',
  aggregate: 'role',
  schemaVersion: 1,
  description: 'A role was made, or grants something else, or is called something else.',
  payload: z.object({
    roleId: id,
    /** `created`, `name`, `permissions`. */
    changed,
    /** What it grants now. */
    permissions: z.array(z.string()),
  }),
});

/** A member of staff was given an account, or something of it is different. */
export const staffChanged = contract({
  type: 'staff.changed',
  aggregate: 'staff',
  schemaVersion: 1,
  description:
    'An account of somebody who works here was made or changed: the names of the fields are told. Who it is must be asked for.',
  payload: z.object({
    staffId: id,
    /** `created`, `name`, `password`, `roles`, `active`. */
    changed,
    /** The roles that it has now. */
    roleIds: z.array(id),
    /** Whether it may sign in. */
    active: z.boolean(),
  }),
});
