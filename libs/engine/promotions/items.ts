import type { Path } from '#kernel';
import { isGiven, type Fields } from './fields.js';
import { parseSelector } from './parse.js';
import type { Keys } from './promotion.js';
import type { Standing, StandingLine } from './standing.js';

/** The items that an action is about: those that a selector picks, or every item where none is given. */
export interface Items {
  /** As it is to be stored. */
  readonly stored: Fields;
  readonly keys: Keys;
  /** The lines among them, in the order of the basket. */
  readonly of: (standing: Standing) => readonly StandingLine[];
}

/** Reads the selector under `items`, which may be left out. @throws UserError INVALID naming the path */
export function itemsAt(fields: Fields, path: Path): Items {
  const selector = isGiven(fields, 'items') ? parseSelector(fields['items'], [...path, 'items']) : null;
  return {
    stored: selector === null ? {} : { items: selector.definition },
    keys: selector?.keys ?? null,
    of: (standing) => standing.lines.filter((line) => selector === null || selector.admits(line, standing) === true),
  };
}
