import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/** Starts the servers of this run; the workers and their specs inherit where they are through the environment. */
export default async function startServers() {
  const child = spawn(process.execPath, [fileURLToPath(new URL('servers.mjs', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true, // an interrupt in the terminal must not reach it before it can clean up
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const { databaseUrl, redisUrl, error } = JSON.parse(line);
  if (error) throw new Error(error);
  for (const handle of [child, child.stdin, child.stdout]) handle.unref();
  globalThis.testServers = child;
  if (!redisUrl && process.env.CI) throw new Error('CI runs with Redis, and there is no redis-server on the PATH');
  if (!redisUrl) process.stderr.write('\n!! No redis-server or valkey-server on the PATH: the tests run without Redis.\n');
  process.env.TEST_SERVER_URL = databaseUrl;
  process.env.TEST_SERVER_REDIS = redisUrl ?? '';
  process.env.TEST_RUN = `${process.pid.toString(36)}${Date.now().toString(36)}`;
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('create extension if not exists pg_stat_statements').catch(() => undefined);
  await client.end();
}
