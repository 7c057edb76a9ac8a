import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { projectFolder, StartupError, type Config } from '#platform/config';
import { privatePostgres } from './private-postgres.js';
import type { PrivateServer } from './private-server.js';
import { privateRedis, redisProgram } from './private-redis.js';

/** The servers that a process works with, wherever they come from. */
export interface Servers {
  readonly databaseUrl: string;
  readonly redisUrl: string | null;
  /** What is used, for the person who started it. */
  readonly database: string;
  readonly redis: string;
  /** Stops those that are private to this clone and belong to this process. */
  stop(): Promise<void>;
}

/**
 * Finds PostgreSQL and Redis: those of the configuration, else private ones of this clone, started where needed.
 * With `share` the private ones may belong to a process that already runs, as a command beside `npm start` wants.
 * @throws StartupError with what to do
 */
export async function openServers(config: Config, options: { readonly share?: boolean } = {}): Promise<Servers> {
  const folder = join(realpathSync(projectFolder), '.data');
  mkdirSync(folder, { recursive: true });
  const share = options.share ?? false;
  const [postgres, redis] = await Promise.allSettled([openPostgres(config, folder, share), openRedis(config, folder, share)]);
  const opened = [redis, postgres].flatMap((server) => (server.status === 'fulfilled' && server.value ? [server.value] : []));
  const stop = async () => {
    for (const server of opened) await server.stop();
  };
  for (const result of [postgres, redis]) {
    if (result.status !== 'rejected') continue;
    await stop();
    throw result.reason;
  }
  const database = settled(postgres);
  const cache = settled(redis);
  return {
    databaseUrl: database?.url ?? '',
    redisUrl: cache?.url ?? null,
    database: database?.description ?? '',
    redis:
      cache?.description ??
      'none found (no REDIS_URL, no redis-server or valkey-server on the PATH): news is polled from the database',
    stop,
  };
}

async function openPostgres(config: Config, folder: string, share: boolean): Promise<PrivateServer> {
  return config.databaseUrl ? outside(config.databaseUrl, 'DATABASE_URL') : privatePostgres(folder, share);
}

async function openRedis(config: Config, folder: string, share: boolean): Promise<PrivateServer | null> {
  if (config.redisUrl) {
    await reachRedis(config.redisUrl);
    return outside(config.redisUrl, 'REDIS_URL');
  }
  const program = redisProgram();
  return program ? privateRedis(folder, program, share) : null;
}

/** @throws StartupError when no Redis answers there, or lets us in */
export async function reachRedis(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 5_000, maxRetriesPerRequest: 0 });
  let reason = '';
  redis.on('error', (error: Error) => (reason = error.message));
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    reason ||= error instanceof Error ? error.message : String(error);
    throw new StartupError(
      `Redis at ${new URL(url).host} cannot be used (${reason}): start it, or correct REDIS_URL, or unset it.`,
    );
  } finally {
    redis.disconnect();
  }
}

function outside(url: string, variable: string): PrivateServer {
  const { host, pathname } = new URL(url);
  return { url, description: `${host}${pathname} (${variable})`, stop: () => Promise.resolve() };
}

function settled<T>(result: PromiseSettledResult<T>): T | null {
  return result.status === 'fulfilled' ? result.value : null;
}
