import { setTimeout as pause } from 'node:timers/promises';
import { Broadcast } from '#platform/broadcast';
import { newId } from '#platform/ids';
import { usingDatabase } from '../../test/support/database.js';
import { redisUrl } from '../../test/support/redis.js';
import { countStatements } from '../../test/support/statements.js';
import { within } from '../../test/support/staff.js';
import { context, nthOf } from './builders.js';
import { follow, type Sight } from './follow.service.js';
import { LiveNews } from './live-news.service.js';
import { NewsTeller } from './news-teller.service.js';
import { recording } from './outbox.js';
import { RelaySeat } from './relay.repository.js';

const postgres = usingDatabase();
const redis = redisUrl();
const open: Broadcast[] = [];

/** One process's news. */
function aProcess(url: string | null): { news: LiveNews; broadcast: Broadcast } {
  const broadcast = new Broadcast(postgres.database, url);
  open.push(broadcast);
  return { news: new LiveNews(postgres.database, broadcast), broadcast };
}

const record = (orderId: string, version: number) =>
  postgres.database.commit([recording([nthOf(orderId, version, newId('event'))], context)]);

afterEach(async () => {
  await Promise.all(open.splice(0).map((broadcast) => broadcast.close()));
  await postgres.database.pool.query('truncate outbox');
});

describe.each([['NOTIFY', null], ...(redis === undefined ? [] : [['Redis', redis] as const])] as const)(
  'over %s',
  (_name, url) => {
    test('what the relay hands on wakes the watchers in every process, and nobody else', async () => {
      const woken: string[] = [];
      const here = aProcess(url);
      const there = aProcess(url);
      const stops = [
        here.news.watch(['ord_a'], () => woken.push('here')),
        there.news.watch(['ord_a', 'ord_b'], () => woken.push('there')),
        there.news.watch(['ord_c'], () => woken.push('else')),
      ];
      await pause(200);
      await record('ord_a', 1);
      await record('ord_a', 2);
      await record('ord_b', 1);
      const seat = await RelaySeat.take(postgres.database);
      const { news } = (await seat?.relay(10)) ?? {};
      await seat?.leave();
      expect(news).toEqual(
        new Map([
          ['ord_a', 2n],
          ['ord_b', 1n],
        ]),
      );
      new NewsTeller(here.broadcast).tell(news ?? new Map());
      expect(await within(500, async () => woken.length === 2)).toBe(true);
      expect(woken.sort()).toEqual(['here', 'there']);
      for (const stop of stops) stop();
    });
  },
);

test('without a worker a change is noticed within about a second, once', async () => {
  let woken = 0;
  const stop = aProcess(null).news.watch(['ord_a'], () => woken++);
  await record('ord_a', 1);
  expect(await within(1500, async () => woken === 1)).toBe(true);
  await pause(1200);
  expect(woken).toBe(1);
  await record('ord_a', 2);
  expect(await within(1500, async () => woken === 2)).toBe(true);
  stop();
});

test('news that is old by now wakes nobody', async () => {
  let woken = 0;
  const { news, broadcast } = aProcess(null);
  const stop = news.watch(['ord_a'], () => woken++);
  await pause(200);
  for (const version of [3n, 2n, 3n]) await broadcast.publish('live', `ord_a=${version}`);
  await pause(200);
  expect(woken).toBe(1);
  // something that is about it: its own versions do not count that
  await broadcast.publish('live', 'ord_a=0');
  expect(await within(500, async () => woken === 2)).toBe(true);
  stop();
});

