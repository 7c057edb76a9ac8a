import { UserError, type Path } from '#kernel';

/** What pricing may refuse, as data. */
export const refused = {
  noList: (list: string, path: Path) => new UserError('NOT_FOUND', `there is no price list ${list.slice(0, 100)}`, path),
  noVariant: (variant: string, path: Path) => new UserError('NOT_FOUND', `there is no variant ${variant.slice(0, 100)}`, path),
  noChannel: (channel: string, path: Path) => new UserError('NOT_FOUND', `there is no channel ${channel.slice(0, 100)}`, path),
  twice: (path: Path) => new UserError('INVALID', 'the prices of a variant in a list are given twice', path),
  sameTier: (path: Path) => new UserError('INVALID', 'two tiers begin at the same quantity', path),
  negative: (what: string, path: Path) => new UserError('INVALID', `${what} must not be below 0`, path, { min: 0 }),
  tooLarge: (what: string, path: Path) => new UserError('INVALID', `${what} is too large`, path),
  compareAt: (path: Path) => new UserError('INVALID', 'a former price must not be below the price', path),
  code: (path: Path) =>
    new UserError('INVALID', 'a code is made of letters, digits, hyphens, dots and underscores, 100 at most', path),
  name: (path: Path) => new UserError('INVALID', 'a name has 1 to 255 characters', path),
  taken: (code: string, path: Path) => new UserError('ALREADY_EXISTS', `there is a price list ${code} already`, path),
  window: (path: Path) => new UserError('INVALID', 'the end must be after the beginning', path),
};
