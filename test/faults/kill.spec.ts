import { setTimeout as pause } from 'node:timers/promises';
import { openShop } from '../../apps/seed/open-shop.js';
import { startApi, type Json } from '../support/api.js';
import { expectBooksToBalance } from '../support/books.js';
import { placing, type Ask } from '../support/buyer.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { aShop } from '../support/plan.js';
import { redisUrl } from '../support/redis.js';
import { createCart, placeOrder } from '../support/requests.js';
import { ServedShop } from '../support/serve.js';

const clients = 16;

let postgres: TestDatabase;
let shop: ServedShop;
let variantId: string;

beforeEach(async () => {
  postgres = await freshDatabase();
  const api = await startApi({ databaseUrl: postgres.url, redisUrl: redisUrl() });
  await openShop(api.app, aShop({ things: { MUG: { price: '10.00', stock: 1000 } } }));
  await api.close();
  shop = await ServedShop.start({
    DATABASE_URL: postgres.url,
    REDIS_URL: redisUrl() ?? '',
    SWEEP_SECONDS: '1',
    PAYMENT_SILENCE_SECONDS: '1',
  });
  const { nodes } = await shop.insist('{ products(first: 1) { nodes { variants { id } } } }');
  variantId = nodes[0].variants[0].id;
}, 120_000);

afterEach(async () => {
  await shop.close();
  await postgres.drop();
}, 30_000);

/** Buys a mug as a buyer whose number is all that is needed to repeat every request. */
async function buy(ask: Ask, buyer: number, instrument: string): Promise<Json> {
  const input = {
    lines: [{ variantId, quantity: '1' }],
    email: 'ada@example.test',
    idempotencyKey: `cart-of-buyer-number-${String(buyer)}`,
  };
  const { cart, userErrors } = await ask(createCart, { input });
  expect(userErrors).toEqual([]);
  return ask(placeOrder, { input: placing(cart, `order-of-buyer-${String(buyer)}`, instrument) });
}

/** Has every buyer's turn taken by one of the clients; `answered` hears how many have been. */
async function serve(
  buyers: number,
  turn: (buyer: number) => Promise<void>,
  answered: (count: number) => void = () => undefined,
): Promise<void> {
  let next = 0;
  let done = 0;
  const client = async (): Promise<void> => {
    while (next < buyers) {
      await turn(next++);
      answered(++done);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
}

async function one(query: string): Promise<Json> {
  return (await postgres.database.pool.query(query)).rows[0];
}

/** Waits until the query's only answer is this one. */
async function until(query: string, wanted: Json): Promise<void> {
  const end = Date.now() + 15_000;
  let found: Json = await one(query);
  while (Date.now() < end && JSON.stringify(found) !== JSON.stringify(wanted)) {
    await pause(100);
    found = await one(query);
  }
  expect(found).toEqual(wanted);
}

const undelivered =
  'select (select count(*)::int from outbox where relayed_at is null) unrelayed, (select count(*)::int from delivery) waiting';

test('killed three times in the middle of 500 orders, it loses none, doubles none, and every event has its effect', async () => {
  const answers: Json[] = [];
  let killing: Promise<void> = Promise.resolve();
  await serve(
    500,
    async (buyer) => {
      answers[buyer] = await buy(shop.insist, buyer, 'approve');
    },
    (count) => {
      if (count % 125 === 0 && count < 500) killing = killing.then(() => shop.kill()).then(() => shop.restart());
    },
  );
  await killing;
  for (const answer of answers) expect(answer).toMatchObject({ order: { state: 'PLACED' }, userErrors: [] });
  expect(new Set(answers.map(({ order }) => order.id)).size).toBe(500);
  await until(undelivered, { unrelayed: 0, waiting: 0 });
  expect(
    await one(`select (select count(*)::int from orders) orders, (select count(*)::int from payment) payments,
      (select count(*)::int from outbox where type = 'order.placed') told, (select sum(placed)::int from sales_day) counted,
      (select sum(total)::int from sales_day) sold, (select (posted / 1000)::int from counter) posted, (select (pending / 1000)::int from counter) pending`),
  ).toEqual({ orders: 500, payments: 500, told: 500, counted: 500, sold: 500_000, posted: 500, pending: 0 });
  await expectBooksToBalance(postgres.database);
}, 120_000);

test('killed between the steps of outside payments, it finishes every one of them without being asked again', async () => {
  let killed = false;
  const dies = async (buyer: number): Promise<void> => {
    if (!killed) await buy(shop.attempt, buyer, 'timeout').catch(() => null);
  };
  await serve(200, dies, (count) => {
    if (count < 60 || killed) return;
    killed = true;
    void shop.kill();
  });
  await shop.kill();
  // what a kill leaves when it comes before the question has been asked
  await one(`update payment set state = 'PENDING' where id in (select id from payment where state = 'UNKNOWN' limit 5)`);
  const { waiting } = await one(`select count(*)::int waiting from orders where state = 'PENDING'`);
  expect(waiting).toBeGreaterThan(0);
  await shop.restart();
  await until(`select count(*)::int waiting from orders where state <> 'PLACED'`, { waiting: 0 });
  await until(undelivered, { unrelayed: 0, waiting: 0 });
  const orders = Number((await one('select count(*)::int orders from orders')).orders);
  await expectBooksToBalance(postgres.database);
  // the buyers come back: who has an order gets that one
  await serve(orders + 10, async (buyer) => {
    expect((await buy(shop.insist, buyer, 'timeout')).order).not.toBeNull();
  });
  await until(`select count(*)::int waiting from orders where state <> 'PLACED'`, { waiting: 0 });
  expect(await one('select count(*)::int orders, count(distinct cart_id)::int carts from orders')).toEqual({
    orders: orders + 10,
    carts: orders + 10,
  });
  await expectBooksToBalance(postgres.database);
}, 120_000);
