import type { Path } from '#kernel';
import { listAt, type Fields } from '../fields.js';
import { parseConditions } from '../parse.js';
import type { ConditionTerms } from '../promotion.js';

/** The conditions that one is made of. */
export interface Nested {
  readonly stored: Fields;
  readonly conditions: readonly ConditionTerms[];
}

/** Reads the conditions under `conditions`, one at least. @throws UserError INVALID naming the path */
export function nestedAt(fields: Fields, path: Path): Nested {
  const conditions = parseConditions(listAt(fields, 'conditions', path), [...path, 'conditions']);
  return { stored: { conditions: conditions.map(({ definition }) => definition) }, conditions };
}
