import { UserError, type Path } from '#kernel';

/** What pricing may refuse, as data. */
export const refused = {
  noList: (list: string, path: Path) => new UserError('NOT_FOUND', `there is no price list ${list.slice(0, 100)}`, path),
  noVariant: (variant: string, path: Path) => new UserError('NOT_FOUND', `there is no variant ${variant.slice(0, 100)}`, path),
  unknown: (what: string, value: string, path: Path) =>
    new UserError('NOT_FOUND', `there is no ${what} ${value.slice(0, 100)}`, path),
  noDimension: (name: string, path: Path) => new UserError('INVALID', `an audience has no dimension ${name.slice(0, 100)}`, path),
  tooMany: (max: number, path: Path) =>
    new UserError('INVALID', `an audience names at most ${max} of a kind; make a group of them`, path, { max }),
  country: (path: Path) => new UserError('INVALID', 'a country is two capital letters, as ISO 3166 has them', path),
  stale: (version: bigint) =>
    new UserError('STALE_VERSION', 'the price list has been changed in the meantime', ['expectedVersion'], {
      version: version.toString(),
    }),
  twice: (path: Path) => new UserError('INVALID', 'the prices of a variant in a list are given twice', path),
  sameTier: (path: Path) => new UserError('INVALID', 'two tiers begin at the same quantity', path),
  negative: (what: string, path: Path) => new UserError('INVALID', `${what} must not be below 0`, path, { min: 0 }),
  tooLarge: (what: string, path: Path) => new UserError('INVALID', `${what} is too large`, path),
  compareAt: (path: Path) => new UserError('INVALID', 'a former price must not be below the price', path),
  tooManyFloors: (max: number, path: Path) =>
    new UserError('INVALID', `at most ${max} least prices are set at a time`, path, { max }),
  floorTwice: (path: Path) => new UserError('INVALID', 'the least price of a variant in a currency is given twice', path),
  floorZero: (path: Path) => new UserError('INVALID', 'a least price is above 0; null takes it away', path, { min: 0 }),
  code: (path: Path) =>
    new UserError('INVALID', 'a code is made of letters, digits, hyphens, dots and underscores, 100 at most', path),
  name: (path: Path) => new UserError('INVALID', 'a name has 1 to 255 characters', path),
  taken: (code: string, path: Path) => new UserError('ALREADY_EXISTS', `there is a price list ${code} already`, path),
  past: (now: number, path: Path) =>
    new UserError('INVALID', 'what was charged stays: a price begins now or later', path, { now: new Date(now).toISOString() }),
  zone: (path: Path) => new UserError('INVALID', 'there is no such time zone; IANA has names such as Europe/Amsterdam', path),
  local: (path: Path) => new UserError('INVALID', 'a local time is a date, or a date and a time, such as 2027-03-28T17:00', path),
  noBound: (path: Path) => new UserError('INVALID', 'a window has a beginning or an end', path),
  twoWindows: (path: Path) => new UserError('INVALID', 'give either instants or local times in a zone', path),
  percent: (path: Path) => new UserError('INVALID', 'a percentage lies between -100 and 100', path, { min: -100, max: 100 }),
  derivedTwice: (path: Path) => new UserError('INVALID', 'prices are taken off another list that has prices of its own', path),
  otherBasis: (path: Path) => new UserError('INVALID', 'prices are taken off a list of the same currency and tax entry', path),
  ofContract: (number: string, path: Path) =>
    new UserError('INVALID', `this is the price list of the contract ${number}: change the contract`, path),
  attribute: (path: Path) => new UserError('INVALID', "an attribute's code has 1 to 100 letters, digits and signs", path),
  noTierGroup: (path: Path) => new UserError('INVALID', 'tier groups need the attribute whose value names them', path),
  noPeriod: (path: Path) => new UserError('INVALID', 'only the prices of a contract have a period that counts', path),
  tooManyCaps: (max: number, path: Path) => new UserError('INVALID', `a contract has at most ${max} caps`, path, { max }),
  capTwice: (path: Path) => new UserError('INVALID', 'there is a cap of the same kind on the same thing', path),
  capZero: (path: Path) => new UserError('INVALID', 'a cap must be above 0', path, { min: 0 }),
  capValue: (of: string, path: Path) =>
    new UserError('INVALID', of === 'ALL' ? 'a cap on all names nothing' : `a cap of ${of} names what it is on`, path),
  tooManyRates: (max: number, path: Path) =>
    new UserError('INVALID', `at most ${max} rates are published at a time`, path, { max }),
  sameCurrency: (path: Path) => new UserError('INVALID', 'a rate leads to another currency', path),
  rateZero: (path: Path) => new UserError('INVALID', 'a rate must be above 0', path, { min: 0 }),
  rateTwice: (path: Path) => new UserError('ALREADY_EXISTS', 'there is a rate of these currencies from that instant on', path),
  pastRate: (now: number, path: Path) =>
    new UserError('INVALID', 'what was published stays: a rate begins now or later', path, { now: new Date(now).toISOString() }),
  stepZero: (path: Path) => new UserError('INVALID', 'a step must be above 0', path, { min: 0 }),
  ending: (path: Path) => new UserError('INVALID', 'an ending is at least 0, and below the step', path),
  notOver: (now: number, path: Path) =>
    new UserError('INVALID', 'only what is over is corrected: set prices from now on', path, {
      now: new Date(now).toISOString(),
    }),
  reason: (max: number, path: Path) => new UserError('INVALID', `a reason has 1 to ${max} characters`, path, { max }),
  window: (path: Path) => new UserError('INVALID', 'the end must be after the beginning', path),
};
