import { parseDecimal, type Path } from '#kernel';

/** A part of a result that came out otherwise than expected; undefined: there is none. */
export interface Difference {
  readonly path: Path;
  readonly expected: unknown;
  readonly actual: unknown;
}

/**
 * Where a result is not as expected. Of an object only what the expectation names is looked at; a list and a Map must have just
 * those entries. Decimals are the same when they are as great.
 */
export function differences(expected: unknown, actual: unknown, path: Path = []): Difference[] {
  if (expected === undefined) return [];
  if (Array.isArray(expected) && Array.isArray(actual)) {
    const all = expected.length > actual.length ? expected : actual;
    return all.flatMap((_, index) => entry(expected[index], actual[index], [...path, index]));
  }
  if (isObject(expected) && actual instanceof Map) {
    const names = new Set([...Object.keys(expected), ...(actual.keys() as Iterable<string>)]);
    return [...names].flatMap((name) => entry(own(expected, name), actual.get(name), [...path, name]));
  }
  if (isObject(expected) && isObject(actual))
    return Object.keys(expected).flatMap((name) => entry(own(expected, name), own(actual, name), [...path, name]));
  return same(expected, actual) ? [] : [{ path, expected, actual }];
}

function entry(expected: unknown, actual: unknown, path: Path): Difference[] {
  if (expected === undefined || actual === undefined) return [{ path, expected, actual }];
  return differences(expected, actual, path);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(object: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function same(expected: unknown, actual: unknown): boolean {
  if (expected === actual) return true;
  return typeof expected === 'string' && typeof actual === 'string' && canonical(expected) === canonical(actual);
}

const decimal = /^-?(0|[1-9]\d{0,18})(\.\d{1,6})?$/;

function canonical(text: string): string {
  return decimal.test(text) ? parseDecimal(text, 6, [], 26).toString() : text;
}
