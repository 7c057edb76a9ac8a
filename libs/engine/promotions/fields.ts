import { UserError, type Path } from '#kernel';

/** A JSON object whose values are not known yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** Takes a value for a JSON object. @throws UserError INVALID at `path` */
export function fieldsOf(value: unknown, path: Path): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new UserError('INVALID', 'This must be an object', path);
}

/** Refuses keys that nobody reads, so that a misspelt one does not pass for its default. @throws UserError INVALID naming the key */
export function onlyKeys(fields: Fields, known: readonly string[], path: Path): void {
  const stranger = Object.keys(fields).find((key) => !known.includes(key));
  if (stranger !== undefined)
    throw new UserError('INVALID', `${stranger.slice(0, 40)} is unknown here; known are ${known.join(', ')}`, [
      ...path,
      stranger,
    ]);
}

/** The text under a key. @throws UserError INVALID naming the key */
export function textAt(fields: Fields, key: string, path: Path): string {
  const value = fields[key];
  if (typeof value === 'string') return value;
  throw new UserError('INVALID', `${key} must be given, as a text`, [...path, key]);
}

/** The text under a key, one of a few. @throws UserError INVALID naming the key */
export function choiceAt<T extends string>(fields: Fields, key: string, choices: readonly T[], path: Path): T {
  const text = textAt(fields, key, path);
  const choice = choices.find((each) => each === text);
  if (choice !== undefined) return choice;
  throw new UserError('INVALID', `${key} must be one of ${choices.join(', ')}`, [...path, key]);
}
