import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { connect } from '#platform/db';
import { fromSetup, onServer, urlOf } from '../../test/support/server.js';

const root = new URL('../../', import.meta.url);

/** Starts what `npm start` starts, from the build, and waits for its end: all it said, and its exit code. */
async function start(environment: Record<string, string>): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, ['dist/apps/serve/main.js'], {
    cwd: root,
    env: { PATH: process.env.PATH, LOG_LEVEL: 'warn', PORT: '0', DATABASE_URL: fromSetup('TEST_SERVER_URL'), ...environment },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, said: said.trim() };
}

test('a busy port', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const PORT = (server.address() as AddressInfo).port.toString();
  expect(await start({ PORT })).toEqual({
    code: 1,
    said: `Port ${PORT} of 127.0.0.1 is taken by another program: stop that, or choose another port, as in PORT=4001 npm start.`,
  });
  server.close();
});

test('a wrong value', async () => {
  expect(await start({ PORT: 'http' })).toEqual({
    code: 1,
    said: 'PORT has to be a port from 0 (any free one) to 65535, which "http" is not: correct it or leave it unset.',
  });
});

test('an unreachable database', async () => {
  expect(
    await start({ DATABASE_URL: 'postgresql://postgres@127.0.0.1:1/shop', REDIS_URL: fromSetup('TEST_SERVER_REDIS') }),
  ).toEqual({
    code: 1,
    said:
      'PostgreSQL at 127.0.0.1:1 cannot be reached (connect ECONNREFUSED 127.0.0.1:1): ' +
      'start it, or correct DATABASE_URL, or unset it to use the embedded one.',
  });
});

test('an unreachable Redis', async () => {
  expect(await start({ REDIS_URL: 'redis://127.0.0.1:1' })).toEqual({
    code: 1,
    said: 'Redis at 127.0.0.1:1 cannot be used (connect ECONNREFUSED 127.0.0.1:1): start it, or correct REDIS_URL, or unset it.',
  });
});

test('a migration that another tool left half applied', async () => {
  const name = `cartwright_${fromSetup('TEST_RUN')}_half`;
  await onServer((server) => server.query(`create database "${name}"`));
  const client = await connect(urlOf(name));
  await client.query(`create table _prisma_migrations (
    id varchar(36) primary key, checksum varchar(64) not null, finished_at timestamptz, migration_name varchar(255) not null,
    logs text, rolled_back_at timestamptz, started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`);
  await client.query("insert into _prisma_migrations (id, checksum, migration_name) values ('1', '', '20200101000000_old')");
  await client.end();
  const { code, said } = await start({ DATABASE_URL: urlOf(name), REDIS_URL: fromSetup('TEST_SERVER_REDIS') });
  await onServer((server) => server.query(`drop database "${name}" with (force)`));
  expect(code).toBe(1);
  expect(said).toMatch(
    /^The migration 20200101000000_old was begun by another tool and never finished: [^\n]+ and start again\.$/,
  );
});
