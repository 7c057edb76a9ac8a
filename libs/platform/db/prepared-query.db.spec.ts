import { usingDatabase } from '../../../test/support/database.js';
import { quickRead, statement } from './statement.js';

const postgres = usingDatabase();
const columns = '$1::int number, $2::bigint big, $3::timestamptz at, $4::jsonb json, $5::text[] texts';
const quick = quickRead('prepared.quick', `select ${columns} where $1 > 0`);
const pooled = statement('prepared.pooled', `select ${columns} where $1 > 0`);
const at = new Date('2026-11-22T12:00:00.000Z');

test.each([
  ['on a shared connection', quick],
  ['on one of its own', pooled],
])('every run of a statement is read alike, %s', async (_where, read) => {
  for (let run = 1; run <= 20; run++) {
    expect(await postgres.database.read(read, [run, 2n ** 60n, at, { a: [run] }, ['x', null]])).toEqual([
      { number: run, big: '1152921504606846976', at, json: { a: [run] }, texts: ['x', null] },
    ]);
    expect(await postgres.database.read(read, [run, null, null, null, null])).toEqual([
      { number: run, big: null, at: null, json: null, texts: null },
    ]);
    expect(await postgres.database.read(read, [-run, null, null, null, null])).toEqual([]);
  }
});

const made = statement('prepared.made', 'insert into prepared_thing select * from unnest($1::int[])');
const listed = statement<{ n: number }>('prepared.listed', 'select n from prepared_thing order by n');

test('a statement without rows says how many it has touched, run by run', async () => {
  await postgres.database.pool.query('create table prepared_thing (n int primary key)');
  for (const [first, second] of [
    [1, 2],
    [3, 4],
    [5, 6],
  ])
    await postgres.database.commit([made.with([[first, second]], { rows: 2 }), made.with([[]], { rows: 0 })]);
  expect(await postgres.database.read(listed)).toEqual([1, 2, 3, 4, 5, 6].map((n) => ({ n })));
  await expect(postgres.database.commit([made.with([[7]]), made.with([[6]])])).rejects.toMatchObject({ code: '23505' });
  expect(await postgres.database.read(listed)).toHaveLength(6);
});

const all = quickRead<object>('prepared.all', 'select * from prepared_changing');

test('an answer whose columns have changed is refused, never misread', async () => {
  const { pool } = postgres.database;
  await pool.query('create table prepared_changing (a int); insert into prepared_changing values (1)');
  const readTwice = () => Promise.all([postgres.database.read(all), postgres.database.read(all)]);
  expect(await readTwice()).toEqual([[{ a: 1 }], [{ a: 1 }]]);
  await pool.query(`alter table prepared_changing add b text default 'b'`);
  await expect(postgres.database.read(all)).rejects.toMatchObject({ message: 'cached plan must not change result type' });
});

test('an error leads to whoever asked', async () => {
  const failing = statement('prepared.failing', 'select 1 / $1::int');
  async function whoAsks() {
    return await postgres.database.read(failing, [0]);
  }
  await expect(whoAsks()).rejects.toMatchObject({ code: '22012', stack: expect.stringContaining('whoAsks') as string });
});
