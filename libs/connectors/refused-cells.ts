import type { UserError } from '#kernel';
import { finding, type Finding, type Weight } from './finding.js';
import type { Row } from './row.js';

/** Which column a field of an input was read from, and what is spoilt when the field is refused. */
export interface FieldColumn {
  /** The names that lead to the field. */
  readonly path: readonly string[];
  readonly column: string;
  readonly weight: Weight;
}

/** An input read from a row. */
export interface RowInput<Input> {
  readonly row: Row;
  readonly input: Input;
}

/** What a refusal is in terms of the file, and the input without the refused field; null when there is none without it. */
export function refusedCell<Input extends object>(
  { row, input }: RowInput<Input>,
  error: UserError,
  fields: readonly FieldColumn[],
  cell: (column: string) => string | undefined,
): { readonly finding: Finding; readonly without: RowInput<Input> | null } {
  const field = fields.find(({ path }) => path.every((name, index) => error.path[index] === name));
  const { column = null, weight = 'REQUIRED' as const } = field ?? {};
  const found = finding(
    row.number,
    column,
    column === null ? null : cell(column),
    error.message.replace(/^"[^]*?" is /, ''),
    weight,
  );
  const bare = field && weight === 'OPTIONAL' ? (without(input, field.path) as Input) : null;
  return { finding: found, without: bare && { row, input: bare } };
}

function without(value: object, [name = '', ...rest]: readonly string[]): object {
  const { [name]: inner, ...others } = value as Readonly<Record<string, unknown>>;
  return rest.length === 0 || typeof inner !== 'object' || inner === null ? others : { ...others, [name]: without(inner, rest) };
}
