import { UserError, type Path } from '#kernel';
import { fieldsOf, onlyKeys } from '../promotions/fields.js';

/** A part of a JSON Schema, draft 2020-12. */
export type Schema = Readonly<Record<string, unknown>>;

/** What a part of a file may look like: read by one, published as the other, so that the two say the same. */
export interface Shape<T> {
  readonly schema: Schema;
  /** @throws UserError INVALID naming the path and what is allowed */
  readonly read: (value: unknown, path: Path) => T;
  /** What it is where the file does not say; left out: it must be given. */
  readonly missing?: () => T;
}

/** What a shape reads. */
export type Read<S> = S extends Shape<infer T> ? T : never;

/** Values of a shape under names that the file makes up, such as ids, in the order in which they are written. */
export type Named<T, K extends string = string> = readonly (readonly [name: K, value: T])[];

/** The longest name of a thing in a file. */
const longestName = 100;

/** A text that is looked at by `check`, which says what it means. @param schema what a text must look like */
export function text<T>(check: (text: string, path: Path) => T, schema: Schema): Shape<T> {
  return {
    schema: { type: 'string', ...schema },
    read: (value, path) => {
      if (typeof value === 'string') return check(value, path);
      throw invalid('This must be a text', path);
    },
  };
}

/** What a thing is called: an id, or any plain name. */
export const name: Shape<string> = text(
  (given, path) => {
    if (given.trim() !== '' && given.length <= longestName) return given;
    throw invalid(`This must be a name of 1 to ${longestName} characters`, path);
  },
  { pattern: '\\S', maxLength: longestName },
);

/** One of a few words. */
export function choice<const T extends string>(choices: readonly T[]): Shape<T> {
  return {
    schema: { enum: choices },
    read: (value, path) => {
      const found = choices.find((each) => each === value);
      if (found !== undefined) return found;
      throw invalid(`This must be one of ${choices.join(', ')}`, path);
    },
  };
}

/** Yes or no. */
export const flag: Shape<boolean> = {
  schema: { type: 'boolean' },
  read: (value, path) => {
    if (typeof value === 'boolean') return value;
    throw invalid('This must be true or false', path);
  },
};

/** A whole number within bounds. */
export function whole(minimum: number, maximum: number): Shape<number> {
  return {
    schema: { type: 'integer', minimum, maximum },
    read: (value, path) => {
      if (Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum) return Number(value);
      throw invalid(`This must be a whole number from ${minimum} to ${maximum}`, path);
    },
  };
}

/** Several of a shape. */
export function list<T>(of: Shape<T>, least = 0): Shape<readonly T[]> {
  return {
    schema: { type: 'array', items: of.schema, ...(least > 0 && { minItems: least }) },
    read: (value, path) => {
      if (!Array.isArray(value)) throw invalid('This must be a list', path);
      if (value.length < least) throw invalid('This list must not be empty', path);
      return value.map((each: unknown, index) => of.read(each, [...path, index]));
    },
  };
}

/** Values under names that the file makes up. */
export function named<T, K extends string = string>(of: Shape<T>, key?: Shape<K>): Shape<Named<T, K>> {
  const keys = key ?? (name as Shape<K>);
  return {
    schema: { type: 'object', propertyNames: keys.schema, additionalProperties: of.schema },
    read: (value, path) =>
      Object.entries(fieldsOf(value, path)).map(([each, under]) => {
        const place = [...path, each];
        return [keys.read(each, place), of.read(under, place)];
      }),
  };
}

/** Fields that are known by name: any other is refused. */
export function fields<S extends Readonly<Record<string, Shape<unknown>>>>(
  shapes: S,
): Shape<{ readonly [Key in keyof S]: Read<S[Key]> }> {
  const shaped = Object.entries(shapes);
  const required = shaped.filter(([, shape]) => !shape.missing).map(([key]) => key);
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(shaped.map(([key, { schema }]) => [key, schema])),
      ...(required.length > 0 && { required }),
      additionalProperties: false,
    },
    read: (value, path) => {
      const given = fieldsOf(value, path);
      onlyKeys(given, Object.keys(shapes), path);
      const read = shaped.map(([key, shape]) => [key, fieldOf(shape, given[key], [...path, key])] as const);
      return Object.fromEntries(read) as { readonly [Key in keyof S]: Read<S[Key]> };
    },
  };
}

/** A text, or a list. */
export function textOrList<A, B>(asText: Shape<A>, asList: Shape<readonly B[]>): Shape<A | readonly B[]> {
  return {
    schema: { anyOf: [asText.schema, asList.schema] },
    read: (value, path) => {
      if (typeof value === 'string') return asText.read(value, path);
      if (Array.isArray(value)) return asList.read(value, path);
      throw invalid('This must be a text or a list', path);
    },
  };
}

/** The value as it is written: a shape that only checks. */
export function asWritten({ schema, read }: Shape<unknown>): Shape<unknown> {
  return {
    schema,
    read: (value, path) => {
      read(value, path);
      return value;
    },
  };
}

/** A shape that may be left out; then it is `fallback`. */
export function optional<T, const D>(shape: Shape<T>, fallback: D): Shape<T | D> {
  return { ...shape, missing: () => fallback };
}

/** A shape that may be left out, or be null, which is the same. */
export function orNull<T>({ schema, read }: Shape<T>): Shape<T | null> {
  return {
    schema: { anyOf: [schema, { type: 'null' }] },
    read: (value, path) => (value === null ? null : read(value, path)),
    missing: () => null,
  };
}

/** The same shape with a sentence that says what it is for. */
export function about<T>(description: string, shape: Shape<T>): Shape<T> {
  return { ...shape, schema: { description, ...shape.schema } };
}

/** The value of a field, given or not. @throws UserError INVALID when it must be given, or is wrong */
export function fieldOf<T>(shape: Shape<T>, value: unknown, path: Path): T {
  if (value !== undefined) return shape.read(value, path);
  if (shape.missing) return shape.missing();
  throw invalid(`${String(path.at(-1))} must be given`, path);
}

/** Why a part of a file cannot be used. */
export function invalid(message: string, path: Path): UserError {
  return new UserError('INVALID', message, path);
}
