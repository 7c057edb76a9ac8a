import { createHash } from 'node:crypto';

/** What is kept of a secret that chance has made: enough to recognize it, useless to whoever reads the table. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
