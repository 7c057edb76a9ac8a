import { createHash } from 'node:crypto';
import { canonicalCode } from '#engine';

/** What a code is kept and found by: no two codes differ by their case alone. */
export function codeHash(code: string): Uint8Array {
  return createHash('sha256').update(canonicalCode(code)).digest();
}
