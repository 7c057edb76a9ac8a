// Events a second through outbox, relay and one consumer (insight), in one process: `npm run build && node bench/events.mjs`.
// DATABASE_URL names a PostgreSQL where a database may be created and dropped; REDIS_URL is optional.
import pg from 'pg';
import {
  contracts,
  ConsumerRegistry,
  event,
  orderPlaced,
  recording,
  RelayService,
  DeliveryService,
} from '../dist/libs/events/index.js';
import { ConsumersService } from '../dist/libs/events/consumers.service.js';
import { DeliveryRepository } from '../dist/libs/events/delivery.repository.js';
import { InsightSubscribers } from '../dist/libs/insight/insight.subscribers.js';
import { Broadcast } from '../dist/libs/platform/broadcast/index.js';
import { Config } from '../dist/libs/platform/config/index.js';
import { Database, migrate } from '../dist/libs/platform/db/index.js';
import { newId } from '../dist/libs/platform/ids/index.js';
import { Log } from '../dist/libs/platform/log/index.js';
import { Queues } from '../dist/libs/platform/queue/index.js';

const events = Number(process.argv[2] ?? 10_000);
const aggregates = Number(process.argv[3] ?? 2_000);
const config = new Config(process.env);
if (!config.databaseUrl) throw new Error('DATABASE_URL is not set');

const name = `cartwright_bench_${process.pid}`;
const url = new URL(config.databaseUrl);
const server = new pg.Client({ connectionString: url.href });
await server.connect();
await server.query(`create database ${name}`);
url.pathname = `/${name}`;
await migrate(url.href);

const log = new Log('warn');
const database = new Database({ connectionString: url.href });
const queues = new Queues(config.redisUrl, log);
const broadcast = new Broadcast(database, config.redisUrl);
const registry = new ConsumerRegistry();
registry.register(new InsightSubscribers(registry));
const repository = new DeliveryRepository(database);
const deliveries = new DeliveryService(repository, log);
const consumers = new ConsumersService(config, registry, repository, deliveries, queues, broadcast, log);
const relay = new RelayService(database, queues, broadcast, log);

const context = { actor: { kind: 'guest' }, channel: { id: 'chan_bench' }, requestId: 'bench' };
const count = async (what) => Number((await database.pool.query(`select count(*) from ${what}`)).rows[0].count);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The nth event: as many orders as aggregates, each with its versions in turn. */
const news = (n) => {
  const order = `ord_${n % aggregates}`;
  const payload = {
    orderId: order,
    number: `C-${n}`,
    cartId: 'cart',
    channelId: `chan_${n % 50}`,
    currency: 'EUR',
    net: '10',
    tax: '2',
    total: '12',
    lines: [],
  };
  return event(orderPlaced, newId('event'), order, BigInt(Math.floor(n / aggregates) + 1), payload);
};

try {
  await consumers.start();
  for (let from = 0; from < events; from += 500) {
    const batch = Array.from({ length: Math.min(500, events - from) }, (_, index) => news(from + index));
    await database.commit([recording(batch, context)]);
  }
  const cpu = process.cpuUsage();
  const begun = performance.now();
  relay.start();
  let relayedMs;
  for (;;) {
    await pause(100);
    if (!relayedMs && (await count('outbox where relayed_at is null')) === 0) relayedMs = performance.now() - begun;
    if (relayedMs && (await count('delivery')) === 0) break;
  }
  const seconds = (performance.now() - begun) / 1000;
  const used = process.cpuUsage(cpu);
  const { rows } = await database.pool.query('select sum(placed)::int as placed from sales_day');
  if (rows[0].placed !== events) throw new Error(`${rows[0].placed} effects of ${events} events`);

  const waits = [];
  for (let n = 0; n < 50; n++) {
    const told = performance.now();
    await database.commit([recording([{ ...news(n), aggregateId: `ord_late_${n}`, aggregateVersion: 1n }], context)]);
    while ((await count('outbox where relayed_at is null')) + (await count('delivery')) > 0) await pause(1);
    waits.push(performance.now() - told);
    await pause(50);
  }
  waits.sort((a, b) => a - b);
  console.log(
    `${config.redisUrl ? 'with Redis' : 'without Redis'}, ${events} events of ${aggregates} orders, ${contracts.length} contracts known:\n` +
      `  relayed ${Math.round(events / (relayedMs / 1000))} events/s; delivered ${Math.round(events / seconds)} events/s\n` +
      `  CPU of this process ${((used.user + used.system) / 1000 / events).toFixed(3)} ms per event\n` +
      `  a single event to its effect: median ${waits[25].toFixed(0)} ms, longest ${waits.at(-1).toFixed(0)} ms`,
  );
} finally {
  await relay.stop();
  await consumers.stop();
  await broadcast.close();
  await queues.close();
  await database.close();
  await server.query(`drop database ${name} with (force)`);
  await server.end();
}
