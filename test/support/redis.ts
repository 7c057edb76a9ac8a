import { createHash } from 'node:crypto';
import { fromSetup } from './server.js';

/** How many numbered databases the private server of a run has; the first is nobody's. */
const databases = 4096;

/** A numbered database of the run's Redis for this spec file alone, or undefined where there is no Redis. */
export function redisUrl(): string | undefined {
  const server = fromSetup('TEST_SERVER_REDIS');
  if (server === '') return undefined;
  if (process.env['TEST_REDIS_URL']) return server;
  const path = expect.getState().testPath ?? '';
  const hash = createHash('sha256').update(path).digest().readUInt32BE();
  return `${server}/${String(1 + (hash % (databases - 1)))}`;
}
