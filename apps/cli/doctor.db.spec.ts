import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { Redis } from 'ioredis';
import { usingDatabase } from '../../test/support/database.js';
import { redisUrl } from '../../test/support/redis.js';
import { within } from '../../test/support/staff.js';
import { WorkerModule } from '../worker/worker.module.js';
import { doctorCommand } from './doctor.js';
import { linesOf, type Finding } from './doctor/finding.js';
import { node } from './doctor/machine.js';

const postgres = usingDatabase();
const query = (sql: string) => postgres.database.pool.query(sql);

/** What the doctor finds with this environment. */
async function examined(environment: Readonly<Record<string, string>> = {}): Promise<{
  readonly code: number;
  readonly findings: readonly Finding[];
  readonly of: (about: string) => Finding | undefined;
}> {
  const before = { ...process.env };
  const { log } = console;
  let said = '';
  let code = -1;
  Object.assign(process.env, { PORT: '0', DATABASE_URL: postgres.url, REDIS_URL: redisUrl() ?? '' }, environment);
  console.log = (line: string) => (said += line);
  try {
    await doctorCommand((ended) => (code = ended)).parseAsync(['--json'], { from: 'user' });
  } finally {
    console.log = log;
    process.env = before;
  }
  const { healthy, findings } = JSON.parse(said) as { healthy: boolean; findings: Finding[] };
  expect(healthy).toBe(code === 0);
  return { code, findings, of: (about) => findings.find((each) => each.about === about) };
}

test('a fresh database is fit for work, and nobody works yet', async () => {
  const { code, findings } = await examined();
  const bad = findings.filter(({ level }) => level === 'bad');
  // the run's own server is fast rather than safe
  expect(bad.map(({ about, says }) => ({ about, says }))).toEqual([
    { about: 'durability', says: expect.stringMatching(/^A crash may lose what was sold: .*fsync.* off\.$/) },
  ]);
  expect(code).toBe(1);
  const levels = Object.fromEntries(findings.map(({ about, level }) => [about, level]));
  expect(levels).toMatchObject({ node: 'ok', port: 'ok', database: 'ok', extensions: 'ok', clock: 'ok', migrations: 'ok' });
  expect(levels).toMatchObject({ relay: 'warn', outbox: 'ok', deliveries: 'ok', parked: 'ok', holds: 'ok', redis: 'ok' });
});

test('a database that nobody can reach is bad, in a sentence that holds no password', async () => {
  const { code, of, findings } = await examined({ DATABASE_URL: 'postgresql://ada:hunter2@127.0.0.1:1/shop' });
  expect([code, of('database')]).toEqual([
    1,
    {
      about: 'database',
      level: 'bad',
      says: 'PostgreSQL at 127.0.0.1:1 cannot be reached (connect ECONNREFUSED 127.0.0.1:1).',
      mend: 'Start it, or correct DATABASE_URL, or unset it to use the embedded one.',
    },
  ]);
  expect(JSON.stringify(findings)).not.toContain('hunter2');
});

test('a variable that cannot be meant is bad', async () => {
  expect(await examined({ DATABASE_POOL: 'many' })).toMatchObject({
    code: 1,
    findings: [{ about: 'configuration', says: expect.stringContaining('DATABASE_POOL has to be'), mend: expect.any(String) }],
  });
});

test('a migration that is missing is known of; nothing is applied', async () => {
  const last = `(select max(migration_name) from _prisma_migrations)`;
  await query(`create table kept as select * from _prisma_migrations where migration_name = ${last}`);
  await query(`delete from _prisma_migrations where migration_name = ${last}`);
  const { of, findings } = await examined();
  expect(of('migrations')).toMatchObject({
    level: 'warn',
    says: expect.stringMatching(/ applied, 1 missing, from \d{14}_\w+ on\.$/),
  });
  // tables that may not be there are not asked
  expect(findings.map(({ about }) => about)).not.toContain('outbox');
  await query('insert into _prisma_migrations select * from kept');
  await query('update _prisma_migrations set finished_at = null where migration_name = (select migration_name from kept)');
  expect((await examined()).of('migrations')).toMatchObject({ level: 'bad', says: expect.stringContaining('never finished') });
  await query('update _prisma_migrations set finished_at = now() where finished_at is null');
  await query('drop table kept');
  expect((await examined()).of('migrations')?.level).toBe('ok');
});

