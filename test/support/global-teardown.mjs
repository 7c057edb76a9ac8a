import { once } from 'node:events';
import pg from 'pg';

/** Drops what this run made on a server that stays, and stops the servers it started. */
export default async function stopServers() {
  if (process.env.TEST_DATABASE_URL) await dropDatabases();
  const child = globalThis.testServers;
  const ended = once(child, 'exit');
  child.ref();
  child.stdin.end();
  await ended;
}

async function dropDatabases() {
  const client = new pg.Client({ connectionString: process.env.TEST_SERVER_URL });
  await client.connect();
  const { rows } = await client.query('select datname from pg_database where starts_with(datname, $1)', [
    `cartwright_${process.env.TEST_RUN}_`,
  ]);
  for (const { datname } of rows) {
    await client.query(`alter database "${datname}" is_template false`);
    await client.query(`drop database "${datname}" with (force)`);
  }
  await client.end();
}
