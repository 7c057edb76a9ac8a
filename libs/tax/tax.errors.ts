import { UserError, type Path } from '#kernel';

/** What tax may refuse, as data. */
export const refused = {
  code: (path: Path) =>
    new UserError('INVALID', 'a code is made of letters, digits, hyphens, dots and underscores, 100 at most', path),
  name: (path: Path) => new UserError('INVALID', 'a name has 1 to 255 characters', path),
  country: (path: Path) => new UserError('INVALID', 'a country is two capitals such as DE (ISO 3166-1)', path),
  inAnotherZone: (country: string, zone: string, path: Path) =>
    new UserError('ALREADY_EXISTS', `${country} belongs to the zone ${zone} already`, path, { zone }),
  percent: (path: Path) => new UserError('INVALID', 'a tax rate is between 0 and 999 percent', path),
  window: (path: Path) => new UserError('INVALID', 'the end must be after the beginning', path),
  unknown: (what: string, id: string, path: Path) => new UserError('NOT_FOUND', `there is no ${what} ${id.slice(0, 100)}`, path),
  taken: (what: string, code: string, path: Path) => new UserError('ALREADY_EXISTS', `there is a ${what} ${code} already`, path),
  stale: (version: bigint) =>
    new UserError('STALE_VERSION', 'it has been changed in the meantime', ['expectedVersion'], { version: version.toString() }),
  overlap: (path: Path) =>
    new UserError('ALREADY_EXISTS', 'a rate holds for the class in the zone at the same time; end it first', path),
};
