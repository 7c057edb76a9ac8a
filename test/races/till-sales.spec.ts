import { setTimeout as pause } from 'node:timers/promises';
import type { Json } from '../support/api.js';
import { expectBooksToBalance } from '../support/books.js';
import { aReadyCart, place } from '../support/buyer.js';
import { variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import { usingShop } from '../support/shop.js';
import { countStatements } from '../support/statements.js';
import { anotherTill, aSale, aStore, keptOfSales, type SoldLine, type TestTill } from '../support/tills.js';

const things = Object.fromEntries(
  Array.from({ length: 50 }, (_, index) => [`T${String(index)}`, { price: '1.00', stock: 1000 }]),
);
const shop = usingShop(
  aShop({
    things: { A: { price: '10.00', stock: 1000 }, LAST: { price: '10.00', stock: 5 }, ...things },
    codes: [{ code: 'TEN', percent: '10', usageLimit: 10 }],
  }),
);
let store: { channelId: string; locationId: string };

beforeAll(async () => {
  store = await aStore(shop());
});
afterEach(() => expectBooksToBalance(shop().postgres.database));

const aTill = (): Promise<TestTill> => anotherTill(shop(), store);
const plain: SoldLine = { sku: 'A', units: 1, cents: 1000 };
const salesFrom = (from: number, to: number): Json[] =>
  Array.from({ length: to - from + 1 }, (_, index) => aSale(from + index, [plain]));
const recordedBy = async ({ deviceId }: TestTill): Promise<Json> =>
  (
    await shop().postgres.database.pool.query(
      `select count(*)::int sales, count(distinct order_id)::int orders, max(sequence)::int last from till_sale where device_id = $1`,
      [deviceId],
    )
  ).rows[0];

test('the same batch, sent three times at once, is recorded once and answered alike', async () => {
  const till = await aTill();
  const sales = salesFrom(1, 20);
  const answers = await Promise.all([till.recorded(sales), till.recorded(sales), till.recorded(sales)]);
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
  expect(await recordedBy(till)).toEqual({ sales: 20, orders: 20, last: 20 });
});

test('batches that overlap, in any order and at once, leave each sale exactly once', async () => {
  const till = await aTill();
  const all = salesFrom(1, 30);
  const cuts = [all.slice(0, 12), all.slice(6, 20), all.slice(10, 30), all.slice(0, 30), all.slice(19, 25)];
  // what comes before its time waits, and is sent again
  for (let round = 0; round < 3; round++) await Promise.all(cuts.map((cut) => till.push(cut)));
  expect(await recordedBy(till)).toEqual({ sales: 30, orders: 30, last: 30 });
});

test('a push whose connection dies in the middle leaves nothing, and is recorded once when it is sent again', async () => {
  const till = await aTill();
  const sales = salesFrom(1, 6);
  await till.recorded(sales.slice(0, 1));
  const { pool } = shop().postgres.database;
  const before = await keptOfSales(shop());
  const holder = await pool.connect();
  await holder.query('begin');
  await holder.query(`select from counter where id like 'stock:%' for update`);
  const cut = till.push(sales.slice(1)).catch(() => 'no answer');
  const waiting = `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%stock_sell%'`;
  for (let found = 0; found === 0;) {
    found = (await pool.query(`select pg_terminate_backend(pid) from (${waiting}) w`)).rowCount ?? 0;
    await pause(10);
  }
  expect(await cut).toBe('no answer');
  await holder.query('rollback');
  holder.release();
  expect(await keptOfSales(shop())).toEqual(before);
  await till.recorded(sales);
  expect(await recordedBy(till)).toEqual({ sales: 6, orders: 6, last: 6 });
});

test('tills and the web want the same goods and codes at once: facts win, claims stop, nobody deadlocks', async () => {
  const { LAST: last = '' } = await variantsBySku(shop());
  const tills = await Promise.all([aTill(), aTill(), aTill()]);
  const ask = (query: string, variables?: object) => shop().ask(query, variables);
  const carts = await Promise.all(Array.from({ length: 8 }, () => aReadyCart(ask, { lines: { [last]: '1' }, code: 'TEN' })));
  const lines: SoldLine[] = [
    { sku: 'LAST', units: 1, cents: 1000, off: 100 },
    { ...plain, off: 100 },
  ];
  const [placed] = await Promise.all([
    Promise.all(carts.map((cart, index) => place(ask, cart, `race-${String(index)}`))),
    ...tills.map((till) =>
      till.recorded(
        Array.from({ length: 5 }, (_, index) => aSale(index + 1, lines, { promotions: [{ code: 'TEN', amount: '2.00' }] })),
      ),
    ),
  ]);
  const bought = placed.filter(({ order }) => order?.state === 'PLACED').length;
  expect(
    placed.every(({ userErrors }) => userErrors.every(({ code }: Json) => ['OUT_OF_STOCK', 'LIMIT_REACHED'].includes(code))),
  ).toBe(true);
  const { rows } = await shop().postgres.database.pool.query(
    `select c.id like 'promotion:%' promotion, c.capacity::int, c.posted::int, c.excess::int,
       (select count(*)::int from exception e where e.kind = 'LIMIT_EXCEEDED') beyond
     from counter c where c.id like 'promotion:%' or c.id like 'stock:' || $1 || ':%' order by 1`,
    [last],
  );
  expect(rows).toEqual([
    expect.objectContaining({ promotion: false, capacity: -10_000, posted: bought * 1000, excess: 10_000 + bought * 1000 }),
    expect.objectContaining({ promotion: true, capacity: 10_000, posted: (15 + bought) * 1000, excess: (5 + bought) * 1000 }),
  ]);
  // the uses beyond the limit are those of tills, each told of
  expect(rows[0].beyond).toBe(5 + bought);
});

test('a push takes as many statements for fifty lines or sales as for one', async () => {
  const till = await aTill();
  const { database } = shop().postgres;
  await till.recorded(salesFrom(1, 1));
  const lines = Array.from({ length: 50 }, (_, index): SoldLine => ({ sku: `T${String(index)}`, units: 1, cents: 100 }));
  const uses = { promotions: [{ code: 'TEN', amount: '0.00' }] };
  const odd = (sequence: number, of: readonly SoldLine[]) => aSale(sequence, of, uses);
  const one = await countStatements(database, () => till.recorded([odd(2, lines.slice(0, 1))]));
  expect(await countStatements(database, () => till.recorded([odd(3, lines)]))).toBe(one);
  const many = Array.from({ length: 50 }, (_, index) => odd(4 + index, lines.slice(0, 10)));
  expect(await countStatements(database, () => till.recorded(many))).toBe(one);
  expect(one).toBe(12);
});
