import type { Path } from '#kernel';

/** A place in a rule that becomes another; undefined: there is nothing. */
export interface FieldChange {
  readonly path: Path;
  readonly before: unknown;
  readonly after: unknown;
}

/** Where two JSON values differ, down to the single text or number. */
export function fieldChanges(before: unknown, after: unknown, path: Path = []): FieldChange[] {
  if (before === after) return [];
  const [was, is] = [partsOf(before, after), partsOf(after, before)];
  if (!was || !is) return [{ path, before, after }];
  const keys = [...new Set([...was.keys(), ...is.keys()])];
  return keys.flatMap((key) => fieldChanges(was.get(key), is.get(key), [...path, key]));
}

type Parts = ReadonlyMap<string | number, unknown>;

/** What is not there has no parts, and so is told by those of the other. */
function partsOf(value: unknown, other: unknown): Parts | null {
  if (value === undefined) return isObject(other) ? new Map() : null;
  if (!isObject(value) || (other !== undefined && Array.isArray(value) !== Array.isArray(other))) return null;
  return Array.isArray(value)
    ? new Map(value.map((each: unknown, index) => [index, each] as const))
    : new Map(Object.entries(value));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
