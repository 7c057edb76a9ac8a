import { UserError, type Path } from '#kernel';

/** Everything that access may refuse. */
export const accessErrors = {
  noKey: (id: string) => new UserError('NOT_FOUND', `there is no key ${id.slice(0, 40)}`, ['id']),
  unknownPermission: (index: number, name: string) =>
    new UserError('INVALID', `${name.slice(0, 40)} is not a permission that can be granted`, ['permissions', index], {
      permission: name.slice(0, 40),
    }),
  notYours: (permission: string, path: Path) =>
    new UserError('FORBIDDEN', `nobody grants or takes what they may not do themselves: ${permission}`, path, { permission }),
  badKey: (field: string, message: string) => new UserError('INVALID', message, [field]),
  notAnId: (path: Path, of: string) => new UserError('INVALID', `this is not the id of ${of}`, path),
  badPassword: (path: Path, min: number, max: number) =>
    new UserError('INVALID', `a password has ${min} to ${max} characters`, path, { min, max }),
  wrongCredentials: () => new UserError('FORBIDDEN', 'the e-mail address or the password is wrong'),
  wrongPassword: () => new UserError('FORBIDDEN', 'the password is wrong', ['currentPassword']),
  notSignedIn: () => new UserError('FORBIDDEN', 'only a member of staff who has signed in has a password'),
  signedOut: () => new UserError('NOT_FOUND', 'this session has ended: sign in again', ['refreshToken']),
  tooManyAttempts: (retryAfterSeconds: number) =>
    new UserError('LIMIT_REACHED', `too many attempts: try again in ${retryAfterSeconds} seconds`, [], { retryAfterSeconds }),
  emailTaken: () => new UserError('ALREADY_EXISTS', 'somebody has this e-mail address already', ['email']),
  noRole: (path: Path) => new UserError('NOT_FOUND', 'there is no such role', path),
  stale: (version: bigint) =>
    new UserError('STALE_VERSION', 'it has been changed in the meantime', ['expectedVersion'], { version: version.toString() }),
  noStaff: () => new UserError('NOT_FOUND', 'there is nobody of this id', ['id']),
} as const;
