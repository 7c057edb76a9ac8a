import { aCustomer } from '../support/accounts.js';
import type { Json } from '../support/api.js';
import { aReadyCart, onlyError, place } from '../support/buyer.js';
import { aCartWith, lineOf, trailOf, variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import {
  cartWithPromise,
  inHours,
  pricePromise,
  problemsOf,
  promisedCart,
  promiseOf,
  revokePricePromise,
  setCartPromise,
} from '../support/promises.js';
import {
  addCartLines,
  adoptCart,
  applyCartCode,
  createCart,
  currentCart,
  removeCartLines,
  setCartContact,
  setCartLines,
  setCartShipping,
} from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { staffOf, within } from '../support/staff.js';
import { aTill, aUnit, type Headers } from '../support/three-channels.js';

const shop = usingShop(
  aShop({
    things: {
      A: { price: '9.99', stock: 1000 },
      B: { price: '3.33', stock: 1000 },
      CHAIR: { price: '80.00', stock: 1000, shipped: true },
    },
    codes: [{ code: 'TEN', percent: '10', usageLimit: 1000 }],
  }),
);
let sku: Record<string, string>;
let till: Headers;
let methods: Record<string, string>;

beforeAll(async () => {
  sku = await variantsBySku(shop());
  till = await aTill(shop());
  const { rows } = await shop().postgres.database.pool.query<{ code: string; id: string }>(
    'select code, id from shipping_method',
  );
  methods = Object.fromEntries(rows.map(({ code, id }) => [code, id]));
});

const as =
  (headers: Headers) =>
  (query: string, variables: object = {}): Promise<Json> =>
    shop().ask(query, variables, headers);
const variant = (name: string) => String(sku[name]);
const priced = async (name: string, amount: string) => {
  await staffOf(shop()).setPrice('eur', variant(name), amount);
  const shown = async (): Promise<boolean> => {
    const cart = await aCartWith(shop(), { [variant(name)]: '1' });
    return cart.totals.total.amount === amount;
  };
  expect(await within(2000, shown)).toBe(true);
};
const totalOf = (cart: Json): string => cart.totals.total.amount;
const read = (id: string, headers: Headers = {}) => as(headers)(cartWithPromise, { id });

describe('a promise of web prices', () => {
  let promise: Json;
  let order: Json;

  beforeAll(async () => {
    const cart = await aReadyCart(shop().ask, { lines: { [variant('A')]: '3', [variant('B')]: '7' }, code: 'TEN' });
    expect(totalOf(cart)).toBe('47.95');
    promise = await promiseOf(shop(), cart.id);
    await priced('A', '99.00');
    await priced('B', '1.00');
    const { rows } = await shop().postgres.database.pool.query<{ id: string }>('select id from promotion');
    await staffOf(shop()).done('archivePromotion', { id: rows[0]?.id });
  });

  it('says what was promised', () => {
    expect(promise).toMatchObject({
      ...{ state: 'GOOD', audience: 'ANYBODY', audienceId: null, channelIds: [], currency: 'EUR', country: 'DE', shipping: null },
      ...{ net: { amount: '40.29' }, tax: { amount: '7.66' }, total: { amount: '47.95' } },
      // who asks does not sell
      ...{ madeBy: null, cartId: null, orderIds: null },
    });
    expect(promise.lines.map((line: Json) => [line.sku, line.quantity])).toEqual([
      ['A', '3'],
      ['B', '7'],
    ]);
  });

  it('is honoured at a till, in another order of lines, when price list and promotion are others', async () => {
    const today = await aCartWith({ ask: as(till) }, { [variant('B')]: '7', [variant('A')]: '3' });
    expect(totalOf(today)).toBe('304.00');
    const answer = await as(till)(setCartPromise, { input: { cartId: today.id, promise: promise.token } });
    expect(answer.userErrors).toEqual([]);
    const { cart } = answer;
    expect(cart).toMatchObject({ promise: { promiseId: promise.id, decides: true }, problems: [] });
    expect(cart.totals).toMatchObject({ total: { amount: '47.95' }, tax: { amount: '7.66' }, net: { amount: '40.29' } });
    expect(cart.discounts.map(({ code }: Json) => code)).toEqual(['TEN']);
    expect(cart.lines.map(({ sku: name, total }: Json) => [name, total.amount])).toEqual(
      promise.lines.map(({ sku: name, total }: Json) => [name, total.amount]),
    );
    await as(till)(setCartContact, { input: { cartId: cart.id, email: 'ada@example.test' } });
    const placed = await place(as(till), await read(cart.id, till), 'promised-at-a-till');
    expect(placed.userErrors).toEqual([]);
    ({ order } = placed);
    expect(order).toMatchObject({ state: 'PLACED', totals: { total: { amount: '47.95' } } });
    expect((await as(shop().staff)(pricePromise, { promise: promise.id })).orderIds).toEqual([order.id]);
  });

  it('is as good by its id, and a cart may begin with it alone', async () => {
    const cart = await promisedCart(shop(), promise.id, {}, { idempotencyKey: 'begun-with-a-promise' });
    expect(totalOf(cart)).toBe('47.95');
    expect(cart.lines.map((line: Json) => [line.sku, line.quantity])).toEqual([
      ['A', '3'],
      ['B', '7'],
    ]);
    const again = await promisedCart(shop(), promise.id, {}, { idempotencyKey: 'begun-with-a-promise' });
    expect(again.id).toBe(cart.id);
    const { events, operations } = await trailOf(shop(), cart.id);
    expect(events).toHaveLength(1);
    expect(operations.map(({ type }: Json) => type)).toEqual(['setContact', 'setPromise']);
  });

  it('decides no more when the cart is another, says by what, and decides again when it is the same again', async () => {
    const { id: cartId, ...cart } = await promisedCart(shop(), promise.token);
    const more = await shop().ask(setCartLines, {
      input: { cartId, seenVersion: cart.version, lines: [{ lineId: lineOf(variant('A')), quantity: '4' }] },
    });
    expect(totalOf(more.cart)).toBe('403.00');
    const facts = { variantId: variant('A'), promised: '3', now: '4' };
    expect(problemsOf(more.cart)).toContainEqual({ problem: 'PROMISE_DIFFERS', severity: 'NOTICE', by: 'QUANTITY', ...facts });
    const seenVersion = more.cart.version;
    const less = await shop().ask(removeCartLines, { input: { cartId, seenVersion, lineIds: [lineOf(variant('A'))] } });
    expect(problemsOf(less.cart)).toMatchObject([{ by: 'LINE_MISSING', variantId: variant('A'), promised: '3' }]);
    const other = [
      { variantId: variant('A'), quantity: '3' },
      { variantId: variant('CHAIR'), quantity: '1' },
    ];
    const added = await shop().ask(addCartLines, { input: { cartId, lines: other } });
    expect(problemsOf(added.cart)).toMatchObject([{ by: 'LINE_ADDED', variantId: variant('CHAIR') }]);
    const same = await shop().ask(removeCartLines, {
      input: { cartId, seenVersion: added.cart.version, lineIds: [lineOf(variant('CHAIR'))] },
    });
    expect([totalOf(same.cart), problemsOf(same.cart)]).toEqual(['47.95', []]);
    const { cart: abroad } = await shop().ask(setCartContact, {
      input: { cartId, shippingAddress: { name: 'Ada', line1: '1', city: 'Wien', postalCode: '1010', country: 'AT' } },
    });
    expect(problemsOf(abroad)).toContainEqual({
      ...{ problem: 'PROMISE_DIFFERS', severity: 'NOTICE' },
      ...{ by: 'COUNTRY', promised: 'DE', now: 'AT' },
    });
    const { cart: without } = await shop().ask(setCartPromise, { input: { cartId, promise: null } });
    expect(without.promise).toBeNull();
  });

  it('gives nothing for codes beside it, and says so', async () => {
    const { done } = staffOf(shop());
    await done('createPromotion', { name: 'Five', code: 'FIVE', action: { type: 'percent_off_order', percent: '5' } });
    const { id: cartId } = await promisedCart(shop(), promise.token);
    expect(
      await within(2000, async () => {
        const { userErrors } = await shop().ask(applyCartCode, { input: { cartId, code: 'FIVE' } });
        return userErrors.length === 0;
      }),
    ).toBe(true);
    const cart = await read(cartId);
    expect([totalOf(cart), problemsOf(cart)]).toEqual([
      '47.95',
      [{ problem: 'CODE_REFUSED', severity: 'NOTICE', code: 'FIVE', reason: 'PROMISED' }],
    ]);
  });

  it('goes with a guest’s cart to the customer, on every device', async () => {
    const { headers } = await aCustomer(shop(), 'adopts@example.test');
    const { id: cartId } = await promisedCart(shop(), promise.token);
    await as(headers)(adoptCart, { input: { cartId, during: 'BROWSING' } });
    expect(totalOf(await as(headers)(currentCart))).toBe('47.95');
  });

  it('is made whole by the cart that a guest’s goes into: what is seen is the price of each line', async () => {
    const { headers } = await aCustomer(shop(), 'unites@example.test');
    const both = await promiseOf(shop(), (await aCartWith(shop(), { [variant('A')]: '1', [variant('B')]: '1' })).id);
    await as(headers)(createCart, { input: { lines: [{ variantId: variant('B'), quantity: '1' }] } });
    const guest = await promisedCart(shop(), both.token);
    const without = { cartId: guest.id, seenVersion: guest.version, lineIds: [lineOf(sku['B'])] };
    expect((await shop().ask(removeCartLines, { input: without })).userErrors).toEqual([]);
    const { cart } = await as(headers)(adoptCart, { input: { cartId: guest.id, during: 'BROWSING' } });
    expect([totalOf(cart), problemsOf(cart)]).toEqual([both.total.amount, []]);
    const { rows } = await shop().postgres.database.pool.query<{ lines: string[][] }>(
      `select content->'lines' lines from cart where id = $1`,
      [cart.id],
    );
    const minor = (amount: string) => String(Math.round(Number(amount) * 1_000_000));
    expect(rows[0]?.lines.map(([, variantId, , seen]) => [variantId, seen])).toEqual(
      ['A', 'B'].map((name, index) => [variant(name), minor(both.lines[index].total.amount)]),
    );
  });

  it('is explained, and replayed from what the order has stored', async () => {
    const query = `query ($id: ID!) {
      explainBasket(input: { orderId: $id }) { at promiseId sentences lines { candidates { verdict amount } } }
      replayPricing(input: { orderId: $id }) { source at isIdentical differences { path } total { amount } } }`;
    const { data } = await shop().gql(query, { id: order.id }, shop().staff);
    const { explainBasket, replayPricing }: Json = data;
    expect(replayPricing).toMatchObject({ source: 'ORDER', isIdentical: true, differences: [], total: { amount: '47.95' } });
    expect(explainBasket).toMatchObject({ promiseId: promise.id, at: promise.madeAt });
    expect(explainBasket.sentences[0]).toBe(
      `The price promise ${promise.id} decides: everything is priced by the prices and rules of ${promise.madeAt}.`,
    );
    expect(explainBasket.lines[0].candidates).toMatchObject([{ verdict: 'TAKEN', amount: '9.99' }]);
    const { id } = await promisedCart(shop(), promise.token);
    const now = await shop().gql(query.replaceAll('orderId', 'cartId'), { id }, shop().staff);
    expect(now.data).toMatchObject({ explainBasket: { promiseId: promise.id }, replayPricing: { isIdentical: true } });
  });
});

test('shipping that was promised stays what it was; another way costs what it does today, and any does where none was promised', async () => {
  const lines = { [variant('CHAIR')]: '1' };
  const cart = await aReadyCart(shop().ask, { lines, shippingMethodId: String(methods['parcel']) });
  expect(totalOf(cart)).toBe('84.90');
  const bare = await aReadyCart(shop().ask, { lines });
  const [shipped, goods] = [await promiseOf(shop(), cart.id), await promiseOf(shop(), bare.id)];
  await priced('CHAIR', '120.00');
  await staffOf(shop()).done('updateShippingMethod', {
    id: methods['parcel'],
    rates: [{ currency: 'EUR', amount: '7.50', entry: 'GROSS' }],
  });
  const choosing = async (promise: string, method: string): Promise<Json> => {
    const { id: cartId } = await promisedCart(shop(), promise);
    const { cart: chosen } = await shop().ask(setCartShipping, { input: { cartId, shippingMethodId: methods[method] } });
    return chosen;
  };
  expect(totalOf(await choosing(shipped.token, 'parcel'))).toBe('84.90');
  const fetched = await choosing(shipped.token, 'pickup');
  expect([totalOf(fetched), problemsOf(fetched)]).toEqual([
    '80.00',
    [{ problem: 'PROMISE_DIFFERS', severity: 'NOTICE', by: 'SHIPPING' }],
  ]);
  const dearer = await choosing(goods.token, 'parcel');
  expect([totalOf(dearer), problemsOf(dearer)]).toEqual(['87.50', []]);
  const { shippingOptions } = await read(dearer.id);
  expect(shippingOptions.map(({ name, total }: Json) => [name, total.amount])).toEqual([
    ['Parcel', '7.50'],
    ['Pick up', '0.00'],
  ]);
});

describe('whoever', () => {
  const aCart = async (headers: Headers = {}) => (await aCartWith({ ask: as(headers) }, { [variant('B')]: '2' })).id;
  const redeem = async (promise: string, headers: Headers = {}) =>
    as(headers)(setCartPromise, { input: { cartId: await aCart(headers), promise } });

  it('is a customer has prices promised to itself alone', async () => {
    const [one, other] = [await aCustomer(shop(), 'one@example.test'), await aCustomer(shop(), 'other@example.test')];
    const promise = await promiseOf(shop(), await aCart(one.headers), {}, one.headers);
    expect(promise).toMatchObject({ audience: 'CUSTOMER', audienceId: one.id });
    expect((await redeem(promise.token, one.headers)).userErrors).toEqual([]);
    for (const headers of [{}, other.headers, till]) {
      const error = onlyError(await redeem(promise.token, headers));
      expect(error).toMatchObject({ code: 'NOT_APPLICABLE', path: ['input', 'promise'], facts: { reason: 'OTHER_BUYER' } });
    }
    expect(await as(other.headers)(pricePromise, { promise: promise.token })).toBeNull();
    expect(await as(one.headers)(pricePromise, { promise: promise.id })).toMatchObject({ id: promise.id });
  });

  it('buys for a unit has them promised to the unit', async () => {
    const unit = await aUnit(shop(), 'promised', ['BUYER', 'ADMIN']);
    const promise = await promiseOf(shop(), await aCart(unit.as('BUYER')), {}, unit.as('BUYER'));
    expect(promise).toMatchObject({ audience: 'ORGANIZATION', audienceId: unit.id });
    expect((await redeem(promise.token, unit.as('ADMIN'))).userErrors).toEqual([]);
    expect(onlyError(await redeem(promise.token))).toMatchObject({ facts: { reason: 'OTHER_BUYER' } });
  });

  it('sells promises them to others, for some channels and for longer', async () => {
    const { id } = await aCustomer(shop(), 'third@example.test');
    const [channel] = await shop().ask('{ channels { id code } }', {}, shop().staff);
    const audience = { kind: 'CUSTOMER', id };
    const more = { audience, channelIds: [channel.id], expiresAt: inHours(80 * 24) };
    const promise = await promiseOf(shop(), await aCart(), more, shop().staff);
    expect(promise).toMatchObject({ audience: 'CUSTOMER', audienceId: id, channelIds: [channel.id], orderIds: [] });
    expect(promise.madeBy).toMatch(/^staff:key_/);
    const open = await promiseOf(shop(), await aCart(), { channelIds: [channel.id] }, shop().staff);
    expect(onlyError(await redeem(open.token, till))).toMatchObject({ facts: { reason: 'OTHER_CHANNEL' } });
    expect((await redeem(open.token)).userErrors).toEqual([]);
  });

  it('alters a token, or makes one up, is refused, and nothing is kept', async () => {
    const promise = await promiseOf(shop(), await aCart());
    const [head, claims, signature] = promise.token.split('.');
    const dear = JSON.parse(Buffer.from(claims, 'base64url').toString());
    const cheap = Buffer.from(JSON.stringify({ ...dear, totals: { ...dear.totals, total: '0.01' } })).toString('base64url');
    for (const forged of [
      `${head}.${cheap}.${signature}`,
      `${head}.${claims}.AAAA`,
      'a.b.c',
      '',
      'pp_01J8ZZZZZZZZZZZZZZZZZZZZZZ',
    ]) {
      const cartId = await aCart();
      const answer = await shop().ask(setCartPromise, { input: { cartId, promise: forged } });
      expect(onlyError(answer)).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'promise'] });
      expect(await read(cartId)).toMatchObject({ version: 1, promise: null });
      expect(await shop().ask(pricePromise, { promise: forged })).toBeNull();
    }
  });
});

