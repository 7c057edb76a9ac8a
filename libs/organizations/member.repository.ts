import { isId, type Id, type PageRequest } from '#kernel';
import { statement, type Database, type Write } from '#platform/db';
import type { KnownMember, Member, MemberRole } from './member.js';

/** SQL: the roles of a customer along the path of the unit `o`. */
const rolesAlong = (customer: string) =>
  `(select coalesce(json_agg(a.role), '[]') from organization_member a where a.organization_id = any(o.path) and a.customer_id = ${customer})`;

const load = statement<{
  id: Id<'organization'>;
  version: string;
  role: MemberRole | null;
  invited: MemberRole | null;
  actor_roles: MemberRole[];
}>(
  'organization.load-member',
  `select o.id, o.version, m.role, i.role invited, ${rolesAlong('$3')} actor_roles
   from organization o left join organization_member m on m.organization_id = o.id and m.customer_id = $2
     left join organization_invitation i on i.organization_id = o.id and i.customer_id = $2 where o.id = $1`,
);
const readPage = statement<{ organization_id: Id<'organization'>; customer_id: Id<'customer'>; role: MemberRole }>(
  'organization.members',
  `select organization_id, customer_id, role from organization_member
   where organization_id = $1 and customer_id > $2 order by customer_id limit $3`,
);
const insert = statement<never>(
  'organization.insert-member',
  `with answered as (delete from organization_invitation where organization_id = $1 and customer_id = $2)
   insert into organization_member (organization_id, customer_id, role) values ($1, $2, $3)`,
);
const update = statement<never>(
  'organization.update-member',
  'update organization_member set role = $3 where organization_id = $1 and customer_id = $2',
);
const remove = statement<never>(
  'organization.remove-member',
  'delete from organization_member where organization_id = $1 and customer_id = $2',
);

/** What a change of a member meets; null: there is no such unit. */
export async function loadMember(
  db: Database,
  organizationId: string,
  customerId: string,
  actorId: string | null,
): Promise<KnownMember | null> {
  if (!isId('organization', organizationId)) return null;
  const [row] = await db.read(load, [organizationId, customerId, actorId]);
  if (!row) return null;
  const { id, version, role, invited: invitedAs, actor_roles: actorRoles } = row;
  return { organizationId: id, version: BigInt(version), role, invitedAs, actorRoles };
}

/** Members of a unit in the order of the customers' ids: up to one more than the page holds. */
export async function pageOfMembers(db: Database, organizationId: string, { first, after }: PageRequest): Promise<Member[]> {
  return (await db.read(readPage, [organizationId, after?.[0] ?? '', first + 1])).map((row) => ({
    organizationId: row.organization_id,
    customerId: row.customer_id,
    role: row.role,
  }));
}

/** Writes what became of a member, who is not invited any more then; role null: it is none any more. */
export function savingMember(
  before: MemberRole | null,
  organizationId: string,
  customerId: string,
  role: MemberRole | null,
): Write {
  if (role === null) return remove.with([organizationId, customerId], { rows: 1 });
  return (before === null ? insert : update).with([organizationId, customerId, role], { rows: 1 });
}
