import { setTimeout as pause } from 'node:timers/promises';
import { usingDatabase } from '../../../test/support/database.js';
import { Database } from './database.js';
import { quickRead } from './statement.js';

const postgres = usingDatabase();
const whoami = quickRead<{ pid: number; said: string }>('lanes.whoami', 'select pg_backend_pid() pid, $1::text said');
const sleep = quickRead<{ slept: boolean }>('lanes.sleep', 'select pg_sleep($1::float8) is not null slept');
const dividing = quickRead<{ result: number }>('lanes.divide', 'select 1 / $1::int result');

test('quick reads share two connections, and each gets its own answer', async () => {
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) => postgres.database.read(whoami, [`read ${String(index)}`])),
  );
  expect(answers.map(([row]) => row?.said)).toEqual(Array.from({ length: 200 }, (_, index) => `read ${String(index)}`));
  expect(new Set(answers.map(([row]) => row?.pid)).size).toBe(2);
});

test('a read that fails fails alone', async () => {
  const answers = await Promise.allSettled([0, 1, 0, 2, 0, 4].map((by) => postgres.database.read(dividing, [by])));
  expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : 'failed'))).toEqual([
    'failed',
    [{ result: 1 }],
    'failed',
    [{ result: 0 }],
    'failed',
    [{ result: 0 }],
  ]);
});

test('a connection that is lost is replaced', async () => {
  const pids = async (): Promise<number[]> => {
    const rows = await Promise.all([1, 2, 3, 4].map(() => postgres.database.read(whoami, [''])));
    return [...new Set(rows.map(([row]) => row?.pid ?? 0))];
  };
  const before = await pids();
  await postgres.database.pool.query('select pg_terminate_backend(pid) from unnest($1::int[]) pid', [before]);
  // the loss is noticed when the connection says so, or by the read that it breaks
  await new Promise((resolve) => setTimeout(resolve, 100));
  const after = await pids();
  expect(after).toHaveLength(2);
  expect(after.filter((pid) => before.includes(pid))).toEqual([]);
});

test('closing waits for what is under way, and nothing is let go of twice', async () => {
  const url = await postgres.database.pool.query<{ name: string }>('select current_database() name');
  const database = new Database({ ...postgres.database.pool.options, database: url.rows[0]?.name });
  const [before] = await database.read(whoami, ['']);
  const reading = [0.3, 0.2, 0.1].map((seconds) => database.read(sleep, [seconds]));
  let read = 0;
  for (const each of reading)
    void each.then(
      () => read++,
      () => undefined,
    );
  await database.close();
  expect(read).toBe(3);
  await postgres.database.pool.query('select pg_terminate_backend($1)', [before?.pid]);
  await pause(100);
});
