/** What becomes of a file with bad rows. */
export const policies = ['reject-all', 'reject-row', 'ignore-field'] as const;

/** All or nothing; good products only; or everything but the bad fields. */
export type Policy = (typeof policies)[number];

/**
 * What a finding spoils: nothing (a WARNING), a field that can be left out (OPTIONAL), or what cannot be
 * imported without it (REQUIRED).
 */
export type Weight = 'WARNING' | 'OPTIONAL' | 'REQUIRED';

/** Something wrong in a file. */
export interface Finding {
  /** As in a spreadsheet: the header is row 1. */
  readonly row: number;
  readonly column: string | null;
  /** What stands there, shortened. */
  readonly value: string | null;
  readonly reason: string;
  readonly weight: Weight;
}

const longestValue = 60;

/** Puts a finding together; a long value is cut. */
export function finding(
  row: number,
  column: string | null,
  value: string | null | undefined,
  reason: string,
  weight: Weight,
): Finding {
  const text = value == null || value.length <= longestValue ? (value ?? null) : `${value.slice(0, longestValue - 1)}…`;
  return { row, column, value: text, reason, weight };
}

/** Whether what the findings are about is left out as a whole. */
export function rejects(policy: Policy, findings: readonly Finding[]): boolean {
  return findings.some(({ weight }) => weight === 'REQUIRED' || (weight === 'OPTIONAL' && policy !== 'ignore-field'));
}

/** What came of the finding under the policy. */
export function effectOf({ weight }: Finding, policy: Policy): 'noted' | 'field ignored' | 'rejected' {
  if (weight === 'WARNING') return 'noted';
  return weight === 'OPTIONAL' && policy === 'ignore-field' ? 'field ignored' : 'rejected';
}

/** The finding as a sentence: `row 7, Variant SKU "A-1": row 3 has it already (rejected)`. */
export function sentence(found: Finding, policy: Policy): string {
  const column = found.column === null ? '' : `, ${found.column}`;
  const value = found.value === null || found.value === '' ? '' : ` ${JSON.stringify(found.value)}`;
  return `row ${found.row}${column}${value}: ${found.reason} (${effectOf(found, policy)})`;
}
