import type { ImportedMember } from '#customers';
import type { CellReader } from '../cell-reader.js';
import type { FieldColumn, RowInput } from '../refused-cells.js';
import type { Unit } from '../row.js';

/** The columns of members of segments: a row a customer in a segment. */
export const memberColumn = {
  segment: 'segment',
  email: 'email',
  member: 'member',
} as const;

/** Where the fields of a member come from. */
export const memberFields: readonly FieldColumn[] = [
  { path: ['segment'], column: memberColumn.segment, weight: 'REQUIRED' },
  { path: ['email'], column: memberColumn.email, weight: 'REQUIRED' },
];

/** Reads that a customer is in a segment, unless `member` says otherwise; null when the row names no customer or no segment. */
export function readMember(cells: CellReader, { rows }: Unit): RowInput<ImportedMember> | null {
  const [row] = rows;
  if (!row) return null;
  const segment = cells.given(row, memberColumn.segment);
  const email = cells.given(row, memberColumn.email);
  const member = cells.flag(row, memberColumn.member) ?? true;
  if (segment === undefined) cells.note(row, memberColumn.segment, 'there is no segment', 'REQUIRED');
  if (email === undefined) cells.note(row, memberColumn.email, 'there is no e-mail address', 'REQUIRED');
  return segment === undefined || email === undefined ? null : { row, input: { segment, email, member } };
}
