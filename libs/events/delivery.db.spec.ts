import { setTimeout as pause } from 'node:timers/promises';
import { newId } from '#platform/ids';
import { Database, statement } from '#platform/db';
import { Log } from '#platform/log';
import { usingDatabase } from '../../test/support/database.js';
import { context, nthOf } from './builders.js';
import { NotYet, type Consumer, type Effects } from './consumer.js';
import { DeliveryRepository } from './delivery.repository.js';
import { DeliveryService } from './delivery.service.js';
import type { NewEvent, StoredEvent } from './event.js';
import { recording } from './outbox.js';
import { RelaySeat } from './relay.repository.js';
import { attemptsBeforeParking } from './retry.js';

const news = (orderId: string, version: number): NewEvent => nthOf(orderId, version, newId('event'));

const note = statement('test.heard', 'insert into heard (consumer, aggregate_id, version) values ($1, $2, $3)');

/** A consumer that writes down what it hears, in the delivery's own transaction. */
function listener(name: string, before: (event: StoredEvent) => Promise<void> | void = () => undefined): Consumer {
  return {
    name,
    hears: ['order.*'],
    hear: async (heard: StoredEvent, effects: Effects) => {
      await effects.write([note.with([name, heard.aggregateId, heard.aggregateVersion], { rows: 1 })]);
      await before(heard);
    },
  };
}

const postgres = usingDatabase();
let deliveries: DeliveryService;
let repository: DeliveryRepository;

beforeAll(async () => {
  await postgres.database.pool.query('create table heard (id bigserial, consumer text, aggregate_id text, version bigint)');
  repository = new DeliveryRepository(postgres.database);
  deliveries = new DeliveryService(repository, new Log('silent'));
});

beforeEach(async () => {
  await postgres.database.pool.query('truncate outbox, delivery, consumer, heard');
});

async function record(...events: NewEvent[]): Promise<void> {
  await postgres.database.commit([recording(events, context)]);
}

/** One turn of a relay. */
async function relay(limit = 100): Promise<{ events: number; woken: Readonly<Record<string, readonly string[]>> }> {
  const seat = await RelaySeat.take(postgres.database);
  if (!seat) throw new Error('another relay is active');
  try {
    return await seat.relay(limit);
  } finally {
    await seat.leave();
  }
}

/** What was heard in order, as `aggregate:version`. */
async function heardBy(consumer: string): Promise<string[]> {
  const { rows } = await postgres.database.pool.query<{ said: string }>(
    `select aggregate_id || ':' || version as said from heard where consumer = $1 order by id`,
    [consumer],
  );
  return rows.map(({ said }) => said);
}

async function waiting(): Promise<number> {
  const { rows } = await postgres.database.pool.query<{ waiting: number }>('select count(*)::int as waiting from delivery');
  return rows[0]?.waiting ?? -1;
}

/** How many rows of the outbox have been read so far. */
async function reads(): Promise<number> {
  const { rows } = await postgres.database.pool.query<{ reads: number }>(
    `select (seq_tup_read + idx_tup_fetch)::int as reads from pg_stat_user_tables, pg_stat_force_next_flush() where relname = 'outbox'`,
  );
  return rows[0]?.reads ?? 0;
}

/** Makes what waits for another attempt due now. */
const hurry = (): Promise<unknown> => postgres.database.pool.query(`update delivery set due_at = now() - interval '1 second'`);

