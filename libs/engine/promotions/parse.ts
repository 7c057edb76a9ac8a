import { UserError, type Path } from '#kernel';
import { fieldsOf, onlyKeys, textAt, type Fields } from './fields.js';
import type { ActionTerms, ConditionTerms, Lane } from './promotion.js';
import { actionKinds, conditionKinds } from './registry.js';

/** Reads an action's definition, as entered or as stored. @throws UserError INVALID naming the path */
export function parseAction(definition: unknown, lane: Lane, path: Path = ['action']): ActionTerms {
  const { kind, fields } = read(actionKinds, definition, path);
  const { type, lanes } = kind;
  if (!lanes.includes(lane))
    throw new UserError('INVALID', `${type} cannot stand in lane ${lane}; it can in ${lanes.join(', ')}`, path);
  const { stored, effect, needs = null } = kind.parse(fields, path);
  return { type, definition: { type, ...stored }, keys: needs, effect };
}

/** Reads a list of conditions, as entered or as stored. @throws UserError INVALID naming the path */
export function parseConditions(definitions: unknown, path: Path = ['conditions']): ConditionTerms[] {
  if (!Array.isArray(definitions)) throw new UserError('INVALID', 'Conditions must be a list', path);
  return definitions.map((definition: unknown, index) => {
    const place = [...path, index];
    const { kind, fields } = read(conditionKinds, definition, place);
    const { stored, unmet, needs = null } = kind.parse(fields, place);
    return { type: kind.type, definition: { type: kind.type, ...stored }, keys: needs, unmet };
  });
}

function read<K extends { readonly type: string; readonly keys: readonly string[] }>(
  kinds: readonly K[],
  definition: unknown,
  path: Path,
): { kind: K; fields: Fields } {
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
