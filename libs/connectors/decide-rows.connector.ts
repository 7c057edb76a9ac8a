import type { UserError } from '#kernel';
import { rejects, type Finding, type Policy } from './finding.js';
import type { Reading } from './importer.js';
import { refusedCell, type FieldColumn, type RowInput } from './refused-cells.js';
import type { Header } from './row.js';

/** What a lib says of a batch: what it refuses, by index. */
interface Refusing {
  readonly refusals: readonly { readonly index: number; readonly error: UserError }[];
}

/** The inputs of a batch that its lib refuses no more, what it makes of them, and what was wrong with the others. */
export interface DecidedRows<Input, Saving> {
  readonly kept: readonly RowInput<Input>[];
  readonly saving: Saving;
  readonly findings: readonly Finding[];
}

/** Decides the inputs again and again, without what is refused (a field or all of it, by the policy), until nothing more is. */
export async function decideRows<Input extends object, Saving extends Refusing>(
  readings: readonly Reading<RowInput<Input>>[],
  policy: Policy,
  header: Header,
  fields: readonly FieldColumn[],
  decide: (inputs: readonly Input[]) => Promise<Saving>,
): Promise<DecidedRows<Input, Saving>> {
  const findings: Finding[] = readings.flatMap((reading) => reading.findings);
  let kept = readings.flatMap(({ draft, findings: own }) => (draft && !rejects(policy, own) ? [draft] : []));
  for (;;) {
    const saving = await decide(kept.map(({ input }) => input));
    if (saving.refusals.length === 0) return { kept, saving, findings };
    const refused = new Map(saving.refusals.map(({ index, error }) => [index, error]));
    kept = kept.flatMap((draft, index) => {
      const error = refused.get(index);
      if (!error) return [draft];
      const { finding, without } = refusedCell(draft, error, fields, (column) => header.text(draft.row, column));
      findings.push(finding);
      return without && !rejects(policy, [finding]) ? [without] : [];
    });
  }
}

/** How many of a batch were created, updated, left as they were, and rejected. */
export function changeCounts(
  read: number,
  saved: readonly ({ readonly change: 'CREATED' | 'UPDATED' | 'UNCHANGED' } | null)[],
): { created: number; updated: number; unchanged: number; rejected: number } {
  const of = (change: string) => saved.filter((each) => each?.change === change).length;
  const counts = { created: of('CREATED'), updated: of('UPDATED'), unchanged: of('UNCHANGED') };
  return { ...counts, rejected: read - counts.created - counts.updated - counts.unchanged };
}
