import { UserError, type Path } from '#kernel';
import { fieldsOf, listAt, onlyKeys, textAt, type Fields } from './fields.js';
import type { ActionTerms, ConditionTerms, Lane, Selector } from './promotion.js';
import type { Standing } from './standing.js';
import { actionKinds, conditionKinds, selectorKinds } from './registry.js';

/** The longest path to a definition: what is nested more deeply is refused. */
const longestPath = 40;

/** Reads an action's definition, as entered or as stored. @throws UserError INVALID naming the path */
export function parseAction(definition: unknown, lane: Lane, path: Path = ['action']): ActionTerms {
  const { kind, fields } = read(actionKinds, definition, path);
  const { type, lanes } = kind;
  if (!lanes.includes(lane))
    throw new UserError('INVALID', `${type} cannot stand in lane ${lane}; it can in ${lanes.join(', ')}`, path);
  const { stored, effect, gives, needs = null } = kind.parse(fields, path);
  return { type, definition: { type, ...stored }, keys: needs, effect, ...(gives && { gives }) };
}

/** Reads a list of conditions, as entered or as stored. @throws UserError INVALID naming the path */
export function parseConditions(definitions: unknown, path: Path = ['conditions']): ConditionTerms[] {
  if (!Array.isArray(definitions)) throw new UserError('INVALID', 'Conditions must be a list', path);
  return definitions.map((definition: unknown, index) => {
    const place = [...path, index];
    const { kind, fields } = read(conditionKinds, definition, place);
    const { stored, needs = null, unmet, known, holds } = kind.parse(fields, place);
    const simply = (standing: Standing): boolean | null => {
      if (unmet(standing) === null) return true;
      return known?.(standing) === false ? null : false;
    };
    return { type: kind.type, definition: { type: kind.type, ...stored }, keys: needs, unmet, holds: holds ?? simply };
  });
}

/** Reads a selector of items, as entered or as stored. @throws UserError INVALID naming the path */
export function parseSelector(definition: unknown, path: Path): Selector {
  const { kind, fields } = read(selectorKinds, definition, path);
  const { stored, admits, needs = null } = kind.parse(fields, path);
  return { definition: { type: kind.type, ...stored }, keys: needs, admits };
}

/** Reads the list of selectors under a key, one at least. @throws UserError INVALID naming the path */
export function parseSelectors(fields: Fields, key: string, path: Path): Selector[] {
  return listAt(fields, key, path).map((definition, index) => parseSelector(definition, [...path, key, index]));
}

function read<K extends { readonly type: string; readonly keys: readonly string[] }>(
  kinds: readonly K[],
  definition: unknown,
  path: Path,
): { kind: K; fields: Fields } {
  if (path.length > longestPath) throw new UserError('INVALID', 'This is nested too deeply', path);
  const fields = fieldsOf(definition, path);
  const type = textAt(fields, 'type', path);
  const kind = kinds.find((each) => each.type === type);
  if (!kind) {
    const known = kinds.map((each) => each.type).join(', ');
    throw new UserError('INVALID', `${type.slice(0, 40)} is unknown; known are ${known}`, [...path, 'type']);
  }
  onlyKeys(fields, ['type', ...kind.keys], path);
  return { kind, fields };
}
