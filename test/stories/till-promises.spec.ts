import type { Json } from '../support/api.js';
import { expectBooksToBalance } from '../support/books.js';
import { aReadyCart } from '../support/buyer.js';
import { variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import { pricePromise, promiseOf, revokePricePromise } from '../support/promises.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';
import { ago, anotherTill, aSale, aStore, factsOf, type TestTill } from '../support/tills.js';

const shop = usingShop(
  aShop({
    things: { A: { price: '10.00', stock: 1000 }, B: { price: '20.00', stock: 1000 } },
    codes: [{ code: 'TEN', percent: '10', usageLimit: 1000 }],
  }),
);
let till: TestTill;
let promise: Json;
let elsewhere: Json;
let next = 1;

beforeAll(async () => {
  const sku = await variantsBySku(shop());
  till = await anotherTill(shop(), await aStore(shop()));
  const lines = { [String(sku['A'])]: '2', [String(sku['B'])]: '1' };
  const cart = await aReadyCart(shop().ask, { lines, code: 'TEN' });
  promise = await promiseOf(shop(), cart.id);
  expect(promise.total.amount).toBe('36.00');
  const { setPrice, done } = staffOf(shop());
  const [{ id: legalEntityId }] = await shop().ask('{ legalEntities { id } }', {}, shop().staff);
  const other = {
    code: 'other',
    name: 'Other',
    kind: 'PORTAL',
    legalEntityId,
    currencies: ['EUR'],
    locales: ['en'],
    country: 'DE',
  };
  const { channel } = await done('createChannel', other, 'channel { id }');
  elsewhere = await promiseOf(shop(), cart.id, { channelIds: [channel.id] }, shop().staff);
  await setPrice('eur', String(sku['A']), '15.00');
  const { rows } = await shop().postgres.database.pool.query<{ id: string }>('select id from promotion');
  await done('archivePromotion', { id: rows[0]?.id });
});

afterEach(() => expectBooksToBalance(shop().postgres.database));

const two = { sku: 'A', units: 2, cents: 1000, off: 200 } as const;
const one = { sku: 'B', units: 1, cents: 2000, off: 200 } as const;
const sold = async (lines: Parameters<typeof aSale>[1], more: object = {}): Promise<Json> => {
  const [sale] = await till.recorded([aSale(next, lines, more)]);
  next += 1;
  return sale;
};
const oddOf = ({ exceptions: odd }: Json) => odd.map(({ kind, facts }: Json) => [kind, factsOf(facts).lines]);

test('what a till has sold by a promise is as expected, in any order of lines, and stands with the promise', async () => {
  expect(oddOf(await sold([two, one]))).toEqual([['PRICE_VARIANCE', '1 2']]);
  const [byToken, byId] = [await sold([one, two], { promise: promise.token }), await sold([two, one], { promise: promise.id })];
  expect([oddOf(byToken), oddOf(byId)]).toEqual([[], []]);
  const { orderIds } = await shop().ask(pricePromise, { promise: promise.id }, shop().staff);
  expect(orderIds).toEqual([byToken.orderId, byId.orderId].sort());
  const { rows } = await shop().postgres.database.pool.query<{ promised: string }>(
    `select expected->>'promiseId' promised from till_sale where order_id = any($1) order by id`,
    [orderIds],
  );
  expect(rows.map(({ promised }) => promised)).toEqual([promise.id, promise.id]);
});

test('another basket, an altered token, or none that there is, is held against today’s prices, and never refused', async () => {
  const altered = `${String(promise.token).slice(0, -4)}AAAA`;
  expect(oddOf(await sold([two], { promise: promise.token }))).toEqual([['PRICE_VARIANCE', '1']]);
  expect(oddOf(await sold([two, { ...one, units: 2 }], { promise: promise.token }))).toEqual([['PRICE_VARIANCE', '1 2']]);
  for (const wrong of [altered, 'pp_01J8ZZZZZZZZZZZZZZZZZZZZZZ', 'nonsense'])
    expect(oddOf(await sold([two, one], { promise: wrong }))).toEqual([['PRICE_VARIANCE', '1 2']]);
});

test('a promise for other channels is none for the channel of the till', async () => {
  expect(oddOf(await sold([two, one], { promise: elsewhere.token }))).toEqual([['PRICE_VARIANCE', '1 2']]);
});

test('a till that is alone cannot know of a revocation: what it sold before is as expected, what it sold after is told', async () => {
  const input = { promiseId: promise.id, reason: 'a typing error' };
  expect((await shop().ask(revokePricePromise, { input }, shop().staff)).userErrors).toEqual([]);
  expect(oddOf(await sold([two, one], { promise: promise.token, soldAt: ago(30) }))).toEqual([]);
  const later = new Date(Date.now() + 5000).toISOString();
  expect(oddOf(await sold([two, one], { promise: promise.token, soldAt: later }))).toEqual([['PRICE_VARIANCE', '1 2']]);
});
