import { isId, type Id, type PageRequest } from '#kernel';
import { codeOf, Conflict, constraintOf, statement, type Database, type Write } from '#platform/db';
import type { MemberRole } from './member.js';
import type { Organization, Unit } from './organization.js';
import { refused } from './organizations.errors.js';

/** A unit as the database sends it. */
export interface OrganizationRow {
  id: Id<'organization'>;
  code: string;
  name: string;
  parent_id: Id<'organization'> | null;
  path: Id<'organization'>[];
  purchase_order_required: boolean | null;
  on_account: boolean | null;
  external_code: string | null;
  inherited_purchase_order_required: boolean | null;
  inherited_on_account: boolean | null;
  inherited_external_code: string | null;
  version: string;
}

const settings = ['purchase_order_required', 'on_account', 'external_code'];

/** SQL: units with what they inherit, from the nearest that says something. */
const columns = `o.id, o.code, o.name, o.parent_id, o.path, o.version,
  ${settings.map((each) => `o.${each}, inherited.${each} inherited_${each}`).join(', ')}`;
const nearest = settings.map(
  (each) => `(array_agg(a.${each} order by cardinality(a.path) desc) filter (where a.${each} is not null))[1] ${each}`,
);
const units = `organization o cross join lateral (select ${nearest.join(', ')} from organization a where a.id = any(o.path)) inherited`;

/** SQL: units as `OrganizationRow`s. */
export const unitSelection = `select ${columns} from ${units}`;

const readOne = statement<OrganizationRow>('organization.one', `select ${columns} from ${units} where o.id = $1`);
const readPage = statement<OrganizationRow>(
  'organization.page',
  `select ${columns} from ${units} where o.id > $1 and ($2::text is null or o.parent_id = $2) order by o.id limit $3`,
);
const readOfCustomer = statement<OrganizationRow & { role: MemberRole }>(
  'organization.of-customer',
  `select ${columns}, m.role from ${units} join organization_member m on m.organization_id = o.id
   where m.customer_id = $1 and o.id > $2 order by o.id limit $3`,
);
const insert = statement<never>(
  'organization.insert',
  `insert into organization (id, code, version, name, parent_id, parent_path, purchase_order_required, on_account, external_code)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);
const update = statement<never>(
  'organization.update',
  `update organization set version = $2, name = $3, parent_id = $4, parent_path = $5, purchase_order_required = $6, on_account = $7,
     external_code = $8
   where id = $1 and version = $2::bigint - 1`,
);
const countUp = statement<never>(
  'organization.count-up',
  'update organization set version = $2 where id = $1 and version = $2::bigint - 1',
);

/** One unit. */
export async function findOrganization(db: Database, id: string): Promise<Organization | null> {
  if (!isId('organization', id)) return null;
  const [row] = await db.read(readOne, [id]);
  return row ? organizationOf(row) : null;
}

/** Units in the order of their ids, those right below a parent or all: up to one more than the page holds. */
export async function pageOfOrganizations(
  db: Database,
  { first, after }: PageRequest,
  parentId: string | null,
): Promise<Organization[]> {
  if (parentId !== null && !isId('organization', parentId)) return [];
  return (await db.read(readPage, [after?.[0] ?? '', parentId, first + 1])).map(organizationOf);
}

/** The units that a customer is a member of, with its role in each, in the order of their ids: up to one more than the page holds. */
export async function organizationsOf(
  db: Database,
  customerId: string,
  { first, after }: PageRequest,
): Promise<{ organization: Organization; role: MemberRole }[]> {
  return (await db.read(readOfCustomer, [customerId, after?.[0] ?? '', first + 1])).map((row) => ({
    organization: organizationOf(row),
    role: row.role,
  }));
}

/** Writes a new unit. */
export function insertingUnit(unit: Unit): Write {
  return insert.with([unit.id, unit.code, ...changeable(unit)], { rows: 1 });
}

/** Writes a changed unit whose version was counted up; what stands below it moves along. */
export function updatingUnit(unit: Unit): Write {
  return update.with([unit.id, ...changeable(unit)], { rows: 1 });
}

/** Counts a unit's version up to this one: who changes its members meets others who do. */
export function countingUp(id: string, version: bigint): Write {
  return countUp.with([id, version], { rows: 1 });
}

/** What the database says to a unit, in words; a parent that moved meanwhile is worth another decision. */
export function refusalOf(error: unknown, { code }: Pick<Unit, 'code'>): unknown {
  const constraint = constraintOf(error);
  if (constraint === 'organization_code_key') return refused.taken(code);
  if (constraint === 'organization_depth') return refused.tooDeep();
  if (constraint === 'organization_parent_fkey' && codeOf(error) === '23503') return new Conflict('organization.parent');
  return error;
}

function changeable({ version, name, parentId, parentPath, own }: Unit) {
  return [version, name, parentId, parentPath, own.purchaseOrderRequired, own.onAccount, own.externalCode];
}

/** The unit of a row. */
export function organizationOf(row: OrganizationRow): Organization {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    parentId: row.parent_id,
    path: row.path,
    own: { purchaseOrderRequired: row.purchase_order_required, onAccount: row.on_account, externalCode: row.external_code },
    settings: {
      purchaseOrderRequired: row.inherited_purchase_order_required ?? false,
      onAccount: row.inherited_on_account ?? false,
      externalCode: row.inherited_external_code,
    },
    version: BigInt(row.version),
  };
}
