import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { Broadcast } from '#platform/broadcast';
import { Config } from '#platform/config';
import { constraintOf, Database, statement } from '#platform/db';
import { newId } from '#platform/ids';
import { Log } from '#platform/log';
import { Queues } from '#platform/queue';
import { usingDatabase } from '../../test/support/database.js';
import { redisUrl } from '../../test/support/redis.js';
import { context, nthOf } from './builders.js';
import type { CloudEvent } from './cloud-event.js';
import type { Consumer } from './consumer.js';
import { ConsumerRegistry } from './consumer-registry.service.js';
import { ConsumersService } from './consumers.service.js';
import { DeliveryRepository } from './delivery.repository.js';
import { DeliveryService } from './delivery.service.js';
import type { NewEvent } from './event.js';
import { EventsWorkerModule } from './events-worker.module.js';
import { recording } from './outbox.js';
import { RelayService } from './relay.service.js';

const postgres = usingDatabase();
const redis = redisUrl() ?? null;

const news = (orderId: string, version: number): NewEvent => nthOf(orderId, version, newId('event'));

async function record(...events: NewEvent[]): Promise<void> {
  await postgres.database.commit([recording(events, context)]);
}

const note = statement('test.noted', 'insert into noted (aggregate_id, version) values ($1, $2)');

/** Writes down what it hears. */
const ears: Consumer = {
  name: 'ears',
  hears: ['order.*'],
  hear: async (heard, effects) => {
    await effects.write([note.with([heard.aggregateId, heard.aggregateVersion], { rows: 1 })]);
  },
};

/** What a worker process is made of, with connections of its own; several of them stand for several processes. */
interface Process {
  readonly relay: RelayService;
  stop(): Promise<void>;
}

const running: Process[] = [];

async function start(environment: Record<string, string>, consumers: readonly Consumer[] = [ears]): Promise<Process> {
  const config = new Config(environment);
  const log = new Log('silent');
  const database = new Database({ connectionString: postgres.url });
  const queues = new Queues(config.redisUrl, log);
  const broadcast = new Broadcast(database, config.redisUrl);
  const registry = new ConsumerRegistry();
  for (const consumer of consumers) registry.register(consumer);
  const repository = new DeliveryRepository(database);
  const deliveries = new DeliveryService(repository, log);
  const relay = new RelayService(database, queues, broadcast, log);
  const worker = new EventsWorkerModule(
    new ConsumersService(config, registry, repository, deliveries, queues, broadcast, log),
    relay,
  );
  const process = {
    relay,
    stop: async () => {
      running.splice(running.indexOf(process), 1);
      await worker.beforeApplicationShutdown();
      await Promise.all([broadcast.close(), queues.close()]);
      await database.close();
    },
  };
  running.push(process);
  await worker.onApplicationBootstrap();
  return process;
}

async function until(what: string, is: () => Promise<boolean> | boolean, seconds = 15): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await is())) {
    if (Date.now() > end) throw new Error(`waited ${String(seconds)} s in vain for ${what}`);
    await pause(20);
  }
}

async function count(query: string): Promise<number> {
  const { rows } = await postgres.database.pool.query<{ count: string }>(`select count(*) as count ${query}`);
  return Number(rows[0]?.count);
}

const settled = async (): Promise<boolean> =>
  (await count('from outbox where relayed_at is null')) === 0 && (await count('from delivery')) === 0;

/** What was noted of each order, in the order of its effects. */
async function noted(): Promise<Record<string, string[]>> {
  const { rows } = await postgres.database.pool.query<{ aggregate_id: string; versions: string[] }>(
    'select aggregate_id, array_agg(version::text order by id) as versions from noted group by 1 order by 1',
  );
  return Object.fromEntries(rows.map(({ aggregate_id, versions }) => [aggregate_id, versions]));
}

const upTo = (last: number): string[] => Array.from({ length: last }, (_, index) => String(index + 1));

beforeAll(async () => {
  await postgres.database.pool.query('create table noted (id bigserial, aggregate_id text, version bigint)');
});

beforeEach(async () => {
  await postgres.database.pool.query('truncate outbox, delivery, consumer, noted');
});

afterEach(async () => {
  await Promise.all([...running].map((process) => process.stop()));
});

