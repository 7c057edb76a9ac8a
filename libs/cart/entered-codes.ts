import { canonicalCode, type Terms } from '#engine';
import type { CartWish, GivenWish } from './named.js';

/** The wish with its code as the channel compares codes: in capitals, unless their case makes a difference there. */
export function canonicalIn(wish: GivenWish, { conventions: { codeCase } }: Terms): GivenWish {
  if (wish.type !== 'applyCode' && wish.type !== 'removeCode') return wish;
  return { ...wish, code: canonicalCode(wish.code, codeCase) };
}

/** The codes of wishes that the rules do not know: only the database can tell whether they count once. */
export function unknownCodes(wishes: readonly CartWish[], { codes }: Terms): string[] {
  return wishes.flatMap((wish) => (wish.type === 'applyCode' && !codes.has(wish.code) ? [wish.code] : []));
}
