import { startApi, type Json } from '../support/api.js';
import { openShop } from '../../apps/seed/open-shop.js';
import { expectBooksToBalance } from '../support/books.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { aShop } from '../support/plan.js';
import { redisUrl } from '../support/redis.js';
import { ServedShop } from '../support/serve.js';
import { anotherTill, aSale, aStore, recordSales } from '../support/tills.js';
import { staffOf } from '../support/staff.js';

let postgres: TestDatabase;
let shop: ServedShop;
let headers: Readonly<Record<string, string>>;

beforeAll(async () => {
  postgres = await freshDatabase();
  const api = await startApi({ databaseUrl: postgres.url, redisUrl: redisUrl() });
  const { staffKey } = await openShop(api.app, aShop({ things: { A: { price: '10.00', stock: 1000 } } }));
  await api.close();
  shop = await ServedShop.start({ DATABASE_URL: postgres.url, REDIS_URL: redisUrl() ?? '' });
  const staff = { authorization: `Bearer ${staffKey}` };
  const as = { staff, postgres, ask: (query: string, variables?: object, who = {}) => shop.insistAs(who)(query, variables) };
  const store = await aStore(as);
  headers = (await anotherTill(as, store)).headers;
  await staffOf(as).done('setFloorLimit', { channelId: store.channelId, currency: 'EUR', amount: '5.00' });
}, 120_000);
afterAll(async () => {
  await shop.close();
  await postgres.drop();
}, 30_000);

test('killed again and again while a till pushes, it records each sale exactly once', async () => {
  const sales = Array.from({ length: 200 }, (_, index) =>
    aSale(index + 1, [{ sku: 'A', units: 1, cents: 1000 }], { tenders: [{ kind: 'CARD', amount: '10.00' }] }),
  );
  let pushed = 0;
  const killing = (async () => {
    for (const at of [50, 120]) {
      while (pushed < at) await new Promise((resolve) => setTimeout(resolve, 1));
      await shop.kill();
      await shop.restart();
    }
  })();
  const insist = shop.insistAs(headers);
  for (let next = 1; next <= sales.length;) {
    const batch = sales.slice(next - 1, next + 9);
    const { nextSequence, userErrors }: Json = await insist(recordSales, {
      input: { deviceTime: new Date().toISOString(), sales: batch },
    });
    expect(userErrors).toEqual([]);
    pushed = next;
    next = nextSequence;
  }
  await killing;
  const { rows } = await postgres.database.pool.query<Json>(
    `select count(*)::int sales, count(distinct order_id)::int orders, (select count(*)::int from exception where kind = 'FLOOR_LIMIT') odd,
       (select on_hand::int from stock_level) on_hand from till_sale`,
  );
  expect(rows).toEqual([{ sales: 200, orders: 200, odd: 200, on_hand: 800_000 }]);
  await expectBooksToBalance(postgres.database);
}, 120_000);
