import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Command } from 'commander';
import { permissions } from '#access';
import { usingDatabase } from '../../test/support/database.js';
import { eventsCommand } from './events.js';
import { keysCommand } from './keys.js';
import { seedCommand } from './seed.js';
import { staffCommand } from './staff.js';

const root = new URL('../../', import.meta.url);
const postgres = usingDatabase();
beforeAll(() => {
  Object.assign(process.env, { DATABASE_URL: postgres.url });
});

/** Runs a command here, on this file's database: what it printed. */
async function told(command: Command, ...words: string[]): Promise<string> {
  const { log } = console;
  const lines: string[] = [];
  console.log = (line: string) => lines.push(line);
  try {
    await command.parseAsync(words, { from: 'user' });
    return lines.join('\n');
  } finally {
    console.log = log;
  }
}
const keys = (...words: string[]) => told(keysCommand(), ...words);
const events = (...words: string[]) => told(eventsCommand(), ...words);
const staff = (...words: string[]) => told(staffCommand(), ...words);
const seed = (...words: string[]) => told(seedCommand(), ...words);

const query = async (sql: string): Promise<unknown[]> => (await postgres.database.pool.query<object>(sql)).rows;

test('the demo shop is opened once, goes on where it broke off, and stays out of the shops of others', async () => {
  expect(await seed('demo')).toMatch(
    /^The demo shop is open\.\n {2}Staff key {3}cwk_[\w-]{43}\n {2}Till key {4}cwd_[\w-]{43}\n {2}Portal .*org_\w+\n$/,
  );
  expect(await query('select code, tax_entry as "shows" from channel order by code')).toEqual([
    { code: 'portal', shows: 'NET' },
    { code: 'till', shows: 'GROSS' },
    { code: 'web', shows: 'GROSS' },
  ]);
  const goods = 'select (select count(*) from variant)::int as variants, (select count(*) from access_key)::int as keys';
  const shop = await query(goods);
  const refusal = { code: 'ALREADY_EXISTS', message: 'there is a shop in this database already; nothing was put into it' };
  await expect(seed('demo')).rejects.toMatchObject(refusal);
  await query('delete from access_key');
  await query("update legal_entity set code = 'theirs'");
  await expect(seed('demo')).rejects.toMatchObject(refusal);
  expect(await query(goods)).toEqual([{ ...(shop[0] as object), keys: 0 }]);
  await query("update legal_entity set code = 'demo'");
  await seed('demo');
  expect(await query(goods)).toEqual(shop);
});

test('a key is made, listed without its secret, and revoked', async () => {
  const said = await keys('create', 'Till 3', '--grant', 'MANAGE_ORDERS', 'MANAGE_STOCK');
  const [, id = '', secret = ''] = /^id {6}(key_\w+)\nsecret {2}(cwk_[\w-]{43})$/.exec(said) ?? [];
  const [row] = await query(`select permissions from access_key where id = '${id}'`);
  expect(row).toEqual({ permissions: ['MANAGE_STOCK', 'MANAGE_ORDERS'] });
  const line = async () => (await keys('list')).split('\n').find((each) => each.startsWith(id));
  const instant = String.raw`\d{4}-\d\d-\d\dT[\d:.]+Z`;
  expect(await line()).toMatch(new RegExp(`^${id} {2}secret +Till 3 +MANAGE_STOCK,MANAGE_ORDERS +${instant} {2}-$`));
  expect(await keys('list')).not.toContain(secret);
  expect(await keys('revoke', id)).toBe(`${id} is revoked.`);
  expect(await line()).toMatch(new RegExp(`^${id} .* ${instant} {2}${instant}$`));
});

