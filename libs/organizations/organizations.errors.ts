import { UserError, type Path } from '#kernel';

/** What organizations may refuse, as data. */
export const refused = {
  unknown: (id: string, path: Path) => new UserError('NOT_FOUND', `there is no organization ${id.slice(0, 100)}`, path),
  noCustomer: (id: string) => new UserError('NOT_FOUND', `there is no customer ${id.slice(0, 100)}`, ['customerId']),
  noMember: () => new UserError('NOT_FOUND', 'the customer is not a member of this unit', ['customerId']),
  noInvitation: () => new UserError('NOT_FOUND', 'nobody has invited you to this unit', ['organizationId']),
  memberAlready: () => new UserError('ALREADY_EXISTS', 'the customer is a member of this unit already', ['customerId']),
  notAdmin: () =>
    new UserError('FORBIDDEN', 'only an ADMIN of the unit, or of one above it, changes its members', ['organizationId']),
  code: () => new UserError('INVALID', 'a code is made of letters, digits, hyphens, dots and underscores, 100 at most', ['code']),
  taken: (code: string) => new UserError('ALREADY_EXISTS', `there is an organization ${code} already`, ['code']),
  text: (path: Path) => new UserError('INVALID', 'it has 1 to 255 characters', path),
  belowItself: () => new UserError('INVALID', 'a unit cannot stand below itself', ['parentId']),
  tooDeep: () => new UserError('INVALID', 'at most ten units stand one below the other', ['parentId'], { max: 10 }),
  stale: (version: bigint) =>
    new UserError('STALE_VERSION', 'the organization has been changed in the meantime', ['expectedVersion'], {
      version: version.toString(),
    }),
};
