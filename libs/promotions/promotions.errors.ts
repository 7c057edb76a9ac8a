import { longestCode } from '#engine';
import { UserError } from '#kernel';

/** What promotions may refuse, as data. */
export const refused = {
  unknown: (id: string) => new UserError('NOT_FOUND', `there is no promotion ${id.slice(0, 100)}`, ['id']),
  name: () => new UserError('INVALID', 'a name has 1 to 255 characters', ['name']),
  code: () =>
    new UserError('INVALID', `a code has 1 to ${longestCode} characters, none of them blank`, ['code'], { max: longestCode }),
  taken: (code: string) => new UserError('ALREADY_EXISTS', `another promotion has the code ${code}`, ['code']),
  usageLimit: () => new UserError('INVALID', 'a usage limit is a whole number above 0', ['usageLimit'], { min: 1 }),
  window: () => new UserError('INVALID', 'the end must be after the beginning', ['validTo']),
  archived: () => new UserError('WRONG_STATE', 'an archived promotion is not changed any more', ['id'], { status: 'ARCHIVED' }),
  stale: (version: bigint) =>
    new UserError('STALE_VERSION', 'the promotion has been changed in the meantime', ['expectedVersion'], {
      version: version.toString(),
    }),
};
