import { setTimeout as pause } from 'node:timers/promises';
import { statement } from '#platform/db';
import { usingDatabase } from '../../../test/support/database.js';
import { redisUrl } from '../../../test/support/redis.js';
import { Broadcast, longestSaying } from './broadcast.js';
import { countedLast, revise, revisionOf } from './revision.js';

const postgres = usingDatabase();
const touch = statement(
  'test.touch-class',
  `insert into tax_class (id, code, name) values ($1, $1, '') on conflict (id) do update set name = excluded.name`,
);
const pauseFor = statement('test.pause', 'select pg_sleep($1::float8)');
const redis = redisUrl();
const open: Broadcast[] = [];

function broadcast(url: string | null): Broadcast {
  const made = new Broadcast(postgres.database, url);
  open.push(made);
  return made;
}

async function until(is: () => boolean, ms: number): Promise<boolean> {
  const end = Date.now() + ms;
  while (Date.now() < end && !is()) await pause(5);
  return is();
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

test('a revision counts the changes of its topic, in their transactions', async () => {
  expect(await revisionOf(postgres.database, 'rules')).toBe(0n);
  await postgres.database.commit([revise('rules'), revise('other')]);
  await postgres.database.rehearse([revise('rules')]);
  await postgres.database.commit([revise('rules')]);
  expect(await revisionOf(postgres.database, 'rules')).toBe(2n);
});

test('whoever changes more between two counts never waits for somebody who waits for him', async () => {
  const { database } = postgres;
  const change = (id: string) => touch.with([id]);
  await database.commit([change('A'), change('B')]);
  // what is counted in the middle is held while the rest is written: another who holds that waits for the topic
  const together = () =>
    Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        database.commit(
          index % 2
            ? [change('A'), pauseFor.with(['0.002']), revise('both')]
            : countedLast([change('B'), revise('both'), pauseFor.with(['0.002']), change('A'), revise('both')]),
        ),
      ),
    );
  const before = await revisionOf(database, 'both');
  await together();
  expect((await revisionOf(database, 'both')) - before).toBe(40n);
});

describe.each([['NOTIFY', null], ...(redis === undefined ? [] : [['Redis', redis] as const])] as const)(
  'over %s',
  (_name, url) => {
    test('a message wakes the listeners of its topic in every process, at once', async () => {
      const woken: string[] = [];
      const here = broadcast(url);
      const there = broadcast(url);
      here.subscribe('terms', () => woken.push('here'));
      there.subscribe('terms', () => woken.push('there'));
      there.subscribe('else', () => woken.push('else'));
      await pause(200);
      await here.publish('terms');
      expect(await until(() => woken.length === 2, 500)).toBe(true);
      expect(woken.sort()).toEqual(['here', 'there']);
    });

    test('a message says what it is about', async () => {
      const heard: string[] = [];
      const here = broadcast(url);
      here.subscribe('live', (said) => heard.push(said));
      await pause(200);
      const longest = 'x'.repeat(longestSaying);
      for (const saying of ['cart_1=7 order_2=3', longest]) await here.publish('live', saying);
      await here.publish('live');
      expect(await until(() => heard.length === 3, 500)).toBe(true);
      expect(heard).toEqual(['cart_1=7 order_2=3', longest, '']);
    });

    test('who has stopped listening is not woken', async () => {
      let woken = 0;
      const here = broadcast(url);
      const stop = here.subscribe('terms', () => woken++);
      await pause(200);
      stop();
      await here.publish('terms');
      await pause(100);
      expect(woken).toBe(0);
    });
  },
);

test('a change whose message was lost is noticed within about a second', async () => {
  let woken = 0;
  broadcast(null).subscribe('lost', () => woken++);
  await postgres.database.commit([revise('lost')]);
  expect(await until(() => woken === 1, 2500)).toBe(true);
  await pause(1200);
  expect(woken).toBe(1);
});

test('a Redis that cannot be reached fails nobody', async () => {
  const here = broadcast('redis://127.0.0.1:1');
  let woken = 0;
  here.subscribe('away', () => woken++);
  await here.publish('away');
  await postgres.database.commit([revise('away')]);
  expect(await until(() => woken === 1, 2500)).toBe(true);
});

test('an ear whose connection is cut listens again', async () => {
  const here = broadcast(null);
  let woken = 0;
  here.subscribe('cut', () => woken++);
  await pause(200);
  await postgres.database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen%'`,
  );
  await pause(1500);
  await here.publish('cut');
  expect(await until(() => woken > 0, 500)).toBe(true);
});
