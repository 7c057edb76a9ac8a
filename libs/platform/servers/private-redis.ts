import { spawn } from 'node:child_process';
import { accessSync, closeSync, constants, mkdirSync, openSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Redis } from 'ioredis';
import { StartupError } from '#platform/config';
import { readNotes, writeNotes, type Notes } from './notes.js';
import { freePort } from './ports.js';
import type { PrivateServer } from './private-server.js';
import { until } from './processes.js';

/** How the process names its connection to which the server belongs. */
const keeperName = 'cartwright-keeper';

/** The path of a Redis server on this machine, null when there is none. */
export function redisProgram(path = process.env.PATH ?? ''): string | null {
  const programs = path.split(delimiter).flatMap((folder) => ['redis-server', 'valkey-server'].map((name) => join(folder, name)));
  return programs.find(isProgram) ?? null;
}

/**
 * The Redis of this clone: the one that an earlier start left running, else started now.
 * With `share` it may belong to another process of this clone, which then also stops it.
 */
export async function privateRedis(folder: string, program: string, share: boolean): Promise<PrivateServer> {
  const data = join(folder, 'redis');
  const file = join(folder, 'redis.json');
  mkdirSync(data, { recursive: true });
  const kept = readNotes(file);
  const running = kept.port ? await connected(data, kept, 0) : null;
  const notes = running ? kept : { ...kept, port: await freePort(kept.port) };
  writeNotes(file, notes);
  if (!running) await start(program, data, notes, join(folder, 'redis.log'));
  const keeper = running ?? (await connected(data, notes, 20_000));
  if (!keeper) throw new StartupError(`The private Redis did not start: ${lastWords(join(folder, 'redis.log'))}`);
  const owned = await own(keeper, folder, share);
  return {
    url: urlOf(notes),
    description: `private ${program.split('/').at(-1) ?? 'Redis'}, data in ${data}, port ${String(notes.port)}`,
    async stop() {
      // it answers by closing the connection
      if (owned)
        await Promise.race([
          keeper.shutdown('NOSAVE').catch(() => undefined),
          new Promise((resolve) => keeper.once('end', resolve)),
        ]);
      keeper.disconnect();
    },
  };
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function urlOf(notes: Notes): string {
  return `redis://:${notes.password}@127.0.0.1:${String(notes.port)}`;
}

async function start(program: string, data: string, notes: Notes, log: string): Promise<void> {
  const output = openSync(log, 'w');
  // its settings come on standard input: a command line, with the password, could be read by everybody
  const child = spawn(program, ['-'], { cwd: data, detached: true, stdio: ['pipe', output, output] });
  closeSync(output);
  child.unref();
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => {
      reject(new StartupError(`The private Redis could not be started: ${error.message}`));
    });
  });
  const settings = {
    port: notes.port,
    bind: '127.0.0.1',
    requirepass: notes.password,
    dir: JSON.stringify(data),
    appendonly: 'yes',
    appendfsync: 'everysec',
    save: '""',
    'maxmemory-policy': 'noeviction',
  };
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(Object.entries(settings).map(([name, value]) => `${name} ${String(value)}\n`).join('')); // prettier-ignore
}

/** A connection to the server, proved to be ours by its password and by the folder it works in; null when none comes up. */
async function connected(data: string, notes: Notes, patience: number): Promise<Redis | null> {
  return until(async () => {
    const redis = new Redis(urlOf(notes), {
      lazyConnect: true,
      retryStrategy: () => null,
      connectTimeout: 2_000,
      maxRetriesPerRequest: 0,
    });
    redis.on('error', () => undefined);
    try {
      await redis.connect();
      const [, folder] = await redis.config('GET', 'dir');
      if (folder === data) return redis;
    } catch {
      // not yet, or another's
    }
    redis.disconnect();
    return null;
  }, patience);
}

async function own(keeper: Redis, folder: string, share: boolean): Promise<boolean> {
  const mine = await until(
    async () => {
      const clients = await keeper.client('LIST');
      return String(clients).includes(` name=${keeperName} `) ? null : true;
    },
    share ? 0 : 3_000,
  );
  if (mine) await keeper.client('SETNAME', keeperName);
  if (mine || share) return mine ?? false;
  keeper.disconnect();
  throw new StartupError(
    `Cartwright already runs from this folder (its Redis in ${folder} is in use): stop it first, or set REDIS_URL to another Redis.`,
  );
}

function lastWords(log: string): string {
  return readFileSync(log, 'utf8').trim().split('\n').at(-1) ?? `see ${log}`;
}
