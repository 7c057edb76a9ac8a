import { z } from 'zod';
import { contract } from '../event.js';
import { id } from './fields.js';

/** A unit of an organization was made, changed or moved. */
export const organizationChanged = contract({
  type: 'organization.changed',
  aggregate: 'organization',
  schemaVersion: 1,
  description: 'A unit of an organization was made, changed or moved to stand below another; what stands below it moved along.',
  payload: z.object({
    organizationId: id,
    /** Names of the fields that changed: `created`, `name`, `parentId` … */
    changed: z.array(z.string().min(1)),
  }),
});

/** A customer became a member of a unit, has another role in it, or is none any more. */
export const organizationMemberChanged = contract({
  type: 'organization.member_changed',
  aggregate: 'organization',
  schemaVersion: 1,
  description: 'A customer became a member of a unit, has another role in it, or is no member any more.',
  payload: z.object({ organizationId: id, customerId: id }),
});

/** A customer was asked to become a member of a unit, or is not asked any more. */
export const organizationInvitationChanged = contract({
  type: 'organization.invitation_changed',
  aggregate: 'organization',
  schemaVersion: 1,
  description: 'A customer was invited to become a member of a unit, or an invitation has ended without that.',
  payload: z.object({ organizationId: id, customerId: id }),
});
