import { UserError, type Path } from '#kernel';

/** Everything that access may refuse. */
export const accessErrors = {
  noKey: (id: string) => new UserError('NOT_FOUND', `there is no key ${id.slice(0, 40)}`, ['id']),
  noName: () => new UserError('INVALID', 'a name has 1 to 200 characters', ['name'], { min: 1, max: 200 }),
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
  signedOut: () => new UserError('NOT_FOUND', 'this session has ended: sign in again', ['refreshToken']),
  tooManyAttempts: (retryAfterSeconds: number) =>
    new UserError('LIMIT_REACHED', `too many attempts: try again in ${retryAfterSeconds} seconds`, [], { retryAfterSeconds }),
  badCode: () => new UserError('INVALID', 'a code has 1 to 40 small letters, digits and hyphens', ['code']),
  codeTaken: (code: string) => new UserError('ALREADY_EXISTS', `the code ${code} is taken`, ['code'], { code }),
  emailTaken: () => new UserError('ALREADY_EXISTS', 'somebody has this e-mail address already', ['email']),
  noRole: (path: Path) => new UserError('NOT_FOUND', 'there is no such role', path),
  noStaff: () => new UserError('NOT_FOUND', 'there is nobody of this id', ['id']),
} as const;
