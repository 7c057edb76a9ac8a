import { z } from 'zod';
import { UserError } from '#kernel';
import type { Row } from './row.js';

const rule = z
  .strictObject({
    /** A column of the file; in JSON also a path with points, such as `location.lat`. */
    from: z.string().min(1).optional(),
    /** What stands there where the file says nothing. */
    value: z.string().optional(),
    /** Goes before what the file says. */
    prefix: z.string().optional(),
    /** Our words for the file's. */
    words: z.record(z.string(), z.string()).optional(),
  })
  .refine(({ from, value }) => from !== undefined || value !== undefined, 'says neither "from" nor "value"');

const mapping = z.record(z.string(), z.union([z.string().min(1), rule]));

/** Which of the file's columns each of ours is: a name, or a rule. */
export type Mapping = z.infer<typeof mapping>;

/** Reads a mapping. @throws UserError INVALID when it is none, or maps a column that the import does not look at */
export function mappingOf(text: string, columns: readonly string[]): Mapping {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UserError('INVALID', `the mapping is not JSON: ${error instanceof Error ? error.message : ''}`);
  }
  const read = mapping.safeParse(json);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new UserError('INVALID', `the mapping cannot be used at ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  const stray = Object.keys(read.data).find((column) => !columns.includes(column));
  if (stray !== undefined) throw new UserError('INVALID', `the mapping has a column ${stray}: there are ${columns.join(', ')}`);
  return read.data;
}

/** The cells of our columns, as the mapping finds them. */
export function mappedCells(
  columns: readonly string[],
  mapping: Mapping,
  find: (name: string) => string | undefined,
): Row['cells'] {
  return columns.map((column) => {
    const wanted = mapping[column];
    if (wanted === undefined) return undefined;
    const { from, value, prefix = '', words } = typeof wanted === 'string' ? { from: wanted } : wanted;
    const said = from === undefined ? undefined : find(from);
    if (said === undefined || said.trim() === '') return value ?? said;
    return prefix + (words?.[said.trim()] ?? said);
  });
}