test('a parked delivery, a full outbox and a consumer that lags are told, with how to mend them', async () => {
  await query(`insert into consumer (name, hears) values ('books', '{order.placed}'), ('mail', '{order.placed}')`);
  await query(`insert into outbox (id, type, aggregate_type, aggregate_id, aggregate_version, schema_version, payload, actor, occurred_at)
    select 'evt_' || n, 'order.placed', 'order', 'ord_' || n, 1, 1, '{}', 'system', now() - interval '10 minutes' from generate_series(1, 700) n`);
  await query(`insert into delivery (consumer, aggregate_id, aggregate_version, event_id, attempts, parked_at, error)
    values ('books', 'ord_1', 1, 'evt_1', 10, now(), 'no such account')`);
  await query(`insert into delivery (consumer, aggregate_id, aggregate_version, event_id, due_at)
    values ('mail', 'ord_1', 1, 'evt_1', now() - interval '5 minutes')`);
  const { code, of } = await examined();
  expect(code).toBe(1);
  const startWorker = 'Start a worker: npm run start:worker, or npm start.';
  expect(of('relay')).toEqual({
    about: 'relay',
    level: 'bad',
    says: 'No relay is at work: nobody hears of what happens.',
    mend: startWorker,
  });
  expect(of('outbox')).toEqual({
    about: 'outbox',
    level: 'bad',
    says: '700 events wait, the oldest for 10 min.',
    mend: startWorker,
  });
  expect(of('deliveries')).toMatchObject({ level: 'warn', says: 'mail is 5 min behind with 1' });
  expect(of('parked')).toEqual({
    about: 'parked',
    level: 'bad',
    says: 'Parked: 1 of books.',
    mend: 'npm run cli -- events parked shows why; correct that, then npm run cli -- events replay CONSUMER.',
  });
  await query('delete from delivery; delete from outbox; delete from consumer');
});

test('a relay that is at work is seen', async () => {
  const environment = { DATABASE_URL: postgres.url, REDIS_URL: redisUrl() ?? '' };
  const before = { ...process.env };
  Object.assign(process.env, environment);
  const worker = await NestFactory.createApplicationContext(WorkerModule, { logger: false });
  process.env = before;
  const relay = async () => (await examined()).of('relay');
  expect(await within(5000, async () => (await relay())?.level === 'ok')).toBe(true);
  expect(await relay()).toEqual({ about: 'relay', level: 'ok', says: 'A relay is at work.', mend: null });
  await worker.close();
  expect(await relay()).toMatchObject({ level: 'warn' });
});

test('a port is free, ours, or taken by a stranger', async () => {
  let answer: object = { status: 'ready' };
  const server = createServer((_request, response) => response.end(JSON.stringify(answer)));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const PORT = (server.address() as AddressInfo).port.toString();
  const port = async () => (await examined({ PORT })).of('port');
  expect(await port()).toMatchObject({ level: 'ok', says: `Our API answers at 127.0.0.1:${PORT} and is ready.` });
  answer = { status: 'not ready', reason: 'database' };
  expect(await port()).toMatchObject({ level: 'bad', says: expect.stringContaining('not ready (database)') });
  answer = { hello: 'world' };
  expect(await port()).toMatchObject({ level: 'bad', says: `127.0.0.1:${PORT} is taken by another program.` });
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
  expect(await port()).toMatchObject({ level: 'ok', says: `127.0.0.1:${PORT} is free: no API runs there.` });
});

test('a Redis that may throw jobs away is bad, and so is one that is not there', async () => {
  expect((await examined({ REDIS_URL: 'redis://127.0.0.1:1' })).of('redis')).toMatchObject({
    level: 'bad',
    says: 'Redis at 127.0.0.1:1 cannot be used (connect ECONNREFUSED 127.0.0.1:1).',
  });
  const url = redisUrl();
  if (url === undefined) return;
  const redis = new Redis(url);
  await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
  const found = (await examined()).of('redis memory');
  await redis.config('SET', 'maxmemory-policy', 'noeviction');
  redis.disconnect();
  expect(found).toMatchObject({ level: 'bad', says: 'Redis may throw jobs away (maxmemory-policy allkeys-lru).' });
  expect((await examined()).of('redis memory')?.level).toBe('ok');
});

test('an old Node is told', () => {
  expect(node('18.19.1')).toMatchObject({ level: 'bad', mend: 'Install Node 20.19 or newer.' });
  expect(node('20.18.3').level).toBe('bad');
  expect([node('20.19.0').level, node('22.1.0').level]).toEqual(['ok', 'ok']);
});

test('a person reads a line each, and what to do below it', () => {
  const findings: Finding[] = [
    { about: 'node', level: 'ok', says: 'Node 20.', mend: null },
    { about: 'parked', level: 'bad', says: 'Parked: 1 of books.', mend: 'Replay it.' },
  ];
  expect(linesOf(findings)).toEqual([
    'ok    node    Node 20.',
    'bad   parked  Parked: 1 of books.',
    '              → Replay it.',
    '1 bad, 0 to know about',
  ]);
  expect(linesOf(findings.slice(0, 1)).at(-1)).toBe('all is well');
});
