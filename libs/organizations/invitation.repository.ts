import type { Id, PageRequest } from '#kernel';
import { statement, type Database, type Write } from '#platform/db';
import type { Invitation, MemberRole } from './member.js';

interface InvitationRow {
  readonly organization_id: Id<'organization'>;
  readonly name: string;
  readonly customer_id: Id<'customer'>;
  readonly role: MemberRole;
}

const columns = 'i.organization_id, o.name, i.customer_id, i.role';
const joined = 'organization_invitation i join organization o on o.id = i.organization_id';

const ofUnit = statement<InvitationRow>(
  'organization.invitations-of-unit',
  `select ${columns} from ${joined} where i.organization_id = $1 and i.customer_id > $2 order by i.customer_id limit $3`,
);
const ofCustomer = statement<InvitationRow>(
  'organization.invitations-of-customer',
  `select ${columns} from ${joined} where i.customer_id = $1 and i.organization_id > $2 order by i.organization_id limit $3`,
);
const save = statement<never>(
  'organization.save-invitation',
  `insert into organization_invitation (organization_id, customer_id, role) values ($1, $2, $3)
   on conflict (organization_id, customer_id) do update set role = excluded.role`,
);
const remove = statement<never>(
  'organization.remove-invitation',
  'delete from organization_invitation where organization_id = $1 and customer_id = $2',
);

/** Who is invited to a unit, in the order of the customers' ids: up to one more than the page holds. */
export async function invitationsToUnit(db: Database, unitId: string, { first, after }: PageRequest): Promise<Invitation[]> {
  return (await db.read(ofUnit, [unitId, after?.[0] ?? '', first + 1])).map(invitationIn);
}

/** Whereto a customer is invited, in the order of the units' ids: up to one more than the page holds. */
export async function invitationsOf(db: Database, customerId: string, { first, after }: PageRequest): Promise<Invitation[]> {
  return (await db.read(ofCustomer, [customerId, after?.[0] ?? '', first + 1])).map(invitationIn);
}

/** Writes an invitation, in the place of one that there is already. */
export function savingInvitation(organizationId: string, customerId: string, role: MemberRole): Write {
  return save.with([organizationId, customerId, role], { rows: 1 });
}

/** Deletes an invitation, unless it is gone. */
export function removingInvitation(organizationId: string, customerId: string): Write {
  return remove.with([organizationId, customerId], { rows: 1 });
}

function invitationIn({ organization_id: organizationId, name, customer_id: customerId, role }: InvitationRow): Invitation {
  return { organizationId, organizationName: name, customerId, role };
}
