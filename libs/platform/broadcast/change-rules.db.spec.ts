import { statement } from '#platform/db';
import { aContext } from '../../../test/support/context.js';
import { usingDatabase } from '../../../test/support/database.js';
import { Broadcast } from './broadcast.js';
import { changeRules, rulesTopic } from './change-rules.js';
import { revisionOf } from './revision.js';

const postgres = usingDatabase();
const context = aContext();
const rename = statement('test.rename-class', `update tax_class set name = $2 where id = $1`);
let broadcast: Broadcast;

const nameOf = async () =>
  (await postgres.database.pool.query<{ name: string }>('select name from tax_class')).rows[0]?.name ?? '';
const change = (decide: (name: string) => string | null, idempotencyKey: string | null = null) =>
  changeRules(
    { db: postgres.database, broadcast, context },
    { mutation: 'rename', idempotencyKey, input: {} },
    async () => {
      const name = decide(await nameOf());
      return { id: 'txc_1', writes: name === null ? [] : [rename.with(['txc_1', name], { rows: 1 })] };
    },
    (error) => new Error('in words', { cause: error }),
  );

beforeAll(async () => {
  broadcast = new Broadcast(postgres.database, null);
  await postgres.database.pool.query(`insert into tax_class (id, code, name) values ('txc_1', 'standard', '')`);
});

afterAll(async () => {
  await broadcast.close();
});

test('changes are decided one after the other, each on what the one before has made', async () => {
  const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const ids = await Promise.all(letters.map((letter) => change((name) => name + letter)));
  expect(ids).toEqual(letters.map(() => 'txc_1'));
  expect((await nameOf()).split('').sort()).toEqual(letters);
  expect(await revisionOf(postgres.database, rulesTopic)).toBe(8n);
});

test('what changes nothing is not counted, and what comes twice is done once', async () => {
  await change(() => null);
  expect(await revisionOf(postgres.database, rulesTopic)).toBe(8n);
  await Promise.all([change((name) => `${name}!`, 'k'), change((name) => `${name}!`, 'k')]);
  expect(await nameOf()).toMatch(/^[a-h]{8}!$/);
  expect(await revisionOf(postgres.database, rulesTopic)).toBe(9n);
});

test('what the database refuses is put into words, and nothing is counted', async () => {
  await expect(change(() => 'no\u0000')).rejects.toThrow('in words');
  expect(await revisionOf(postgres.database, rulesTopic)).toBe(9n);
});
