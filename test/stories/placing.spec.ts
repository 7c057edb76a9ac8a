import { randomUUID } from 'node:crypto';
import type { Json } from '../support/api.js';
import { expectBooksToBalance } from '../support/books.js';
import { aReadyCart, onlyError, place, placing } from '../support/buyer.js';
import { aShop } from '../support/plan.js';
import {
  addCartLines,
  cartById,
  createCart,
  orderById,
  placeOrder,
  setCartContact,
  setCartShipping,
  address,
} from '../support/requests.js';
import { usingShop } from '../support/shop.js';

const plan = aShop({
  things: {
    MUG: { price: '10.00', stock: 50 },
    PAN: { price: '49.90', stock: 20, shipped: true },
    LAST: { price: '5.00', stock: 1 },
  },
  codes: [{ code: 'TEN', percent: '10', usageLimit: 5 }],
});
const shop = usingShop(plan);

let id: Record<string, string>;
let methods: Record<string, string>;

beforeAll(async () => {
  const { ask } = shop();
  const { nodes } = await ask('{ products(first: 10) { nodes { variants { id sku } } } }');
  id = Object.fromEntries(nodes.map(({ variants: [variant] }: Json) => [variant.sku, variant.id]));
  const { cart } = await ask(createCart, { input: { lines: [{ variantId: id['PAN'], quantity: '1' }] } });
  const { shippingOptions } = await ask(cartById, { id: cart.id });
  methods = Object.fromEntries(shippingOptions.map((option: Json) => [option.kind, option.id]));
});

const key = () => randomUUID();
const mugs = (quantity: string) => aReadyCart(shop().ask, { lines: { [id['MUG'] ?? '']: quantity } });

/** How much of everything is written: what a refusal must leave as it was. */
async function written(): Promise<unknown> {
  const tables = ['orders', 'order_line', 'payment', 'hold', 'posting', 'outbox', 'idempotency_key'];
  const counts = tables.map((table) => `(select count(*) from ${table}) ${table}`).join(', ');
  const { rows } = await shop().postgres.database.pool.query(`select ${counts}, (select sum(version) from counter) counters`);
  return rows[0];
}

/** The only error of a request that must leave everything as it was. */
async function refused(request: () => Promise<Json>): Promise<Json> {
  const before = await written();
  const answer = await request();
  expect(answer.order).toBeNull();
  expect(await written()).toEqual(before);
  return onlyError(answer);
}

describe('what was shown', () => {
  test('another total is refused with the one that is true, and nothing is written', async () => {
    const cart = await mugs('2');
    const input = { ...placing(cart, key()), shown: { total: '19.99', fingerprint: cart.fingerprint } };
    expect(await refused(() => shop().ask(placeOrder, { input }))).toMatchObject({
      code: 'TOTAL_CHANGED',
      path: ['input', 'shown'],
      facts: { total: '20.00', currency: 'EUR', fingerprint: cart.fingerprint },
    });
  });

  test('the same total of another cart is refused too', async () => {
    const cart = await mugs('2');
    const input = { ...placing(cart, key()), shown: { total: '20.00', fingerprint: 'another' } };
    expect(await refused(() => shop().ask(placeOrder, { input }))).toMatchObject({ code: 'TOTAL_CHANGED' });
    const unreadable = { ...placing(cart, key()), shown: { total: '20.001', fingerprint: cart.fingerprint } };
    expect(await refused(() => shop().ask(placeOrder, { input: unreadable }))).toMatchObject({ code: 'INVALID' });
  });

  test('a price that changed between showing and placing', async () => {
    const cart = await aReadyCart(shop().ask, { lines: { [id['LAST'] ?? '']: '1' } });
    const set = `mutation ($input: SetPricesInput!) { setPrices(input: $input) { userErrors { code message } } }`;
    const priced = (amount: string) => ({
      prices: [{ list: 'eur', variantId: id['LAST'], tiers: [{ amount }] }],
      idempotencyKey: key(),
    });
    expect(await shop().ask(set, { input: priced('6.00') }, shop().staff)).toEqual({ userErrors: [] });
    expect(await refused(() => place(shop().ask, cart, key()))).toMatchObject({
      code: 'TOTAL_CHANGED',
      facts: { total: '6.00' },
    });
    await shop().ask(set, { input: priced('5.00') }, shop().staff);
    expect(await place(shop().ask, cart, key(), 'decline')).toMatchObject({
      order: { state: 'PENDING', totals: { total: { amount: '5.00' } } },
    });
  });
});

