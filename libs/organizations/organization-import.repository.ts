import { Injectable } from '@nestjs/common';
import type { Id } from '#kernel';
import { Database, statement, type Write } from '#platform/db';
import type { MemberRole } from './member.js';
import type { ImportedUnit, KnownUnit } from './organization-import.js';
import { organizationOf, unitSelection, type OrganizationRow } from './organization.repository.js';

/** Units by code, with those that they stand below, and the roles of these customers in them. */
const byCode = statement<OrganizationRow & { roles: readonly (readonly [customerId: string, role: MemberRole])[] | null }>(
  'organization.by-codes',
  `select u.*, (select json_agg(json_build_array(m.customer_id, m.role)) from organization_member m
      where m.organization_id = u.id and m.customer_id = any($2::text[])) as roles
   from (${unitSelection} where o.id = any(array(
     select x.id from organization x where x.code = any($1::text[])
     union select x.parent_id from organization x where x.code = any($1::text[])))) u`,
);
const given = `jsonb_to_recordset($1::jsonb) as g (id text, code text, name text, "parentId" text, "parentPath" text[], version bigint,
  "versionBefore" bigint, "purchaseOrderRequired" boolean, "onAccount" boolean, "externalCode" text, moves boolean)`;
// a unit may be moved below one that is made in the same transaction, and be made below one that is moved
const defer = statement<never>('organization.defer-paths', 'set constraints organization_parent_fkey deferred');
const insert = statement<never>(
  'organization.insert-many',
  `insert into organization (id, code, version, name, parent_id, parent_path, purchase_order_required, on_account, external_code)
   select id, code, version, name, "parentId", "parentPath", "purchaseOrderRequired", "onAccount", "externalCode" from ${given}`,
);
// what stays where it is may be moved along with what it stands below: its place is left to the foreign key
const update = statement<never>(
  'organization.update-many',
  `update organization o set version = g.version, name = g.name, purchase_order_required = g."purchaseOrderRequired",
     on_account = g."onAccount", external_code = g."externalCode"
   from ${given} where o.id = g.id and o.version = g."versionBefore" and not g.moves`,
);
const move = statement<never>(
  'organization.move-many',
  `update organization o set version = g.version, name = g.name, purchase_order_required = g."purchaseOrderRequired",
     on_account = g."onAccount", external_code = g."externalCode", parent_id = g."parentId", parent_path = g."parentPath"
   from ${given} where o.id = g.id and o.version = g."versionBefore" and g.moves`,
);
const members = statement<never>(
  'organization.save-members',
  `with answered as (
     delete from organization_invitation i using unnest($1::text[], $2::text[]) g(unit, customer)
     where i.organization_id = g.unit and i.customer_id = g.customer)
   insert into organization_member (organization_id, customer_id, role)
   select * from unnest($1::text[], $2::text[], $3::text[])
   on conflict (organization_id, customer_id) do update set role = excluded.role`,
);

/** The tables of organizations, read and written by the thousand. */
@Injectable()
export class OrganizationImportRepository {
  constructor(private readonly db: Database) {}

  /** The units of these codes and those right above them, with the roles of these customers. */
  async byCode(codes: readonly string[], customerIds: readonly Id<'customer'>[]): Promise<KnownUnit[]> {
    const rows = await this.db.read(byCode, [codes, customerIds]);
    return rows.map(({ roles, ...row }) => ({ ...organizationOf(row), roles: new Map(roles ?? []) }));
  }

  /** Writes units and members: at most five statements, however many. */
  saving(units: readonly ImportedUnit[]): Write[] {
    const created = units.filter(({ before }) => !before);
    const isMoved = ({ before, unit }: ImportedUnit) => before !== null && before.parentId !== unit.parentId;
    const moved = units.filter(isMoved);
    const updated = units.filter((each) => each.before && !isMoved(each));
    const joined = units.flatMap(({ unit, members: of }) => of.map((member) => ({ ...member, organizationId: unit.id })));
    return [
      ...(moved.length > 0 ? [defer.with([])] : []),
      ...(created.length > 0 ? [insert.with([rowsOf(created, false)], { rows: created.length })] : []),
      ...(moved.length > 0 ? [move.with([rowsOf(moved, true)], { rows: moved.length })] : []),
      ...(updated.length > 0 ? [update.with([rowsOf(updated, false)], { rows: updated.length })] : []),
      ...(joined.length > 0
        ? [
            members.with(
              [
                joined.map(({ organizationId }) => organizationId),
                joined.map(({ customerId }) => customerId),
                joined.map(({ role }) => role),
              ],
              { rows: joined.length },
            ),
          ]
        : []),
    ];
  }
}

function rowsOf(units: readonly ImportedUnit[], moves: boolean): string {
  return JSON.stringify(
    units.map(({ unit: { own, ...unit }, before }) => ({
      ...unit,
      ...own,
      version: unit.version.toString(),
      versionBefore: before?.version.toString() ?? null,
      moves,
    })),
  );
}
