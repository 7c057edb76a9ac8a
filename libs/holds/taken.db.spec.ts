import { statement } from '#platform/db';
import { usingDatabase } from '../../test/support/database.js';
import { takenRows, type TakenRow } from './counter.repository.js';

const postgres = usingDatabase();

const take = statement<TakenRow>('test.take', `select * from ${takenRows('$1', '$2', '$3')} order by owner, counter_id`);
const claim = statement<object>('test.claim-one', 'select * from hold_claim($1, $2, $3, $4, null)');
const sql = async (text: string, values: readonly unknown[] = []) =>
  (await postgres.database.pool.query<Record<string, unknown>>(text, [...values])).rows;
const counterOf = async (id: string) =>
  (await sql('select capacity::int, posted::int, excess::int, version::int from counter where id = $1', [id]))[0];

it('takes what is left and more, in the order of the owners, and says who had no room', async () => {
  await sql(`insert into counter (id, capacity) values ('t:1', 2000), ('t:2', 9000)`);
  const owners = ['a', 'b', 'c', 'c'];
  const rows = await postgres.database.read(take, [owners, ['t:1', 't:1', 't:1', 't:2'], [1000, 1500, 1000, 1000]]);
  expect(rows).toEqual([
    { owner: 'a', counter_id: 't:1', quantity: '1000', beyond: '0' },
    { owner: 'b', counter_id: 't:1', quantity: '1500', beyond: '500' },
    { owner: 'c', counter_id: 't:1', quantity: '1000', beyond: '1000' },
    { owner: 'c', counter_id: 't:2', quantity: '1000', beyond: '0' },
  ]);
  expect(await counterOf('t:1')).toEqual({ capacity: 2000, posted: 3500, excess: 1500, version: 1 });
  expect(await counterOf('t:2')).toEqual({ capacity: 9000, posted: 1000, excess: 0, version: 1 });
  expect(await sql(`select owner, state, quantity::int from hold where counter_id = 't:1' order by owner`)).toEqual([
    { owner: 'a', state: 'POSTED', quantity: 1000 },
    { owner: 'b', state: 'POSTED', quantity: 1500 },
    { owner: 'c', state: 'POSTED', quantity: 1000 },
  ]);
  await expect(postgres.database.read(claim, ['d', ['t:1'], [1], [0]])).rejects.toMatchObject({ code: 'CW001' });
});

it('leaves out counters that are not there', async () => {
  expect(await postgres.database.read(take, [['a'], ['t:none'], [1000]])).toEqual([]);
});

it('gives back what was taken like any promise: the excess shrinks', async () => {
  await sql(`insert into counter (id, capacity) values ('t:3', 1000)`);
  await postgres.database.read(take, [
    ['x', 'y'],
    ['t:3', 't:3'],
    [1000, 1000],
  ]);
  await sql(`select * from hold_release('x')`);
  expect(await counterOf('t:3')).toEqual({ capacity: 1000, posted: 1000, excess: 0, version: 2 });
});