describe('what is missing', () => {
  const begun = async (input: Json): Promise<Json> => (await shop().ask(createCart, { input })).cart;

  test('is named, one after the other', async () => {
    const { ask } = shop();
    const empty = await begun({});
    expect(await refused(() => place(ask, empty, key()))).toMatchObject({ code: 'INCOMPLETE', facts: { missing: 'lines' } });
    const cart = await begun({ lines: [{ variantId: id['PAN'], quantity: '1' }] });
    expect(await refused(() => place(ask, cart, key()))).toMatchObject({ code: 'INCOMPLETE', facts: { missing: 'email' } });
    await ask(setCartContact, { input: { cartId: cart.id, email: 'ada@example.test' } });
    expect(await refused(() => place(ask, cart, key()))).toMatchObject({ code: 'INCOMPLETE', facts: { missing: 'shipping' } });
    await ask(setCartShipping, { input: { cartId: cart.id, shippingMethodId: methods['FLAT_RATE'] } });
    expect(await refused(() => place(ask, cart, key()))).toMatchObject({
      code: 'INCOMPLETE',
      facts: { missing: 'shippingAddress' },
    });
    const whole = await ask(setCartContact, { input: { cartId: cart.id, shippingAddress: address } });
    const { order, userErrors } = await place(ask, whole.cart, key());
    expect(userErrors).toEqual([]);
    expect(order).toMatchObject({
      state: 'PLACED',
      totals: { total: { amount: '54.80' }, tax: { amount: '8.75' }, net: { amount: '46.05' } },
    });
  });

  test('what is picked up needs no address', async () => {
    const cart = await begun({ lines: [{ variantId: id['PAN'], quantity: '1' }], email: 'ada@example.test' });
    const shipped = await shop().ask(setCartShipping, { input: { cartId: cart.id, shippingMethodId: methods['PICKUP'] } });
    expect(await place(shop().ask, shipped.cart, key())).toMatchObject({ order: { state: 'PLACED' }, userErrors: [] });
  });

  test('stock', async () => {
    const cart = await aReadyCart(shop().ask, { lines: { [id['PAN'] ?? '']: '1' }, shippingMethodId: methods['PICKUP'] ?? '' });
    const count = `mutation ($input: AdjustStockInput!) { adjustStock(input: $input) { userErrors { code message } } }`;
    const { rows } = await shop().postgres.database.pool.query<{ id: string }>('select id from location');
    const adjusted = (difference: string) => ({
      variantId: id['PAN'],
      locationId: rows[0]?.id,
      difference,
      reason: 'CORRECTION',
      idempotencyKey: key(),
    });
    expect(await shop().ask(count, { input: adjusted('-18') }, shop().staff)).toEqual({ userErrors: [] });
    expect(await refused(() => place(shop().ask, cart, key()))).toMatchObject({
      code: 'OUT_OF_STOCK',
      facts: { asked: '1', available: '0' },
    });
    await shop().ask(count, { input: adjusted('18') }, shop().staff);
  });

  test('a provider that the channel does not have', async () => {
    const cart = await mugs('1');
    expect(await refused(() => place(shop().ask, cart, key(), 'approve', 'gold'))).toMatchObject({
      code: 'INVALID',
      path: ['input', 'payment', 'provider'],
      facts: { allowed: 'sandbox manual' },
    });
  });

  test('a cart that does not exist', async () => {
    const cart = await mugs('1');
    expect(await refused(() => place(shop().ask, { ...cart, id: 'cart_01ARZ3NDEKTSV4RRFFQ69G5FAV' }, key()))).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await refused(() => place(shop().ask, { ...cart, id: 'x' }, key()))).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('the idempotency key', () => {
  test('sent three times at once and once more later it places one order, and all are answered alike', async () => {
    const cart = await mugs('1');
    const same = key();
    const answers = await Promise.all([1, 2, 3].map(() => place(shop().ask, cart, same)));
    expect(answers[0]).toMatchObject({ order: { state: 'PLACED' }, userErrors: [] });
    expect(answers).toEqual([answers[0], answers[0], answers[0]]);
    const before = await written();
    expect(await place(shop().ask, cart, same)).toEqual(answers[0]);
    expect(await written()).toEqual(before);
  });

  test('with another input it is refused', async () => {
    const cart = await mugs('1');
    const same = key();
    await place(shop().ask, cart, same);
    expect(await refused(() => place(shop().ask, cart, same, 'decline'))).toMatchObject({
      code: 'KEY_REUSED',
      path: ['input', 'idempotencyKey'],
    });
  });

  test('of a refusal it is not kept', async () => {
    const cart = await mugs('1');
    const same = key();
    const wrong = { ...cart, fingerprint: 'another' };
    await refused(() => place(shop().ask, wrong, same));
    expect(await place(shop().ask, cart, same)).toMatchObject({ userErrors: [] });
  });

  test('with another key the cart is found to have become an order', async () => {
    const cart = await mugs('1');
    const { order } = await place(shop().ask, cart, key());
    expect(await refused(() => place(shop().ask, cart, key()))).toMatchObject({
      code: 'WRONG_STATE',
      facts: { orderId: order.id },
    });
  });
});

test('a cart that became an order goes on as its successor', async () => {
  const { ask } = shop();
  const cart = await mugs('1');
  const { order } = await place(ask, cart, key());
  const next = await ask(addCartLines, { input: { cartId: cart.id, lines: [{ variantId: id['MUG'], quantity: '2' }] } });
  expect(next.cart.id).not.toBe(cart.id);
  expect(next.cart).toMatchObject({ state: 'ACTIVE', totals: { total: { amount: '20.00' } } });
  expect(await ask(cartById, { id: cart.id })).toMatchObject({ state: 'CONVERTED', successorId: next.cart.id });
  expect(await ask(orderById, { id: order.id })).toEqual(order);
});

test('a coupon and a parcel are in the total, and in the books', async () => {
  const { ask, postgres } = shop();
  const lines = { [id['MUG'] ?? '']: '3', [id['PAN'] ?? '']: '1' };
  const cart = await aReadyCart(ask, { lines, code: 'ten', shippingMethodId: methods['FLAT_RATE'] ?? '' });
  const { order } = await place(ask, cart, key());
  expect(order.totals.total.amount).toBe('76.81');
  const { rows } = await postgres.database.pool.query(
    'select account, sum(amount)::int as amount from posting where order_id = $1 group by account order by account',
    [order.id],
  );
  expect(rows).toEqual([
    { account: 'cash:sandbox', amount: 7681 },
    { account: 'discounts', amount: 671 },
    { account: 'receivable', amount: 0 },
    { account: 'sales', amount: -6714 },
    { account: 'shipping_revenue', amount: -412 },
    { account: 'tax', amount: -1226 },
  ]);
});

test('after all of this the books balance', () => expectBooksToBalance(shop().postgres.database));
