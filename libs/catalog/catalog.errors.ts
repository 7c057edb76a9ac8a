import { UserError, type Path } from '#kernel';

/** What the catalog may refuse, as data. */
export const refused = {
  missing: (what: string, path: Path) => new UserError('INVALID', `${what} is missing`, path),
  empty: (what: string, path: Path) => new UserError('INVALID', `${what} must not be empty`, path),
  tooLong: (what: string, most: number, path: Path) =>
    new UserError('INVALID', `${what} is longer than ${most} characters`, path, { max: most }),
  unstorable: (path: Path) => new UserError('INVALID', 'the text holds a zero character', path),
  slug: (path: Path) =>
    new UserError('INVALID', 'a slug is made of lower-case letters, digits, hyphens, dots and underscores, 255 at most', path),
  gtin: (path: Path) => new UserError('INVALID', 'a GTIN has 8, 12, 13 or 14 digits, of which the last is the check digit', path),
  url: (path: Path) => new UserError('INVALID', 'an address begins with https://, http:// or /', path),
  step: (path: Path) => new UserError('INVALID', 'the quantity step must be above 0', path),
  weight: (path: Path) => new UserError('INVALID', 'a weight is a whole number of grams from 0 to 2147483647', path),
  optionNames: (expected: string, path: Path) =>
    new UserError('INVALID', `all variants have the same options in the same order, here: ${expected || 'none'}`, path),
  sameOptions: (path: Path) => new UserError('INVALID', 'another variant of the product has the same options', path),
  sameVariant: (path: Path) => new UserError('INVALID', 'another entry names the same variant', path),
  noVariants: (path: Path) => new UserError('INVALID', 'a product has at least one variant', path),
  taken: (what: string, value: string, path: Path, facts: Record<string, string> = {}) =>
    new UserError('ALREADY_EXISTS', `${what} ${value} is already in use`, path, facts),
  unknown: (what: string, value: string, path: Path) =>
    new UserError('NOT_FOUND', `there is no ${what} ${value.slice(0, 100)}`, path),
  stale: (version: bigint, path: Path) =>
    new UserError('STALE_VERSION', 'the product has been changed in the meantime', path, { version: version.toString() }),
  staleCollection: (version: bigint) =>
    new UserError('STALE_VERSION', 'the collection has been changed in the meantime', ['expectedVersion'], {
      version: version.toString(),
    }),
  code: (path: Path) =>
    new UserError('INVALID', 'a code is made of letters, digits, hyphens, dots and underscores, 63 at most', path),
  tooMany: (what: string, most: number, path: Path) =>
    new UserError('INVALID', `there are more than ${most} ${what}`, path, { max: most }),
  notFilterable: (path: Path) =>
    new UserError('INVALID', 'only attributes of the types NUMBER, BOOLEAN and SELECT can narrow a search', path),
  unitWithoutNumber: (path: Path) => new UserError('INVALID', 'only attributes of the type NUMBER have a unit', path),
  optionsWithoutSelect: (path: Path) => new UserError('INVALID', 'only attributes of the type SELECT have options', path),
  oneValue: (code: string, path: Path) => new UserError('INVALID', `${code} has one value at most`, path),
  boolean: (path: Path) => new UserError('INVALID', 'the value of a BOOLEAN is "true" or "false"', path),
  date: (path: Path) => new UserError('INVALID', 'a date is a day such as "2026-01-31"', path),
  foreignId: (what: string, path: Path) => new UserError('INVALID', `this is not the id of ${what}`, path),
  cycle: (path: Path) => new UserError('INVALID', 'a category cannot stand below itself', path),
  unpublished: () =>
    new UserError('FORBIDDEN', 'seeing what is not published takes the permission MANAGE_CATALOG', ['includeUnpublished']),
};