describe('the relay', () => {
  test('has one seat', async () => {
    const first = await RelaySeat.take(postgres.database);
    expect(await RelaySeat.take(postgres.database)).toBeNull();
    await first?.leave();
    const second = await RelaySeat.take(postgres.database);
    expect(second).not.toBeNull();
    await second?.leave();
  });

  test('gives a delivery to everybody who hears the type, and wakes them once per aggregate', async () => {
    await repository.announce('books', ['order.placed'], false);
    await repository.announce('mail', ['order.placed', 'order.cancelled'], false);
    await repository.announce('stock', ['stock.changed'], false);
    await record(news('ord_b', 1), news('ord_a', 1), news('ord_a', 2));
    expect(await relay()).toMatchObject({ events: 3, woken: { books: ['ord_a', 'ord_b'], mail: ['ord_a', 'ord_b'] } });
    expect(await waiting()).toBe(6);
    expect(await relay()).toEqual({ events: 0, woken: {}, news: new Map() });
  });

  test('marks what nobody hears', async () => {
    await record(news('ord_a', 1));
    expect(await relay()).toEqual({ events: 1, woken: {}, news: new Map([['ord_a', 1n]]) });
    expect(await waiting()).toBe(0);
  });

  test('takes the oldest of an aggregate first when a turn does not reach all', async () => {
    await repository.announce('books', ['order.placed'], false);
    await record(news('ord_a', 3), news('ord_a', 1), news('ord_a', 2));
    await relay(2);
    const { rows } = await postgres.database.pool.query('select aggregate_version from delivery order by 1');
    expect(rows).toEqual([{ aggregate_version: '1' }, { aggregate_version: '2' }]);
  });

  test('takes what waits longest, whatever it is called', async () => {
    await record(news('cart_fresh', 1), news('cart_fresh', 2), news('ord_old', 1));
    await postgres.database.pool.query(
      `update outbox set occurred_at = now() - interval '1 hour' where aggregate_id = 'ord_old'`,
    );
    expect((await relay(1)).events).toBe(1);
    const { rows } = await postgres.database.pool.query('select aggregate_id from outbox where relayed_at is not null');
    expect(rows).toEqual([{ aggregate_id: 'ord_old' }]);
  });

  test('keeps the versions of an aggregate in order when a later one bears an earlier time', async () => {
    await repository.announce('books', ['order.placed'], false);
    const versions = [1, 2, 3, 4, 5];
    await record(...versions.map((version) => news('ord_a', version)));
    await postgres.database.pool.query(`update outbox set occurred_at = now() - aggregate_version * interval '1 minute'`);
    const turns: unknown[] = [];
    for (const limit of [1, 2, 1, 1]) {
      await relay(limit);
      const { rows } = await postgres.database.pool.query<{ version: number }>(
        'select aggregate_version::int as version from delivery order by 1',
      );
      turns.push(rows.map(({ version }) => version));
    }
    expect(turns).toEqual([[1], [1, 2, 3], [1, 2, 3, 4], versions]);
  });

  test('reads by index alone, however much was handed on before', async () => {
    await postgres.database.pool.query(
      `insert into outbox (id, aggregate_type, aggregate_id, aggregate_version, type, actor, payload, relayed_at)
       select 'evt_' || n, 'price', 'price:all', n, 'price.changed', 'staff', '{}', now() from generate_series(1, 20000) n`,
    );
    await postgres.database.pool.query('analyze outbox');
    await record(news('price:all', 20001), news('price:all', 20002));
    const begun = await reads();
    expect((await relay(500)).events).toBe(2);
    // a connection counts what it read when it ends
    await pause(300);
    const read = (await reads()) - begun;
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(50);
  });

  test('reads no more when a flood has come that the statistics know nothing of', async () => {
    const flood = (from: number, to: number, relayedAt: string) =>
      postgres.database.pool.query(
        `insert into outbox (id, aggregate_type, aggregate_id, aggregate_version, type, actor, payload, relayed_at)
         select 'evt_' || n, 'price', 'price:' || n, 1, 'price.changed', 'staff', '{}', ${relayedAt} from generate_series($1::int, $2) n`,
        [from, to],
      );
    await flood(1, 5000, 'now()');
    await postgres.database.pool.query('analyze outbox');
    await flood(5001, 10_000, 'null');
    const begun = await reads();
    expect((await relay(100)).events).toBe(100);
    await pause(300);
    const read = (await reads()) - begun;
    expect(read).toBeGreaterThan(100);
    expect(read).toBeLessThan(1000);
  });

  test('loses nothing of a transaction that took its ids first and commits last', async () => {
    await repository.announce('books', ['order.placed'], false);
    const slow = await postgres.database.pool.connect();
    const early = news('ord_slow', 1);
    const write = recording([early], context);
    await slow.query('begin');
    await slow.query(write.statement.text, [...write.values]);
    const later = news('ord_fast', 1);
    await record(later);
    expect(early.id < later.id).toBe(true);
    expect((await relay()).events).toBe(1);
    await slow.query('commit');
    slow.release();
    await record(news('ord_slow', 2));
    expect((await relay()).events).toBe(2);
    await deliveries.sweep(listener('books'), 0, 2);
    expect((await heardBy('books')).sort()).toEqual(['ord_fast:1', 'ord_slow:1', 'ord_slow:2']);
    expect((await heardBy('books')).filter((said) => said.startsWith('ord_slow'))).toEqual(['ord_slow:1', 'ord_slow:2']);
  });
});