test('what is over is refused, and what a cart has of it is told and costs what it does today', async () => {
  const cart = await aCartWith(shop(), { [variant('B')]: '5' });
  const promise = await promiseOf(shop(), cart.id);
  const held = await promisedCart(shop(), promise.token);
  await priced('B', '2.00');
  expect(totalOf(await read(held.id))).toBe('5.00');
  const { promise: revoked, userErrors } = await as(shop().staff)(revokePricePromise, {
    input: { promiseId: promise.id, reason: 'a typing error' },
  });
  expect(userErrors).toEqual([]);
  expect(revoked).toMatchObject({ state: 'REVOKED', revokeReason: 'a typing error' });
  const now = await read(held.id);
  expect(now).toMatchObject({ promise: { promiseId: promise.id, decides: false }, totals: { total: { amount: '10.00' } } });
  expect(problemsOf(now)).toContainEqual({ problem: 'PROMISE_VOID', severity: 'NOTICE', reason: 'REVOKED' });
  expect(onlyError(await place(shop().ask, held, 'too-late'))).toMatchObject({
    code: 'TOTAL_CHANGED',
    facts: { total: '10.00' },
  });
  const again = await shop().ask(setCartPromise, { input: { cartId: cart.id, promise: promise.token } });
  expect(onlyError(again)).toMatchObject({ code: 'NOT_APPLICABLE', facts: { reason: 'REVOKED' } });
  const short = await promiseOf(shop(), cart.id, { expiresAt: new Date(Date.now() + 1500).toISOString() });
  const waiting = await promisedCart(shop(), short.token);
  expect(await within(3000, async () => problemsOf(await read(waiting.id))[0]?.reason === 'EXPIRED')).toBe(true);
});
