import { UserError, type Path } from '#kernel';

/** What shipping may refuse, as data. */
export const refused = {
  code: () => new UserError('INVALID', 'a code is made of letters, digits, hyphens, dots and underscores, 100 at most', ['code']),
  taken: (code: string) => new UserError('ALREADY_EXISTS', `there is a shipping method ${code} already`, ['code']),
  name: () => new UserError('INVALID', 'a name has 1 to 255 characters', ['name']),
  country: (path: Path) => new UserError('INVALID', 'a country is two capitals such as DE (ISO 3166-1)', path),
  noRate: () => new UserError('INVALID', 'a flat rate needs an amount in at least one currency', ['rates']),
  twice: (path: Path) => new UserError('INVALID', 'there are two rates in this currency', path),
  amount: (path: Path) => new UserError('INVALID', 'a rate is between 0 and 9999999999999', path),
  stale: (version: bigint) =>
    new UserError('STALE_VERSION', 'the shipping method has been changed in the meantime', ['expectedVersion'], {
      version: version.toString(),
    }),
  unknown: (what: string, id: string, path: Path) => new UserError('NOT_FOUND', `there is no ${what} ${id.slice(0, 100)}`, path),
};