test('what is about it wakes its watchers though its own version has been heard', async () => {
  let woken = 0;
  const { news, broadcast } = aProcess(null);
  const stop = news.watch(['ord_a'], () => woken++);
  await record('ord_a', 1);
  expect(await within(1500, async () => woken === 1)).toBe(true);
  await postgres.database.pool.query(
    `insert into outbox (id, aggregate_type, aggregate_id, aggregate_version, type, actor, payload)
     values ('evt_pay', 'payment', 'pay_a', 1, 'payment.captured', 'system', '{ "orderId": "ord_a" }')`,
  );
  const seat = await RelaySeat.take(postgres.database);
  const relayed = await seat?.relay(10);
  await seat?.leave();
  expect(relayed?.news.get('ord_a')).toBe(0n);
  const teller = new NewsTeller(broadcast);
  // the second is still waiting when the third comes
  for (const told of [new Map([['ord_b', 1n]]), relayed?.news ?? new Map(), new Map([['ord_a', 1n]])]) teller.tell(told);
  expect(await within(500, async () => woken === 2)).toBe(true);
  stop();
});

test('whatever is watched costs one statement a second, nothing at all when nobody watches', async () => {
  const { news } = aProcess(null);
  const ids = Array.from({ length: 300 }, (_, index) => `ord_${index}`);
  const stops = ids.map((id) => news.watch([id], () => undefined));
  const watched = await countStatements(postgres.database, () => pause(2200));
  expect(watched).toBeGreaterThanOrEqual(2);
  expect(watched).toBeLessThanOrEqual(4);
  for (const stop of stops) stop();
  expect(await countStatements(postgres.database, () => pause(1500))).toBe(0);
});

describe('who follows', () => {
  /** Something to look at, and how often it was looked at. */
  const something = { cursor: '1', looks: 0, fails: 0 };
  const look = async (): Promise<Sight<string> | null> => {
    something.looks++;
    if (something.fails-- > 0) throw new Error('the database restarts');
    return something.cursor === 'gone' ? null : { cursor: something.cursor, view: `view ${something.cursor}` };
  };
  const following = (news: LiveNews, after: string | null) => follow(news, { ids: ['ord_a'], after, look });

  beforeEach(() => {
    Object.assign(something, { cursor: '1', looks: 0, fails: 0 });
  });

  test('sees how it is at once, then what is different, the newest alone, until it is gone', async () => {
    const { news, broadcast } = aProcess(null);
    const stream = following(news, null);
    expect(await stream.next()).toEqual({ value: 'view 1', done: false });
    const next = stream.next();
    await pause(200);
    something.cursor = '2';
    await broadcast.publish('live', 'ord_a=2');
    expect(await next).toEqual({ value: 'view 2', done: false });
    for (const version of [3, 4, 5]) {
      something.cursor = String(version);
      await broadcast.publish('live', `ord_a=${version}`);
      await pause(20);
    }
    const looked = something.looks;
    await pause(200);
    // nobody looks for a reader that is still busy
    expect(something.looks).toBe(looked);
    expect(await stream.next()).toEqual({ value: 'view 5', done: false });
    something.cursor = 'gone';
    await broadcast.publish('live', 'ord_a=6');
    expect(await stream.next()).toEqual({ value: undefined, done: true });
  });

  test('is told nothing that it has seen before', async () => {
    const { news, broadcast } = aProcess(null);
    const stream = following(news, '1');
    const next = stream.next();
    await pause(200);
    await broadcast.publish('live', 'ord_a=0');
    await pause(100);
    something.cursor = '2';
    await broadcast.publish('live', 'ord_a=0');
    expect(await next).toEqual({ value: 'view 2', done: false });
    await stream.return();
  });

  test('leaves at once, and is not looked for any more', async () => {
    const { news } = aProcess(null);
    const stream = following(news, '1');
    const waiting = stream.next();
    await pause(50);
    await stream.return();
    expect(await waiting).toEqual({ value: undefined, done: true });
    expect(await countStatements(postgres.database, () => pause(1200))).toBe(0);
  });

  test('outlives a database that restarts, but does not begin with one', async () => {
    const { news, broadcast } = aProcess(null);
    const stream = following(news, null);
    await stream.next();
    Object.assign(something, { fails: 1, cursor: '2' });
    await broadcast.publish('live', 'ord_a=0');
    expect(await stream.next()).toEqual({ value: 'view 2', done: false });
    await stream.return();
    something.fails = 1;
    await expect(following(news, null).next()).rejects.toThrow('the database restarts');
  });
});
