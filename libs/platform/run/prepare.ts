import { StartupError, type Config } from '#platform/config';
import { migrate, type Migrated } from '#platform/db';
import { reachRedis, whyNotListen } from '#platform/servers';

/**
 * Sees that a process alone finds what it needs, and brings the database up to date.
 * @throws StartupError with what to do
 */
export async function prepare(config: Config): Promise<Migrated> {
  if (!config.databaseUrl)
    throw new StartupError('DATABASE_URL is not set: name a PostgreSQL, or use npm start, which brings one.');
  if (config.redisUrl) await reachRedis(config.redisUrl);
  return migrate(config.databaseUrl);
}

/** @throws StartupError when HTTP cannot listen where it shall */
export async function requireFreePort(config: Config): Promise<void> {
  if (config.port === 0) return;
  const code = await whyNotListen(config.port, config.host);
  const port = String(config.port);
  if (code === 'EADDRINUSE')
    throw new StartupError(
      `Port ${port} of ${config.host} is taken by another program: stop that, or choose another port, as in PORT=4001 npm start.`,
    );
  if (code === 'EACCES')
    throw new StartupError(
      `Port ${port} needs privileges that this account lacks: choose one above 1023, as in PORT=4000 npm start.`,
    );
  if (code) throw new StartupError(`It is not possible to listen at ${config.host}:${port} (${code}): correct HOST and PORT.`);
}
