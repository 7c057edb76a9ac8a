import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from 'pg';
import { StartupError } from '#platform/config';
import { fromSetup } from '../../../test/support/server.js';
import { connect } from './connect.js';
import { migrate } from './migrate.js';

const server = fromSetup('TEST_SERVER_URL');
const name = `cartwright_${fromSetup('TEST_RUN')}_migrate`;
const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
let admin: Client;
let folder: string;

function write(migration: string, sql: string) {
  mkdirSync(join(folder, migration), { recursive: true });
  writeFileSync(join(folder, migration, 'migration.sql'), sql);
}

async function ask(sql: string): Promise<unknown[]> {
  const client = await connect(url);
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows.map((row) => Object.values(row)[0]);
}

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (error: unknown) => (error instanceof StartupError ? error.message : `not a sentence: ${String(error)}`),
  );

beforeAll(async () => {
  admin = await connect(server);
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  await admin.query(`create database "${name}"`);
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await admin.query(`drop database "${name}" with (force)`);
});
afterAll(() => admin.end());

test('applies what is missing, in order, once', async () => {
  write('1_first', 'create table a (id int); insert into a values (1);');
  expect(await migrate(url, folder)).toEqual({ applied: ['1_first'], warnings: [] });
  write('2_second', 'update a set id = id + 1;');
  expect(await migrate(url, folder)).toEqual({ applied: ['2_second'], warnings: [] });
  expect(await migrate(url, folder)).toEqual({ applied: [], warnings: [] });
  expect(await ask('select id from a')).toEqual([2]);
});

test('processes that start together apply each migration once', async () => {
  write('1_first', 'create table a (id int); select pg_sleep(0.1); insert into a values (1);');
  const runs = await Promise.all([1, 2, 3, 4].map(() => migrate(url, folder)));
  expect(runs.flatMap(({ applied }) => applied)).toEqual(['1_first']);
  expect(await ask('select count(*)::int from a')).toEqual([1]);
});

test('a failing migration leaves nothing behind, and what came before stays', async () => {
  write('1_first', 'create table a (id int);');
  write('2_wrong', 'create table b (id int); select no_such_thing();');
  expect(await refusal(migrate(url, folder))).toBe(
    'The migration 2_wrong failed (function no_such_thing() does not exist); nothing of it was kept: correct it and start again.',
  );
  expect(await ask("select tablename from pg_tables where schemaname = 'public' order by 1")).toEqual([
    '_prisma_migrations',
    'a',
  ]);
  expect(await ask('select migration_name from _prisma_migrations')).toEqual(['1_first']);
  write('2_wrong', 'create table b (id int);');
  expect((await migrate(url, folder)).applied).toEqual(['2_wrong']);
});

test('an extension that the role may not create is asked for in a sentence', async () => {
  const role = `limited_${String(process.pid)}`;
  await admin.query(`create role ${role} login password 'x'`);
  try {
    await ask(`grant create on schema public to ${role}`);
    write('1_first', 'create extension pg_trgm;');
    const limited = Object.assign(new URL(url), { username: role, password: 'x' }).href;
    expect(await refusal(migrate(limited, folder))).toBe(
      'The migration 1_first needs the PostgreSQL extension pg_trgm (permission denied to create extension "pg_trgm"). Either let the role ' +
        'create it (grant create on the database), or have an administrator run "create extension pg_trgm" in the database, then start again.',
    );
  } finally {
    await ask(`drop owned by ${role}`);
    await admin.query(`drop role ${role}`);
  }
});

test('a migration that another tool left half applied stops the start', async () => {
  write('1_first', 'create table a (id int);');
  await migrate(url, folder);
  await ask('update _prisma_migrations set finished_at = null');
  expect(await refusal(migrate(url, folder))).toMatch(/^The migration 1_first was begun by another tool and never finished: /);
  await ask('update _prisma_migrations set rolled_back_at = now()');
  await ask('drop table a');
  expect((await migrate(url, folder)).applied).toEqual(['1_first']);
});

test('an edited migration and an unknown one are told of', async () => {
  write('1_first', 'create table a (id int);');
  write('2_second', 'create table b (id int);');
  await migrate(url, folder);
  write('1_first', 'create table a (id bigint);');
  rmSync(join(folder, '2_second'), { recursive: true });
  expect(await migrate(url, folder)).toEqual({
    applied: [],
    warnings: [
      'The migration 1_first was edited after it was applied to this database.',
      'The database has the migration 2_second, which this version does not know.',
    ],
  });
});

test.each([
  [
    'no database',
    { pathname: '/none_such' },
    /^PostgreSQL at \S+ has no database "none_such": create it \(createdb none_such\) or correct DATABASE_URL\.$/,
  ],
  [
    'wrong password',
    { username: 'stranger' },
    /^PostgreSQL at \S+ does not let the user "stranger" in: correct user and password in DATABASE_URL\.$/,
  ],
  [
    'nobody listens',
    { port: '1' },
    /^PostgreSQL at 127\.0\.0\.1:1 cannot be reached \(connect ECONNREFUSED 127\.0\.0\.1:1\): start it, /,
  ],
  ['no such host', { hostname: 'nowhere.invalid' }, /^PostgreSQL at nowhere\.invalid:\d+ cannot be reached \(/],
])('a wrong address is one sentence: %s', async (_case, change, sentence) => {
  expect(await refusal(migrate(Object.assign(new URL(server), { hostname: '127.0.0.1' }, change).href, folder))).toMatch(
    sentence,
  );
});