test('a storefront gets a key for its channels, a till one for its store; signing keys are rotated', async () => {
  const locationId = 'loc_01K00000000000000000000000';
  const [web] = (await query("select id from channel where code = 'web'")) as [{ id: string }];
  expect(await keys('create', 'Shop', '--kind', 'publishable', '--channel', 'web')).toMatch(
    /^id {6}key_\w+\nsecret {2}cwp_[\w-]{43}$/,
  );
  expect(await keys('create', 'Till', '--kind', 'device', '--channel', 'web', '--location', locationId)).toMatch(
    /secret {2}cwd_/,
  );
  expect(
    await query(
      "select kind, permissions, channel_ids, location_id from access_key where kind <> 'SECRET' and name <> 'Till 1' order by kind",
    ),
  ).toEqual([
    { kind: 'DEVICE', permissions: ['SELL'], channel_ids: [web.id], location_id: locationId },
    { kind: 'PUBLISHABLE', permissions: [], channel_ids: [web.id], location_id: null },
  ]);
  await expect(keys('create', 'Moon', '--kind', 'publishable', '--channel', 'moon')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const first = /^(\S{12}) signs from now on\.$/.exec(await keys('rotate-signing'))?.[1];
  await keys('rotate-signing');
  expect(await query('select id from signing_key order by created_at')).toEqual([
    { id: first },
    { id: expect.any(String) as string },
  ]);
  await keys('rotate-signing');
  expect(await query(`select id from signing_key where id = '${String(first)}'`)).toEqual([]);
});

test('the first of the staff may do everything, and gets a password that is shown once', async () => {
  expect(await staff('create', 'Boss@example.test', 'Boss')).toMatch(/^id {8}stf_\w+\npassword {2}[\w-]{20}$/);
  const granted = `select email, code, permissions from staff join staff_role on staff.id = staff_id join role on role.id = role_id`;
  expect(await query(granted)).toEqual([{ email: 'boss@example.test', code: 'owner', permissions: [...permissions] }]);
  await staff('create', 'second@example.test', 'Second');
  expect(await query('select count(*)::int from role')).toEqual([{ count: 1 }]);
  await expect(staff('create', 'boss@example.test', 'Boss')).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
  await expect(staff('create', 'x@example.test', 'X', '--role', 'cook')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('parked deliveries are shown and replayed; a consumer is forgotten', async () => {
  await query(`insert into consumer (name, hears) values ('books', '{order.placed}')`);
  await query(`insert into outbox (id, type, aggregate_type, aggregate_id, aggregate_version, schema_version, payload, actor)
    values ('evt_1', 'order.placed', 'order', 'ord_1', 1, 1, '{}', 'system')`);
  await query(`insert into delivery (consumer, aggregate_id, aggregate_version, event_id, attempts, parked_at, error)
    values ('books', 'ord_1', 1, 'evt_1', 10, '2026-01-02T03:04:05Z', E'no such\\n account')`);
  const nobody = { code: 'NOT_FOUND', message: 'there is no consumer bucks; those there are: books' };
  for (const words of [['parked', '--consumer'], ['replay'], ['forget']])
    await expect(events(...words, 'bucks')).rejects.toMatchObject(nobody);
  expect((await events('parked', '--consumer', 'books')).split('\n')).toEqual([
    expect.stringMatching(/^CONSUMER {2}AGGREGATE {2}VERSION {2}EVENT {9}PARKED +ATTEMPTS {2}ERROR$/),
    expect.stringMatching(/^books +ord_1 +1 +order\.placed {2}2026-01-02T03:04:05\.000Z \([\d,]+ d\) +10 +no such account$/),
  ]);
  await expect(events('replay', 'books', 'ord_2')).rejects.toMatchObject({ message: 'nothing of ord_2 is parked for books' });
  expect(await events('replay', 'books', 'ord_1')).toBe('1 delivery of books will be tried again.');
  expect(await query('select attempts, parked_at from delivery')).toEqual([{ attempts: 0, parked_at: null }]);
  // once more has nothing to do, and does nothing
  expect(await events('replay', 'books')).toBe('0 deliveries of books will be tried again.');
  expect(await query('select attempts, parked_at from delivery')).toEqual([{ attempts: 0, parked_at: null }]);
  expect(await events('parked')).toBe('Nothing is parked.');
  expect(await events('forget', 'books')).toBe('books is forgotten, and 1 delivery dropped with it.');
  expect(await query('select name from consumer')).toEqual([]);
});

test('what was told of some things is shown in its order', async () => {
  await query(`insert into outbox (id, type, aggregate_type, aggregate_id, aggregate_version, schema_version, payload, actor, occurred_at, relayed_at)
    values ('evt_h2', 'order.cancelled', 'order', 'ord_h', 2, 1, '{}', 'staff:stf_1', '2026-01-02T03:04:07Z', null),
      ('evt_h1', 'order.placed', 'order', 'ord_h', 1, 1, '{}', 'guest', '2026-01-02T03:04:05Z', now()),
      ('evt_h3', 'payment.captured', 'payment', 'pay_h', 1, 1, '{}', 'guest', '2026-01-02T03:04:06Z', now())`);
  expect((await events('of', 'ord_h', 'pay_h', 'ord_h', 'ord_none')).split('\n')).toEqual([
    'WHEN                      EVENT             AGGREGATE  VERSION  WHO          RELAYED',
    '2026-01-02T03:04:05.000Z  order.placed      ord_h      1        guest        yes',
    '2026-01-02T03:04:06.000Z  payment.captured  pay_h      1        guest        yes',
    '2026-01-02T03:04:07.000Z  order.cancelled   ord_h      2        staff:stf_1  no',
  ]);
  expect(await events('of', 'ord_none')).toBe('Nothing was told of that.');
});

test.each([
  [['keys', 'revoke', 'key_nobody'], /^there is no key key_nobody\.$/],
  [['keys', 'create', 'x', '--grant', 'EVERYTHING'], /^error: option '--grant .*' argument 'EVERYTHING' is invalid\. [^\n]+$/],
])('%j is refused in a sentence, with exit code 1', async (words, sentence) => {
  const before = await query('select * from access_key');
  const child = spawn(process.execPath, ['dist/apps/cli/main.js', ...words], {
    cwd: root,
    env: { PATH: process.env.PATH, DATABASE_URL: postgres.url },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(said.trim()).toMatch(sentence);
  expect(await query('select * from access_key')).toEqual(before);
});
