import type { Facts, Path } from '#kernel';
import { isGiven, type Fields } from '../fields.js';
import { parseSelector } from '../parse.js';
import type { Keys } from '../promotion.js';
import type { Standing, StandingLine } from '../standing.js';

/** The items that a condition counts: those that its selector picks, or every item where it has none. */
export interface Counted {
  readonly stored: Fields;
  readonly keys: Keys;
  /** The selector as it is stored, in JSON, for whoever tells the buyer what is missing. */
  readonly facts: Facts;
  /** Null: every item. */
  readonly admits: ((line: StandingLine, standing: Standing) => boolean) | null;
  /** Whether the basket says of each item if it counts. */
  readonly known: (standing: Standing) => boolean;
}

const everyItem: Counted = { stored: {}, keys: null, facts: {}, admits: null, known: () => true };

/** Reads the selector under `items`, which may be left out. @throws UserError INVALID naming the path */
export function countedAt(fields: Fields, path: Path): Counted {
  return isGiven(fields, 'items') ? requiredAt(fields, path) : everyItem;
}

/** Reads the selector under `items`, which must be given. @throws UserError INVALID naming the path */
export function requiredAt(fields: Fields, path: Path): Counted {
  const { definition, keys, admits } = parseSelector(fields['items'], [...path, 'items']);
  return {
    stored: { items: definition },
    keys,
    facts: { items: JSON.stringify(definition) },
    admits: (line, standing) => admits(line, standing) === true,
    known: (standing) => !standing.lines.some((line) => admits(line, standing) === null),
  };
}

/** Adds up something of the items that count. */
export function sumOf({ admits }: Counted, standing: Standing, part: (line: StandingLine) => bigint): bigint {
  return standing.lines.reduce((all, line) => (admits?.(line, standing) === false ? all : all + part(line)), 0n);
}
