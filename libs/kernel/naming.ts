import { UserError } from './user-error.js';

/** A short name for machines: small letters, digits and hyphens. @throws UserError INVALID at `code` */
export function shortCode(code: string): string {
  if (/^[a-z0-9-]{1,40}$/.test(code)) return code;
  throw new UserError('INVALID', 'a code has 1 to 40 small letters, digits and hyphens', ['code']);
}

/** A name for people, without the blanks around it. @throws UserError INVALID at `name` */
export function shortName(name: string): string {
  const trimmed = name.trim();
  if (trimmed.length >= 1 && trimmed.length <= 200) return trimmed;
  throw new UserError('INVALID', 'a name has 1 to 200 characters', ['name'], { min: 1, max: 200 });
}

/** Why something cannot have a code: another has it. */
export function codeTaken(code: string): UserError {
  return new UserError('ALREADY_EXISTS', `the code ${code} is taken`, ['code'], { code });
}
