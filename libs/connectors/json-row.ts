import { mappedCells, type Mapping } from './mapping.js';
import type { Row } from './row.js';

/** Digits of a number that JSON keeps for certain. */
const certainDigits = 15;

/** A number that a JSON reader cannot be trusted with. */
class Inexact extends Error {}

/** Reads an object's text as a row of our columns; a text that is none is a row with a problem. */
export function jsonRow(number: number, text: string, columns: readonly string[], mapping: Mapping | null): Row {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { number, cells: [], problem: 'not a JSON object' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { number, cells: [], problem: 'not a JSON object' };
  try {
    const own = new Map(Object.entries(value).map(([name, cell]) => [name.trim().toLowerCase(), cell as unknown]));
    if (!mapping) return { number, cells: columns.map((column) => textOf(own.get(column.toLowerCase()))) };
    return { number, cells: mappedCells(columns, mapping, (path) => textOf(at(own, path))) };
  } catch (error) {
    if (!(error instanceof Inexact)) throw error;
    return { number, cells: [], problem: `${error.message} has too many digits for a JSON number: write it as a text` };
  }
}

function at(own: ReadonlyMap<string, unknown>, path: string): unknown {
  if (own.has(path.toLowerCase())) return own.get(path.toLowerCase());
  const [first = '', ...rest] = path.split('.');
  return rest.reduce<unknown>(
    (value, name) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined),
    own.get(first.toLowerCase()),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** What a cell would say: null is blank, a list of words stands with bars between them. */
function textOf(value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  if (value === null) return '';
  if (typeof value === 'number') {
    const text = String(value);
    if (text.replace(/\D/g, '').length > certainDigits) throw new Inexact(text);
    return text;
  }
  if (Array.isArray(value) && value.every((each) => !isObject(each))) return value.map((each) => textOf(each) ?? '').join('|');
  return typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}
