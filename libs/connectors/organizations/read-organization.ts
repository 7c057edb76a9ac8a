import { memberRoles, type MemberRole } from '#organizations';
import type { CellReader } from '../cell-reader.js';
import type { FieldColumn } from '../refused-cells.js';
import type { Row, Unit } from '../row.js';
import type { SeenCodes } from '../seen-codes.js';

/** The columns of organizations; a row has one member, and further rows of the same code further ones. */
export const organizationColumn = {
  code: 'code',
  name: 'name',
  parent: 'parent',
  purchaseOrderRequired: 'purchase_order_required',
  onAccount: 'on_account',
  externalCode: 'external_code',
  member: 'member',
  role: 'role',
} as const;

/** Where the fields of a unit come from. */
export const organizationFields: readonly FieldColumn[] = [
  { path: ['code'], column: organizationColumn.code, weight: 'REQUIRED' },
  { path: ['parent'], column: organizationColumn.parent, weight: 'REQUIRED' },
  { path: ['parentId'], column: organizationColumn.parent, weight: 'REQUIRED' },
  { path: ['name'], column: organizationColumn.name, weight: 'OPTIONAL' },
  { path: ['externalCode'], column: organizationColumn.externalCode, weight: 'OPTIONAL' },
];

/** A member whom a row names by e-mail address. */
export interface NamedMember {
  readonly row: Row;
  readonly email: string;
  readonly role: MemberRole;
}

/** A unit as its rows say it; what is undefined was not said, null is blank. */
export interface OrganizationDraft {
  readonly row: Row;
  readonly code: string;
  readonly name: string | undefined;
  readonly parent: string | null | undefined;
  readonly purchaseOrderRequired: boolean | null | undefined;
  readonly onAccount: boolean | null | undefined;
  readonly externalCode: string | null | undefined;
  readonly members: readonly NamedMember[];
}

/** Reads a unit from its rows; null when it says nothing that can be kept. */
export function readOrganization(cells: CellReader, { rows }: Unit, seen: SeenCodes): OrganizationDraft | null {
  const [row] = rows;
  if (!row) return null;
  const code = cells.given(row, organizationColumn.code);
  if (code === undefined) {
    cells.note(row, organizationColumn.code, 'there is no code', 'REQUIRED');
    return null;
  }
  const before = seen.claim(code, row.number);
  if (before !== null)
    cells.note(
      row,
      organizationColumn.code,
      `row ${before} has begun this organization: its rows have to stand together`,
      'REQUIRED',
    );
  return {
    row,
    code,
    name: cells.given(row, organizationColumn.name),
    parent: cells.cleared(row, organizationColumn.parent),
    purchaseOrderRequired: inherited(cells, row, organizationColumn.purchaseOrderRequired),
    onAccount: inherited(cells, row, organizationColumn.onAccount),
    externalCode: cells.cleared(row, organizationColumn.externalCode),
    members: rows.flatMap((each) => memberOf(cells, each) ?? []),
  };
}

/** Blank: as the nearest unit above says. */
function inherited(cells: CellReader, row: Row, column: string): boolean | null | undefined {
  return cells.cleared(row, column) === null ? null : cells.flag(row, column);
}

function memberOf(cells: CellReader, row: Row): NamedMember | undefined {
  const email = cells.given(row, organizationColumn.member);
  const role = cells.word(row, organizationColumn.role, memberRoles);
  if (email === undefined) return undefined;
  if (cells.given(row, organizationColumn.role) === undefined) return { row, email, role: 'BUYER' };
  return role && { row, email, role };
}
