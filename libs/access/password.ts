import type { Path } from '#kernel';
import { accessErrors } from './access.errors.js';

/** The fewest characters of a password. */
export const shortestPassword = 10;
/** The most characters of a password. */
export const longestPassword = 200;

/** The password in the form in which it is compared, however a keyboard has put its letters together. @throws UserError INVALID */
export function checkedPassword(password: string, path: Path): string {
  const { length } = password;
  if (length < shortestPassword || length > longestPassword)
    throw accessErrors.badPassword(path, shortestPassword, longestPassword);
  return canonicalPassword(password);
}

/** What is hashed of a password, right or wrong: of a text that no password can be, only as much as one has. */
export function canonicalPassword(password: string): string {
  return password.slice(0, longestPassword * 2 + 1).normalize('NFKC');
}
