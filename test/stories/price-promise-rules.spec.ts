import { spawnSync } from 'node:child_process';
import { IdleCarts } from '#cart';
import { read } from '../architecture/source.js';
import { aCustomer, aStaffKey } from '../support/accounts.js';
import type { Json } from '../support/api.js';
import { aReadyCart, onlyError, place } from '../support/buyer.js';
import { aCartWith, variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import {
  inHours,
  pricePromise,
  pricePromises,
  promisedCart,
  promiseOf,
  promisePrices,
  revokePricePromise,
  setCartPromise,
} from '../support/promises.js';
import { addCartLines, cartById } from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';
import { countStatements } from '../support/statements.js';
import type { Headers } from '../support/three-channels.js';

const shop = usingShop(aShop({ things: { A: { price: '9.99', stock: 1000 }, LAST: { price: '5.00', stock: 1 } } }));
let variantId: string;
let last: string;

beforeAll(async () => {
  const sku = await variantsBySku(shop());
  [variantId, last] = [String(sku['A']), String(sku['LAST'])];
});

const aCart = async (headers: Headers = {}): Promise<string> =>
  (await aCartWith({ ask: (query, variables) => shop().ask(query, variables, headers) }, { [variantId]: '2' })).id;
const promising = async (input: object, headers: Headers = {}): Promise<Json> =>
  shop().ask(promisePrices, { input: { cartId: await aCart(headers), ...input } }, headers);
const kept = async (): Promise<Json> => {
  const { rows } = await shop().postgres.database.pool.query<Json>(
    `select (select count(*)::int from price_promise) promises, (select count(*)::int from outbox where aggregate_type = 'price_promise') told`,
  );
  return rows[0];
};

test.each([
  ['the past', { expiresAt: inHours(-1) }, 'INVALID', 'expiresAt'],
  ['longer than a day for a guest', { expiresAt: inHours(25) }, 'INVALID', 'expiresAt'],
  ['others, of a guest', { audience: { kind: 'ANYBODY' } }, 'FORBIDDEN', 'audience'],
  ['some channels, of a guest', { channelIds: [] }, 'FORBIDDEN', 'channelIds'],
  ['no cart', { cartId: 'cart_01J8ZZZZZZZZZZZZZZZZZZZZZZ' }, 'NOT_FOUND', 'cartId'],
])('is not promised: %s', async (_, input, code, field) => {
  const before = await kept();
  expect(onlyError(await promising(input))).toMatchObject({ code, path: ['input', field] });
  expect(await kept()).toEqual(before);
});

test('those who sell are refused what there is not, and longer than 90 days; customers more than a week', async () => {
  const before = await kept();
  const { staff } = shop();
  for (const [audience, code] of [
    [{ kind: 'ANYBODY', id: 'cus_01J8ZZZZZZZZZZZZZZZZZZZZZZ' }, 'INVALID'],
    [{ kind: 'CUSTOMER' }, 'INVALID'],
    [{ kind: 'CUSTOMER', id: 'cus_01J8ZZZZZZZZZZZZZZZZZZZZZZ' }, 'NOT_FOUND'],
    [{ kind: 'ORGANIZATION', id: 'org_01J8ZZZZZZZZZZZZZZZZZZZZZZ' }, 'NOT_FOUND'],
    [{ kind: 'ORGANIZATION', id: 'cus_01J8ZZZZZZZZZZZZZZZZZZZZZZ' }, 'NOT_FOUND'],
  ] as const)
    expect(onlyError(await promising({ audience }, staff))).toMatchObject({ code, path: ['input', 'audience', 'id'] });
  expect(onlyError(await promising({ channelIds: ['web'] }, staff))).toMatchObject({ code: 'NOT_FOUND' });
  expect(onlyError(await promising({ expiresAt: inHours(91 * 24) }, staff))).toMatchObject({ facts: { maxHours: '2160' } });
  const { headers } = await aCustomer(shop(), 'week@example.test');
  expect(onlyError(await promising({ expiresAt: inHours(169) }, headers))).toMatchObject({ facts: { maxHours: '168' } });
  expect(await kept()).toEqual(before);
});

test('what cannot be bought is not promised, but for stock; nothing, and a promise, are not either', async () => {
  const { ask } = shop();
  const empty = await aCartWith(shop(), {});
  expect(onlyError(await ask(promisePrices, { input: { cartId: empty.id } }))).toMatchObject({ code: 'NOT_APPLICABLE' });
  const [mine, theirs] = await Promise.all([
    aReadyCart(ask, { lines: { [last]: '1' } }),
    aReadyCart(ask, { lines: { [last]: '1' } }),
  ]);
  expect((await place(ask, theirs, 'takes-the-last')).userErrors).toEqual([]);
  const promise = await promiseOf(shop(), mine.id);
  expect(promise.total.amount).toBe('5.00');
  const cart = await promisedCart(shop(), promise.id);
  expect(cart.problems).toMatchObject([{ code: 'OUT_OF_STOCK', severity: 'BLOCKING' }]);
  expect(onlyError(await ask(promisePrices, { input: { cartId: cart.id } }))).toMatchObject({ code: 'NOT_APPLICABLE' });
  expect(onlyError(await ask(promisePrices, { input: { cartId: theirs.id } }))).toMatchObject({ code: 'WRONG_STATE' });
  const { id } = await ask('{ product(slug: "last") { id } }');
  await staffOf(shop()).done('unpublishProduct', { id });
  const gone = await ask(cartById, { id: cart.id });
  expect(gone.problems).toContainEqual(expect.objectContaining({ code: 'NOT_PURCHASABLE', severity: 'BLOCKING' }));
  expect(onlyError(await ask(promisePrices, { input: { cartId: mine.id } }))).toMatchObject({
    facts: { problem: 'NOT_PURCHASABLE' },
  });
});

test('a repeated request makes one promise, and one revocation; who does not sell lists and revokes none', async () => {
  const { ask, staff } = shop();
  const input = { cartId: await aCart(), idempotencyKey: 'one promise' };
  const [one, two] = [await ask(promisePrices, { input }), await ask(promisePrices, { input })];
  expect(two).toEqual(one);
  const { id } = one.promise;
  const revoking = { promiseId: id, reason: ' a mistake ', idempotencyKey: 'one revocation' };
  const done = await ask(revokePricePromise, { input: revoking }, staff);
  expect(done.promise).toMatchObject({ state: 'REVOKED', revokeReason: 'a mistake' });
  expect(await ask(revokePricePromise, { input: revoking }, staff)).toEqual(done);
  for (const [wrong, code] of [
    [{ promiseId: id, reason: ' ' }, 'INVALID'],
    [{ promiseId: 'pp_x', reason: 'x' }, 'NOT_FOUND'],
  ] as const)
    expect(onlyError(await ask(revokePricePromise, { input: wrong }, staff))).toMatchObject({ code });
  const clerk = await aStaffKey(shop(), 'MANAGE_CATALOG');
  await expect(ask(revokePricePromise, { input: revoking }, clerk)).rejects.toThrow('FORBIDDEN');
  await expect(ask(pricePromises, {}, clerk)).rejects.toThrow('FORBIDDEN');
});

test('are listed by state and by whom they are for, a page at a time', async () => {
  const { ask, staff } = shop();
  const { id: customerId, headers } = await aCustomer(shop(), 'lists@example.test');
  const cartId = await aCart(headers);
  const ids: string[] = [];
  for (let index = 0; index < 3; index++) ids.unshift((await promiseOf(shop(), cartId, {}, headers)).id);
  await ask(revokePricePromise, { input: { promiseId: ids[1], reason: 'x' } }, staff);
  const idsOf = ({ nodes }: Json): string[] => nodes.map(({ id }: Json) => id);
  const first = await ask(pricePromises, { customerId, first: 2 }, staff);
  expect([idsOf(first), first.pageInfo.hasNextPage]).toEqual([ids.slice(0, 2), true]);
  expect(idsOf(await ask(pricePromises, { customerId, first: 2, after: first.pageInfo.endCursor }, staff))).toEqual(ids.slice(2));
  expect(idsOf(await ask(pricePromises, { customerId, state: 'REVOKED' }, staff))).toEqual([ids[1]]);
  expect(idsOf(await ask(pricePromises, { customerId, state: 'GOOD' }, staff))).toEqual([ids[0], ids[2]]);
  expect(idsOf(await ask(pricePromises, { state: 'EXPIRED' }, staff))).toEqual([]);
  expect(idsOf(await ask(pricePromises, { organizationId: 'org_none' }, staff))).toEqual([]);
  expect(idsOf(await ask(pricePromises, {}, staff)).slice(0, 3)).toEqual(ids);
});

test('docs/till.md verifies a token by node:crypto alone, and reads what was promised', async () => {
  const { token, total } = await promiseOf(shop(), await aCart());
  const keys = await shop().ask('{ signatureKeys { kid kty crv x } }');
  const program = /^```ts\n(import \{ createHash[^]*?)^```$/m.exec(read('docs/till.md'))?.[1] ?? '';
  const run = (given: string, now = Date.now()) => {
    const lines = JSON.stringify([{ variantId, quantity: '2' }]);
    const call = `const promise = promised(${JSON.stringify(given)}, ${JSON.stringify(keys)}, ${String(now)});
      console.log(promise.totals.total, isFor(promise, ${lines}), isFor(promise, []));`;
    return spawnSync(process.execPath, ['--input-type=module', '-'], { input: program + call, encoding: 'utf8' });
  };
  expect([run(token).stdout, total.amount]).toEqual(['19.98 true false\n', '19.98']);
  expect(run(token, Date.now() + 25 * 3_600_000).stderr).toContain('Error: expired');
  const [head, claims = '', signature] = String(token).split('.');
  const cheap = Buffer.from(Buffer.from(claims, 'base64url').toString().replace('"total":"19.98"', '"total":"1.00"'));
  expect(run(`${head}.${cheap.toString('base64url')}.${signature}`).stderr).toContain('Error: not from our shop');
});

test('cost carts that have none nothing: one read more is for those that have one', async () => {
  const { ask, postgres } = shop();
  const statements = (work: () => Promise<unknown>) => countStatements(postgres.database, work);
  const { id } = await promiseOf(shop(), await aCart());
  const [without, having] = [await aCart(), (await promisedCart(shop(), id)).id];
  for (const [cartId, reads] of [
    [without, 1],
    [having, 2],
  ] as const)
    expect([cartId, await statements(() => ask(cartById.replace('order { id } ', ''), { id: cartId }))]).toEqual([cartId, reads]);
  // one that was known before is not looked for among those that are
  const { cart: given } = await ask(setCartPromise, { input: { cartId: without, promise: id } });
  expect(given.promise.decides).toBe(true);
  expect(await statements(() => ask(cartById.replace('order { id } ', ''), { id: without }))).toBe(2);
  const lines = [{ variantId, quantity: '1' }];
  expect(await statements(() => ask(addCartLines, { input: { cartId: having, lines } }))).toBe(3);
});

test('are kept with their orders, and forgotten when they were over for long without one', async () => {
  const { ask, app, postgres } = shop();
  const [used, unused] = [await promiseOf(shop(), await aCart()), await promiseOf(shop(), await aCart())];
  const cart = await promisedCart(shop(), used.id);
  expect((await place(ask, cart, 'uses-a-promise')).userErrors).toEqual([]);
  const { pool } = postgres.database;
  await expect(pool.query(`update price_promise set expires_at = expires_at + interval '1 day'`)).rejects.toThrow(
    'a price promise stays what it was',
  );
  await pool.query('alter table price_promise disable trigger price_promise_stays');
  await pool.query(
    `update price_promise set made_at = made_at - interval '900 days', expires_at = expires_at - interval '900 days'`,
  );
  await pool.query('alter table price_promise enable trigger price_promise_stays');
  await app.get(IdleCarts, { strict: false }).round();
  expect(await ask(pricePromise, { promise: used.id })).toMatchObject({ state: 'EXPIRED' });
  expect(await ask(pricePromise, { promise: unused.id })).toBeNull();
});
