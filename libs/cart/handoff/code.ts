import { createHash } from 'node:crypto';

/** Letters and digits that nobody mistakes for each other (Crockford's). */
export const codeAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** So many of them: 40 bits, which nobody guesses in the minutes that a code lasts. */
export const codeLength = 8;

/** The code as it is shown: two groups of four. */
export function shownCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** The code as it was meant, however it was typed; null: it cannot be one. */
export function codeTyped(text: string): string | null {
  const code = text.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll(/[IL]/g, '1').replaceAll('O', '0');
  return code.length === codeLength && Array.from(code).every((letter) => codeAlphabet.includes(letter)) ? code : null;
}

/** What is kept of a code. */
export function codeHash(code: string): string {
  return createHash('sha256').update(`cart hand-over ${code}`).digest('hex');
}
