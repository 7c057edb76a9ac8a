import { UserError, type Path } from '#kernel';
import { mostMembers } from './segment.js';

/** Everything that segments may refuse. */
export const segmentsErrors = {
  noSegment: (path: Path) => new UserError('NOT_FOUND', 'there is no such segment', path),
  noCustomer: (path: Path) => new UserError('NOT_FOUND', 'there is no such customer', path),
  tooMany: (field: string) =>
    new UserError('INVALID', `at most ${mostMembers} customers go in or out at a time; a file takes more`, [field], {
      max: mostMembers,
    }),
  bothWays: (path: Path) => new UserError('INVALID', 'a customer is either put in or taken out', path),
  stale: (version: bigint) =>
    new UserError('STALE_VERSION', `the segment is at version ${version}`, ['expectedVersion'], { version: String(version) }),
} as const;
