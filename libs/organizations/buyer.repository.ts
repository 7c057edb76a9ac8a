import { stranger, type Buyer, type Id } from '#kernel';
import { statement, type Database } from '#platform/db';
import type { MemberRole } from './member.js';

/** A customer as it buys: for itself (role null), or as a unit of which it is a member. */
export interface KnownBuyer {
  readonly buyer: Buyer;
  readonly role: MemberRole | null;
}

/** What a customer belongs to. */
interface Belonging {
  readonly group_ids: Id<'customerGroup'>[];
  readonly segment_ids: Id<'segment'>[];
  readonly path: Id<'organization'>[] | null;
}

/** SQL: the groups and the segments of a customer. */
const sets = (customer: string) =>
  `(select coalesce(json_agg(g.group_id order by g.group_id), '[]') from customer_group_member g where g.customer_id = ${customer}) group_ids,
     (select coalesce(json_agg(s.segment_id order by s.segment_id), '[]') from segment_member s where s.customer_id = ${customer}) segment_ids`;

const read = statement<Belonging & { role: MemberRole | null }>(
  'organization.buyer',
  `select ${sets('c.id')}, o.path, m.role
   from customer c
     left join organization_member m on m.customer_id = c.id and m.organization_id = $2::text
     left join organization o on o.id = m.organization_id
   where c.id = $1 and c.active and ($2::text is null or m.role is not null)`,
);

/** The customer as it buys for the unit, or for itself; null: there is no such customer, or it is not a member. */
export async function findBuyer(db: Database, customerId: Id<'customer'>, unitId: string | null): Promise<KnownBuyer | null> {
  const [row] = await db.read(read, [customerId, unitId]);
  if (!row) return null;
  const { path, role, group_ids: groupIds, segment_ids: segmentIds } = row;
  // a unit buys as such, whoever of its members asks: what is the member's own never mixes with it
  const buyer = path ? { ...stranger, unitIds: path.toReversed() } : { customerId, groupIds, unitIds: [], segmentIds };
  return { buyer, role };
}

const readAs = statement<Belonging & { found: boolean }>(
  'organization.buyer-named',
  `select ${sets('$1')}, (select o.path from organization o where o.id = $2) path,
     ($1::text is null or exists (select from customer c where c.id = $1)) and ($2::text is null or exists (select from organization o where o.id = $2)) found`,
);

/** The customer, or the unit with all above it, as a buyer, whoever asks; null: there is no such. */
export async function namedBuyer(db: Database, customerId: string | null, unitId: string | null): Promise<Buyer | null> {
  const [row] = await db.read(readAs, [customerId, unitId]);
  if (!row?.found) return null;
  if (row.path) return { ...stranger, unitIds: row.path.toReversed() };
  return { ...stranger, customerId: customerId as Id<'customer'> | null, groupIds: row.group_ids, segmentIds: row.segment_ids };
}