describe('a delivery', () => {
  const books = 'books';

  async function told(...events: NewEvent[]): Promise<void> {
    await repository.announce(books, ['order.placed'], false);
    await record(...events);
    await relay();
  }

  test('has one effect, in order, and is gone', async () => {
    await told(news('ord_a', 1), news('ord_a', 2), news('ord_a', 3));
    expect(await deliveries.drain(listener(books), 'ord_a')).toBe(3);
    expect(await heardBy(books)).toEqual(['ord_a:1', 'ord_a:2', 'ord_a:3']);
    expect(await waiting()).toBe(0);
    expect(await deliveries.drain(listener(books), 'ord_a')).toBe(0);
  });

  test('is undone whole when its consumer fails, and holds back the later ones of its aggregate only', async () => {
    await told(news('ord_a', 1), news('ord_a', 2), news('ord_b', 1));
    let failures = 1;
    const fails = listener(books, ({ aggregateId }) => {
      if (aggregateId === 'ord_a' && failures-- > 0) throw new Error('out of paper');
    });
    await deliveries.sweep(fails, 0, 2);
    expect(await heardBy(books)).toEqual(['ord_b:1']);
    expect(
      (await postgres.database.pool.query('select aggregate_version, attempts, error from delivery order by 1')).rows,
    ).toEqual([
      { aggregate_version: '1', attempts: 1, error: 'out of paper' },
      { aggregate_version: '2', attempts: 0, error: null },
    ]);
    // version 2 is due, but not before version 1
    await deliveries.sweep(fails, 0, 2);
    expect(await heardBy(books)).toEqual(['ord_b:1']);
    await hurry();
    await deliveries.sweep(fails, 0, 2);
    expect(await heardBy(books)).toEqual(['ord_b:1', 'ord_a:1', 'ord_a:2']);
  });

  test('is put off without counting as failed when the consumer says so', async () => {
    await told(news('ord_a', 1));
    const later = listener(books, () => {
      throw new NotYet(60_000);
    });
    expect(await deliveries.drain(later, 'ord_a')).toBe(0);
    const { rows } = await postgres.database.pool.query(
      `select attempts, due_at > now() + interval '59 seconds' as later from delivery`,
    );
    expect(rows).toEqual([{ attempts: 0, later: true }]);
    expect(await heardBy(books)).toEqual([]);
  });

  test('is parked after its attempts, blocks only its aggregate, and is replayed', async () => {
    await told(news('ord_a', 1), news('ord_a', 2), news('ord_b', 1));
    let broken = true;
    const fails = listener(books, ({ aggregateId }) => {
      if (broken && aggregateId === 'ord_a') throw new Error('out of paper');
    });
    for (let attempt = 0; attempt <= attemptsBeforeParking; attempt++) {
      await deliveries.sweep(fails, 0, 2);
      await hurry();
    }
    expect(await heardBy(books)).toEqual(['ord_b:1']);
    expect(await deliveries.parked()).toEqual([
      expect.objectContaining({
        consumer: books,
        aggregateId: 'ord_a',
        aggregateVersion: 1n,
        type: 'order.placed',
        attempts: attemptsBeforeParking,
        error: 'out of paper',
      }),
    ]);
    broken = false;
    await deliveries.sweep(fails, 0, 2);
    expect(await heardBy(books)).toEqual(['ord_b:1']);
    expect(await deliveries.replay(books, 'ord_b')).toBe(0);
    expect(await deliveries.replay(books, 'ord_a')).toBe(1);
    expect(await deliveries.parked(books)).toEqual([]);
    await deliveries.sweep(fails, 0, 2);
    expect(await heardBy(books)).toEqual(['ord_b:1', 'ord_a:1', 'ord_a:2']);
  });

  test('is not taken by a second worker, nor is a newer one in its place', async () => {
    await told(news('ord_a', 1), news('ord_a', 2));
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const slow = deliveries.drain(
      listener(books, () => gate),
      'ord_a',
    );
    await pause(100);
    expect(await deliveries.drain(listener(books), 'ord_a')).toBe(0);
    open();
    expect(await slow).toBe(2);
    expect(await heardBy(books)).toEqual(['ord_a:1', 'ord_a:2']);
  });

  test.each([
    ['before its effect', true],
    ['after its effect', false],
  ])('survives a worker whose connection dies %s', async (_when, early) => {
    await told(news('ord_a', 1), news('ord_a', 2));
    const die = statement(`test.die.${String(early)}`, 'select pg_terminate_backend(pg_backend_pid())');
    let deaths = 1;
    const dies: Consumer = {
      name: books,
      hears: ['order.*'],
      hear: async (heard, effects) => {
        if (early && deaths-- > 0) await effects.read(die);
        await effects.write([note.with([books, heard.aggregateId, heard.aggregateVersion], { rows: 1 })]);
        if (!early && deaths-- > 0) await effects.read(die);
      },
    };
    expect(await deliveries.drain(dies, 'ord_a')).toBe(0);
    expect(await heardBy(books)).toEqual([]);
    expect(await waiting()).toBe(2);
    await hurry();
    expect(await deliveries.drain(dies, 'ord_a')).toBe(2);
    expect(await heardBy(books)).toEqual(['ord_a:1', 'ord_a:2']);
  });

  test('keeps its order per aggregate under eight workers that fail at random', async () => {
    const orders = Array.from({ length: 10 }, (_, index) => `ord_${String(index)}`);
    await told(...orders.flatMap((order) => Array.from({ length: 10 }, (_, index) => news(order, index + 1))));
    let calls = 0;
    const moody = listener(books, () => {
      // every third call fails, whoever makes it
      if (++calls % 3 === 0) throw new Error('bad mood');
    });
    let busy = true;
    const worker = async (): Promise<void> => {
      while (busy) {
        await deliveries.sweep(moody, 0, 1);
        await pause(1);
      }
    };
    const workers = Array.from({ length: 8 }, worker);
    while ((await waiting()) > 0) {
      await postgres.database.pool.query(`update delivery set due_at = now(), attempts = 0, parked_at = null`);
      await pause(2);
    }
    busy = false;
    await Promise.all(workers);
    const heard = await heardBy(books);
    expect(heard).toHaveLength(100);
    for (const order of orders) {
      expect(heard.filter((said) => said.startsWith(`${order}:`))).toEqual(
        Array.from({ length: 10 }, (_, index) => `${order}:${String(index + 1)}`),
      );
    }
  });

  test('is put off when its type is not known here, and waits for a process that knows it', async () => {
    await repository.announce(books, ['order.placed'], false);
    // an older process, which hears less, starts again
    await repository.announce(books, ['order.cancelled'], false);
    expect((await postgres.database.pool.query('select hears from consumer')).rows).toEqual([
      { hears: ['order.cancelled', 'order.placed'] },
    ]);
    await record(news('ord_a', 1));
    await relay();
    expect(await deliveries.drain({ ...listener(books), hears: ['order.cancelled'] }, 'ord_a')).toBe(0);
    expect(await heardBy(books)).toEqual([]);
    expect((await postgres.database.pool.query('select attempts, due_at > now() as later from delivery')).rows).toEqual([
      { attempts: 0, later: true },
    ]);
    await hurry();
    expect(await deliveries.drain(listener(books), 'ord_a')).toBe(1);
    expect(await heardBy(books)).toEqual(['ord_a:1']);
  });

  test('is put off on the connection that took it: more workers than connections all come to an end', async () => {
    const orders = ['ord_a', 'ord_b', 'ord_c', 'ord_d'];
    await told(...orders.map((order) => news(order, 1)));
    const small = new Database({ connectionString: postgres.url, max: 2 });
    const crowded = new DeliveryService(new DeliveryRepository(small), new Log('silent'));
    const gives = (error: Error): Consumer =>
      listener(books, async () => {
        await pause(20);
        throw error;
      });
    const all = (consumer: Consumer): Promise<number[]> => Promise.all(orders.map((order) => crowded.drain(consumer, order)));
    expect(await all(gives(new NotYet(0)))).toEqual([0, 0, 0, 0]);
    await hurry();
    expect(await all(gives(new Error('out of paper')))).toEqual([0, 0, 0, 0]);
    await small.close();
    expect((await postgres.database.pool.query('select sum(attempts)::int as failed from delivery')).rows).toEqual([
      { failed: 4 },
    ]);
    expect(await heardBy(books)).toEqual([]);
  });

  test('is dropped with a consumer that is gone for good', async () => {
    await told(news('ord_a', 1), news('ord_a', 2));
    expect(await deliveries.forget(books)).toBe(2);
    await record(news('ord_a', 3));
    expect(await relay()).toEqual({ events: 1, woken: {}, news: new Map([['ord_a', 3n]]) });
  });
});
