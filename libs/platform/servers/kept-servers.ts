import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '#platform/config';
import { readNotes } from './notes.js';

/** Where the private servers of this clone are, if they run: known from their notes, and nothing is started. */
export function keptServers(folder = join(projectFolder, '.data')): {
  readonly databaseUrl: string | null;
  readonly redisUrl: string | null;
} {
  return {
    databaseUrl: addressIn(join(folder, 'postgres.json'), (secret) => `postgresql://postgres:${secret}/cartwright`),
    redisUrl: addressIn(join(folder, 'redis.json'), (secret) => `redis://:${secret}`),
  };
}

function addressIn(file: string, spell: (secret: string) => string): string | null {
  if (!existsSync(file)) return null;
  const { port, password } = readNotes(file);
  return port === undefined ? null : spell(`${password}@127.0.0.1:${port.toString()}`);
}
