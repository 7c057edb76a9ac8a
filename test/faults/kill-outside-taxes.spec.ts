import { setTimeout as pause } from 'node:timers/promises';
import { openShop } from '../../apps/seed/open-shop.js';
import { startApi, type Json } from '../support/api.js';
import { expectBooksToBalance } from '../support/books.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { aShop } from '../support/plan.js';
import { redisUrl } from '../support/redis.js';
import { address, cancelOrder, cartFields, createCart, placeOrder } from '../support/requests.js';
import { ServedShop } from '../support/serve.js';
import { staffOf } from '../support/staff.js';
import { TestTaxEngine } from '../support/tax-engine.js';

const [clients, buyers] = [8, 60];
const plan = aShop({ things: { MUG: { price: '10.00', stock: 1000 } } });
const calculate = `mutation ($input: CalculateCartTaxesInput!) { calculateCartTaxes(input: $input) { cart { ${cartFields} } userErrors { code } } }`;

let postgres: TestDatabase;
let engine: TestTaxEngine;
let shop: ServedShop;
let staff: Readonly<Record<string, string>>;
let variantId: string;

beforeAll(async () => {
  postgres = await freshDatabase();
  engine = await TestTaxEngine.start();
  const api = await startApi({ databaseUrl: postgres.url, redisUrl: redisUrl() });
  const { staffKey } = await openShop(api.app, { ...plan, lists: [{ code: 'eur', currency: 'EUR', entry: 'NET' }] });
  await api.close();
  staff = { authorization: `Bearer ${staffKey}` };
  shop = await ServedShop.start({
    DATABASE_URL: postgres.url,
    REDIS_URL: redisUrl() ?? '',
    SWEEP_SECONDS: '1',
    TAX_ENGINE_URL: engine.url,
  });
  const { nodes } = await shop.insist('{ products(first: 1) { nodes { variants { id } } } }');
  variantId = nodes[0].variants[0].id;
  const as = { staff, ask: (query: string, variables?: object, who = {}) => shop.insistAs(who)(query, variables) };
  const [{ id }] = await as.ask('{ channels { id } }', {}, staff);
  await staffOf(as).done('updateChannel', { id, taxProvider: 'http', taxFailure: 'REFUSE' });
}, 120_000);
afterAll(async () => {
  await shop.close();
  await engine.close();
  await postgres.drop();
}, 30_000);

async function one(query: string): Promise<Json> {
  return (await postgres.database.pool.query(query)).rows[0];
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end && !(await isSo());) await pause(100);
  expect(await isSo()).toBe(true);
}

/** A cart that goes to a place of its own, so that nobody has asked for its taxes before. */
async function aCart(buyer: number): Promise<Json> {
  const input = {
    lines: [{ variantId, quantity: '1' }],
    email: 'ada@example.test',
    shippingAddress: { ...address, postalCode: String(10_000 + buyer) },
    idempotencyKey: `cart-of-buyer-number-${String(buyer)}`,
  };
  return (await shop.insist(createCart, { input })).cart;
}

test('killed between the answers of a tax engine and the orders, it loses none, and the engine hears of each once', async () => {
  // what all of them are shown: the same goods, taxed alike
  const { cart: shown } = await shop.insist(calculate, { input: { cartId: (await aCart(0)).id } });
  expect(shown.totals.total.amount).toBe('11.00');
  let killing: Promise<void> = Promise.resolve();
  engine.answered = (times) => {
    if (times % 20 === 0) killing = killing.then(() => shop.kill()).then(() => shop.restart());
  };
  const orders: Json[] = [];
  let next = 1;
  const client = async (): Promise<void> => {
    while (next <= buyers) {
      const buyer = next++;
      const input = {
        cartId: (await aCart(buyer)).id,
        shown: { total: shown.totals.total.amount, fingerprint: shown.fingerprint },
        payment: { provider: 'sandbox', instrument: 'approve' },
        idempotencyKey: `order-of-buyer-${String(buyer)}`,
      };
      for (;;) {
        const { order, userErrors } = await shop.insist(placeOrder, { input });
        if (order) {
          orders.push(order);
          break;
        }
        // a process that has just been started has not heard of the engine's address yet, or is asked by too many
        expect(userErrors).toMatchObject([{ code: 'TAXES_UNAVAILABLE' }]);
      }
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  await killing;
  expect(new Set(orders.map(({ id }) => id)).size).toBe(buyers);
  expect(new Set(orders.map(({ totals }) => totals.tax.amount))).toEqual(new Set(['1.00']));

  const committed = `select count(*)::int all_of_them, count(*) filter (where state = 'COMMITTED')::int committed from order_tax_answer`;
  await until(async () => (await one(committed)).committed === buyers);
  expect(await one(committed)).toEqual({ all_of_them: buyers, committed: buyers });
  expect(await one('select count(*)::int orders, sum(tax)::int tax from orders')).toEqual({ orders: buyers, tax: buyers * 100 });
  expect([...engine.told.keys()].sort()).toEqual(orders.map(({ id }) => `commit-${String(id)}`).sort());

  for (const { id } of orders.slice(0, 5)) {
    const input = { orderId: id, idempotencyKey: `cancel-${String(id)}` };
    expect((await shop.insistAs(staff)(cancelOrder, { input })).userErrors).toEqual([]);
  }
  await until(async () => (await one(`select count(*)::int voided from order_tax_answer where state = 'VOIDED'`)).voided === 5);
  const voided = [...engine.told.keys()].filter((key) => key.startsWith('void-'));
  expect(voided.sort()).toEqual(
    orders
      .slice(0, 5)
      .map(({ id }) => `void-${String(id)}`)
      .sort(),
  );
  await expectBooksToBalance(postgres.database);
}, 120_000);