describe.each([['without Redis', {}], ...(redis === null ? [] : [['with Redis', { REDIS_URL: redis }] as const])] as const)(
  'a worker %s',
  (_what, environment) => {
    test('brings every event to its effect, in order, within a moment', async () => {
      await start(environment);
      await until('the seat', () => running[0]?.relay.isActive ?? false);
      await record(...upTo(20).flatMap((version) => [news('ord_a', Number(version)), news('ord_b', Number(version))]));
      await until('the effects', settled);
      expect(await noted()).toEqual({ ord_a: upTo(20), ord_b: upTo(20) });
    });

    test('of two, one relays; the other takes over when the first stops', async () => {
      const first = await start(environment);
      await until('the seat', () => first.relay.isActive);
      const second = await start(environment);
      await pause(300);
      expect(second.relay.isActive).toBe(false);
      await record(news('ord_a', 1));
      await until('the effect', settled);
      await first.stop();
      await record(news('ord_a', 2));
      await until('the effect', settled);
      expect(second.relay.isActive).toBe(true);
      expect(await noted()).toEqual({ ord_a: upTo(2) });
    });

    test('finishes what is under way when it stops, and what is left waits for the next', async () => {
      const first = await start(environment);
      await record(...upTo(200).map((version) => news('ord_a', Number(version))));
      await until('the first effects', async () => (await count('from noted')) > 10);
      await first.stop();
      await start(environment);
      await until('the rest', settled);
      expect(await noted()).toEqual({ ord_a: upTo(200) });
    });

    test('loses and doubles nothing while connections are cut at random, relay and consumers alike', async () => {
      await Promise.all([start(environment), start(environment)]);
      const cutting = new AbortController();
      const cuts = (async () => {
        while (!cutting.signal.aborted) {
          await postgres.database.pool
            .query(
              `select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and pid <> pg_backend_pid() and application_name <> 'test' order by random() limit 2`,
            )
            .catch(() => undefined);
          await pause(40);
        }
      })();
      const orders = upTo(12).map((name) => `ord_${name.padStart(2, '0')}`);
      for (const version of upTo(25)) {
        for (const order of orders) {
          const told = news(order, Number(version));
          // a cut may also hit the connection of the test: the same event is recorded once, whoever asks again
          await until('the record', () =>
            record(told).then(
              () => true,
              (error: unknown) => constraintOf(error).startsWith('outbox_'),
            ),
          );
        }
      }
      await pause(500);
      cutting.abort();
      await cuts;
      await postgres.database.pool.query('update delivery set due_at = now(), parked_at = null');
      await until('the effects', async () => {
        await postgres.database.pool.query('update delivery set due_at = now() where due_at > now()');
        return settled();
      });
      expect(await noted()).toEqual(Object.fromEntries(orders.map((order) => [order, upTo(25)])));
    }, 60_000);
  },
);

test('Redis that cannot be reached costs a moment, nothing else', async () => {
  await start({ REDIS_URL: 'redis://127.0.0.1:1', EVENT_CONSUMERS: 'erp=order.cancelled' });
  await record(news('ord_a', 1), news('ord_a', 2));
  await until('the effects', settled);
  expect(await noted()).toEqual({ ord_a: upTo(2) });
});

test('an outside consumer’s deliveries wait while there is no Redis', async () => {
  await start({ EVENT_CONSUMERS: 'erp=order.*' });
  await record(news('ord_a', 1));
  await until('the effect inside', async () => (await count('from noted')) === 1);
  await until('the relay', async () => (await count(`from delivery where consumer = 'erp'`)) === 1);
  await pause(700);
  expect(await count(`from delivery where consumer = 'erp' and attempts = 0`)).toBe(1);
});

test('a configuration that would never hear stops the start', async () => {
  const start1 = start({ EVENT_CONSUMERS: 'erp=orders.*' });
  await expect(start1).rejects.toThrow('consumer erp wants to hear "orders.*", which no event is called');
  await expect(start({ EVENT_CONSUMERS: 'ears=order.*' })).rejects.toThrow(
    'an outside consumer has the name of another consumer',
  );
});

// without a Redis at hand the set-up says loudly what is not tested; on CI that is an error
if (redis !== null) describe('Redis', () => withRedis(redis));

function withRedis(url: string): void {
  const environment = { REDIS_URL: url, EVENT_CONSUMERS: 'erp=order.*' };
  let tool: Redis;
  let outside: Worker | undefined;

  beforeAll(() => {
    tool = new Redis(url, { maxRetriesPerRequest: null });
  });
  beforeEach(async () => {
    await tool.flushdb();
  });
  afterEach(async () => {
    await outside?.close();
  });
  afterAll(() => {
    tool.disconnect();
  });

  /** A program of somebody else's that works on the queue `erp`. */
  function erp(work: (told: CloudEvent) => void): void {
    outside = new Worker<CloudEvent>(
      'erp',
      async ({ data }) => {
        work(data);
        return Promise.resolve();
      },
      { connection: tool, concurrency: 4 },
    );
  }

  test('may be emptied at any time', async () => {
    await start({ REDIS_URL: url });
    const emptying = new AbortController();
    const empties = (async () => {
      while (!emptying.signal.aborted) {
        await tool.flushdb();
        await pause(5);
      }
    })();
    for (const version of upTo(40)) await record(news('ord_a', Number(version)), news('ord_b', Number(version)));
    await pause(300);
    emptying.abort();
    await empties;
    await until('the effects', settled);
    expect(await noted()).toEqual({ ord_a: upTo(40), ord_b: upTo(40) });
  });

  test('brings events to a consumer outside as CloudEvents, in order per aggregate, and ends the delivery when they are done', async () => {
    const told: CloudEvent[] = [];
    erp((each) => told.push(each));
    await start(environment);
    const first = news('ord_a', 1);
    await record(first, ...upTo(9).map((version) => news('ord_a', Number(version) + 1)));
    await until('the deliveries', settled);
    expect(told.map((each) => each['aggregateversion'])).toEqual(upTo(10));
    expect(told[0]).toMatchObject({
      specversion: '1.0',
      id: first.id,
      type: 'order.placed',
      subject: 'ord_a',
      data: first.payload,
    });
  });

  test('offers the outside again what was lost with it', async () => {
    await start(environment);
    await record(news('ord_a', 1));
    await until('the offer', async () => (await tool.exists('bull:erp:wait')) === 1);
    await tool.flushdb();
    // the lease runs out
    await postgres.database.pool.query(`update delivery set due_at = now() - interval '2 seconds'`);
    const told: CloudEvent[] = [];
    erp((each) => told.push(each));
    await until('the delivery', settled);
    expect(told.map((each) => each.subject)).toEqual(['ord_a']);
  });
}
