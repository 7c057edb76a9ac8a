import type { Json } from '../support/api.js';
import { expectBooksToBalance } from '../support/books.js';
import { aReadyCart, onlyError, place } from '../support/buyer.js';
import { variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import { pricePromise, promisedCart, promiseOf, revokePricePromise } from '../support/promises.js';
import { usingShop } from '../support/shop.js';
import { staffOf, within } from '../support/staff.js';

const shop = usingShop(aShop({ things: { A: { price: '10.00', stock: 10_000 } } }));
let variantId: string;

const revoke = (promiseId: string): Promise<Json> =>
  shop().ask(revokePricePromise, { input: { promiseId, reason: 'a test' } }, shop().staff);
const ordersOn = async (promise: string): Promise<string[]> =>
  (await shop().ask(pricePromise, { promise }, shop().staff)).orderIds;

beforeAll(async () => {
  variantId = String((await variantsBySku(shop()))['A']);
});

/** A promise of 10.00, and carts on it, when the price has become 25.00. */
async function aPromise(carts: number): Promise<{ readonly id: string; readonly carts: Json[] }> {
  const { setPrice } = staffOf(shop());
  await setPrice('eur', variantId, '10.00');
  const totalNow = async () => (await aReadyCart(shop().ask, { lines: { [variantId]: '1' } })).totals.total.amount;
  await within(2000, async () => (await totalNow()) === '10.00');
  const { id } = await promiseOf(shop(), (await aReadyCart(shop().ask, { lines: { [variantId]: '1' } })).id);
  await setPrice('eur', variantId, '25.00');
  await within(2000, async () => (await totalNow()) === '25.00');
  const begun = await Promise.all(Array.from({ length: carts }, () => promisedCart(shop(), id)));
  for (const cart of begun) expect(cart.totals.total.amount).toBe('10.00');
  return { id, carts: begun };
}

afterEach(() => expectBooksToBalance(shop().postgres.database));

test('32 who place on one promise at once all pay what was promised', async () => {
  const { id, carts } = await aPromise(32);
  const answers = await Promise.all(carts.map((cart) => place(shop().ask, cart, `many-${cart.id}`)));
  for (const { order, userErrors } of answers) {
    expect(userErrors).toEqual([]);
    expect(order.totals.total.amount).toBe('10.00');
  }
  expect(await ordersOn(id)).toEqual(answers.map(({ order }) => order.id).sort());
});

test('a revocation that commits first wins: the order that waited for it is refused, and nothing is kept of it', async () => {
  const { id, carts } = await aPromise(1);
  const client = await shop().postgres.database.pool.connect();
  try {
    await client.query('begin');
    await client.query(`update price_promise set revoked_at = now(), revoked_by = 'test', revoke_reason = 'test' where id = $1`, [
      id,
    ]);
    const placing = place(shop().ask, carts[0], 'waits-for-the-revocation');
    const waits = async () => {
      // not by the client: inside its transaction it is always shown the same
      const { rows } = await shop().postgres.database.pool.query<{ waits: boolean }>(
        `select count(*) > 0 waits from pg_stat_activity where wait_event_type = 'Lock' and query like '%price_promise_use%'`,
      );
      return rows[0]?.waits === true;
    };
    expect(await within(5000, waits)).toBe(true);
    await client.query('commit');
    const { facts, ...error } = onlyError(await placing);
    expect([error.code, facts.total]).toEqual(['TOTAL_CHANGED', '25.00']);
  } finally {
    client.release();
  }
  expect(await ordersOn(id)).toEqual([]);
  const { rows } = await shop().postgres.database.pool.query('select id from orders where cart_id = $1', [carts[0]?.id]);
  expect(rows).toEqual([]);
});

test('revoked while eight place: each either has what was promised or is told what it costs now', async () => {
  const { id, carts } = await aPromise(8);
  const placing = carts.map((cart) => place(shop().ask, cart, `races-${cart.id}`));
  const revoked = await revoke(id);
  expect(revoked.userErrors).toEqual([]);
  const answers = await Promise.all(placing);
  for (const { order, userErrors } of answers) {
    if (order) expect(order.totals.total.amount).toBe('10.00');
    else expect(userErrors).toMatchObject([{ code: 'TOTAL_CHANGED' }]);
  }
  expect(await ordersOn(id)).toEqual(answers.flatMap(({ order }) => (order ? [order.id] : [])).sort());
  // taken back once
  expect(onlyError(await revoke(id))).toMatchObject({ code: 'WRONG_STATE', path: ['input', 'promiseId'] });
  const { rows } = await shop().postgres.database.pool.query(
    `select type, aggregate_version::int version from outbox where aggregate_id = $1 order by aggregate_version`,
    [id],
  );
  expect(rows).toEqual([
    { type: 'price_promise.made', version: 1 },
    { type: 'price_promise.revoked', version: 2 },
  ]);
});
