import { formatShort, percentScale, UserError, type Path, type Percent } from '#kernel';

/** What tax may refuse, as data. */
export const refused = {
  code: (path: Path) =>
    new UserError('INVALID', 'a code is made of letters, digits, hyphens, dots and underscores, 100 at most', path),
  name: (path: Path) => new UserError('INVALID', 'a name has 1 to 255 characters', path),
  country: (path: Path) => new UserError('INVALID', 'a country is two capitals such as DE (ISO 3166-1)', path),
  inAnotherZone: (country: string, zone: string, path: Path) =>
    new UserError('ALREADY_EXISTS', `${country} belongs to the zone ${zone} already`, path, { zone }),
  percent: (path: Path) => new UserError('INVALID', 'a tax rate is between 0 and 100 percent', path),
  window: (path: Path) => new UserError('INVALID', 'the end must be after the beginning', path),
  unknown: (what: string, id: string, path: Path) => new UserError('NOT_FOUND', `there is no ${what} ${id.slice(0, 100)}`, path),
  taken: (what: string, code: string, path: Path) => new UserError('ALREADY_EXISTS', `there is a ${what} ${code} already`, path),
  stale: (version: bigint) =>
    new UserError('STALE_VERSION', 'it has been changed in the meantime', ['expectedVersion'], { version: version.toString() }),
  notAlone: (country: string, zone: string, path: Path) =>
    new UserError('INVALID', `${country} is not alone in the zone ${zone}: give it one of its own first`, path, { zone }),
  clash: (taxClass: string, { percent, validFrom }: { percent: Percent; validFrom: number | null }, path: Path) => {
    const since = validFrom === null ? '' : ` since ${new Date(validFrom).toISOString()}`;
    return new UserError(
      'INVALID',
      `a rate of ${formatShort(percent, percentScale)} % holds for ${taxClass}${since}, which the table does not have: end it first`,
      path,
    );
  },
  twoHolders: (path: Path) => new UserError('INVALID', 'a customer or an organization, not both and not neither', path),
  number: (path: Path) => new UserError('INVALID', 'a number has 1 to 100 characters', path),
  vatId: (path: Path) => new UserError('INVALID', 'a VAT id begins with its country, such as NL123456789B01', path),
  noVatId: (path: Path) => new UserError('INVALID', 'a certificate is not checked: its number is its proof', path),
  zoneUnknown: (country: string, path: Path) =>
    new UserError('INVALID', `${country} is in no tax zone: name the zones in which it counts`, path),
  overlap: (path: Path) =>
    new UserError(
      'ALREADY_EXISTS',
      'a rate of the same tax holds for the class in the zone at the same time; end it first',
      path,
    ),
};
