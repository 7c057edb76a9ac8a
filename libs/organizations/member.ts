import { isAllowed, type Actor, type Id } from '#kernel';
import { refused } from './organizations.errors.js';

/** What a member may do for its unit. */
export const memberRoles = ['VIEWER', 'BUYER', 'APPROVER', 'ADMIN'] as const;

/** One of `memberRoles`, the least first. */
export type MemberRole = (typeof memberRoles)[number];

/** A customer in a unit. */
export interface Member {
  readonly organizationId: Id<'organization'>;
  readonly customerId: Id<'customer'>;
  readonly role: MemberRole;
}

/** That a customer is asked to become a member of a unit, with this role. */
export interface Invitation extends Member {
  readonly organizationName: string;
}

/** What a change of members meets: the unit, the member as it is, and what the actor is along the unit's path. */
export interface KnownMember {
  readonly organizationId: Id<'organization'>;
  readonly version: bigint;
  /** Null: it is no member yet. */
  readonly role: MemberRole | null;
  /** What it is asked to become; null: it is not asked. Never of a member. */
  readonly invitedAs: MemberRole | null;
  /** The actor's roles in the unit and in those above it. */
  readonly actorRoles: readonly MemberRole[];
}

/** The permission of staff to see and change all organizations. */
const manageOrganizations = 'MANAGE_ORGANIZATIONS';

/**
 * Whether the actor governs a unit: staff with the permission, or an ADMIN of the unit or of one above it. To customers who are
 * nothing there the unit does not exist. @throws UserError NOT_FOUND or FORBIDDEN
 */
export function mustGovern(actor: Actor, organizationId: string, actorRoles: readonly MemberRole[]): void {
  if (isAllowed(actor, manageOrganizations) || actorRoles.includes('ADMIN')) return;
  throw actorRoles.length > 0 ? refused.notAdmin() : refused.unknown(organizationId, ['organizationId']);
}
