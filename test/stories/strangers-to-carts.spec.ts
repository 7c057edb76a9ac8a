import { newId } from '#platform/ids';
import { aCustomer, aStaffKey, goodPassword, type TestCustomer } from '../support/accounts.js';
import type { Json } from '../support/api.js';
import { place } from '../support/buyer.js';
import { aCartWith, lineOf, variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import { addCartLines, address, cartById, cartFields, orderById, orderFields } from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { expectUnreachable, reachBy, reachOf, type Reach } from '../support/strangers.js';
import { aTill, aUnit, type Headers, type TestUnit } from '../support/three-channels.js';

const shop = usingShop(aShop({ things: { A: { price: '10.00', stock: 1000 } } }));
let ada: TestCustomer;
let variantId: string;
let unit: TestUnit;
let strangers: Record<string, Headers>;
/** Carts, an order that waits for its payment, and its number: of a customer and of a unit. */
const things: Record<string, { cartId: string; orderId: string; number: string; headers: Headers }> = {};

beforeAll(async () => {
  variantId = String((await variantsBySku(shop()))['A']);
  ada = await aCustomer(shop(), 'ada@example.test');
  unit = await aUnit(shop(), 'acme', ['BUYER']);
  const other = await aUnit(shop(), 'other', ['ADMIN']);
  strangers = {
    'a guest': {},
    'another customer': (await aCustomer(shop(), 'eve@example.test')).headers,
    'a member of another organization': other.as('ADMIN'),
    'a till': await aTill(shop()),
    'staff who look after the catalog': await aStaffKey(shop(), 'MANAGE_CATALOG', 'MANAGE_CUSTOMERS', 'MANAGE_ORGANIZATIONS'),
  };
  for (const [whose, headers] of [
    ["a customer's", ada.headers],
    ["a unit's", unit.as('BUYER')],
  ] as const) {
    const ask = (query: string, variables: object = {}): Promise<Json> => shop().ask(query, variables, headers);
    const contact = { email: 'ada@example.test', shippingAddress: address };
    const placed = await aCartWith({ ask }, { [variantId]: '1' }, contact);
    const { order } = await place(ask, placed, `pending ${whose}`, 'decline');
    expect(order.state).toBe('PENDING');
    const { id: cartId } = await aCartWith({ ask }, { [variantId]: '2' }, contact);
    things[whose] = { cartId, orderId: order.id, number: order.number, headers };
  }
}, 60_000);

/** All that is kept of carts and orders. */
const kept = async (): Promise<Json> => {
  const { rows } = await shop().postgres.database.pool.query(
    `select (select json_agg(c order by id) from cart c) carts, (select json_agg(o order by id) from orders o) orders,
      (select json_agg(p order by id) from payment p) payments, (select count(*)::int from cart_operation) operations,
      (select count(*)::int from cart_handoff) codes, (select count(*)::int from outbox where aggregate_type in ('cart', 'order', 'payment')) events`,
  );
  return rows[0];
};

const cart = `cart { ${cartFields} email shippingAddress { line1 } order { id } }`;
const order = `order { ${orderFields} shippingAddress { line1 } }`;
const payment = { provider: 'sandbox' };
const shown = { total: '20.00', fingerprint: '0' };
const lines = [{ sku: 'A', quantity: '1' }];

const toCarts: [string, Reach][] = [
  ['cart', reachOf('cart', 'id', `${cartFields} email order { id }`)],
  ['addCartLines', reachBy('addCartLines', (cartId) => ({ cartId, lines }), cart)],
  [
    'setCartLines',
    reachBy(
      'setCartLines',
      (cartId) => ({ cartId, seenVersion: 1, lines: [{ lineId: lineOf(newId('variant')), quantity: '9' }] }),
      cart,
    ),
  ],
  [
    'removeCartLines',
    reachBy('removeCartLines', (cartId) => ({ cartId, seenVersion: 1, lineIds: [lineOf(newId('variant'))] }), cart),
  ],
  ['applyCartCode', reachBy('applyCartCode', (cartId) => ({ cartId, code: 'X' }), cart)],
  ['removeCartCode', reachBy('removeCartCode', (cartId) => ({ cartId, code: 'X' }), cart)],
  ['setCartContact', reachBy('setCartContact', (cartId) => ({ cartId, email: 'eve@example.test' }), cart)],
  ['setCartShipping', reachBy('setCartShipping', (cartId) => ({ cartId, shippingMethodId: null }), cart)],
  ['createCartHandoff', reachBy('createCartHandoff', (cartId) => ({ cartId }), 'handoff { code }')],
  ['placeOrder', reachBy('placeOrder', (cartId) => ({ cartId, shown, payment, idempotencyKey: 'theirs' }), order)],
];
/** What only customers may ask for at all. */
const toMyCarts: [string, Reach][] = [
  ['adoptCart', reachBy('adoptCart', (cartId) => ({ cartId }), cart)],
  ['adoptCart in the checkout', reachBy('adoptCart', (cartId) => ({ cartId, during: 'CHECKOUT' }), cart)],
  ['makeCartCurrent', reachBy('makeCartCurrent', (cartId) => ({ cartId }), cart)],
  ['renameCart', reachBy('renameCart', (cartId) => ({ cartId, name: 'mine' }), cart)],
  ['deleteCart', reachBy('deleteCart', (cartId) => ({ cartId }), 'cartId')],
];
const toOrders: [string, Reach][] = [
  ['order', reachOf('order', 'id', `${orderFields} shippingAddress { line1 }`)],
  ['payOrder', reachBy('payOrder', (orderId) => ({ orderId, payment, idempotencyKey: 'theirs' }), order)],
  ['cancelOrder', reachBy('cancelOrder', (orderId) => ({ orderId, idempotencyKey: 'theirs' }), order)],
];

describe.each(["a customer's", "a unit's"])('%s carts and orders', (whose) => {
  const reached = () => things[whose] ?? { cartId: '', orderId: '', number: '', headers: {} };

  describe.each([
    'a guest',
    'another customer',
    'a member of another organization',
    'a till',
    'staff who look after the catalog',
  ])('are not reached by %s', (who) => {
    const headers = () => strangers[who] ?? {};

    test.each([...toCarts, ...toMyCarts])('by %s', async (_by, reach) => {
      await expectUnreachable(shop(), reach, { id: reached().cartId, nobodys: newId('cart'), headers: headers(), kept });
    });

    test.each(toOrders)('by %s', async (_by, reach) => {
      await expectUnreachable(shop(), reach, { id: reached().orderId, nobodys: newId('order'), headers: headers(), kept });
    });

    test('by orderByNumber', async () => {
      const reach = reachOf('orderByNumber', 'number', orderFields, 'String!');
      await expectUnreachable(shop(), reach, { id: reached().number, nobodys: '999999999', headers: headers(), kept });
    });
  });

  test('are reached by those whose they are, and by staff', async () => {
    const { cartId, orderId, number, headers } = reached();
    const staff = await aStaffKey(shop(), 'MANAGE_ORDERS', 'SELL');
    for (const reader of [headers, staff]) {
      expect(await shop().ask(cartById, { id: cartId }, reader)).toMatchObject({ id: cartId });
      expect(await shop().ask(orderById, { id: orderId }, reader)).toMatchObject({ id: orderId });
      const byNumber = reachOf('orderByNumber', 'number', 'id', 'String!');
      expect(await shop().ask(byNumber.query, { id: number }, reader)).toEqual({ id: orderId });
    }
  });
});

test('signing in with another’s cart in hand brings nothing of it', async () => {
  const query = `mutation ($input: SignInCustomerInput!, $adopt: ID) { signInCustomer(input: $input) { cart(adopt: $adopt) { id } userErrors { code } } }`;
  for (const { cartId } of [things["a customer's"], things["a unit's"]].filter((thing) => thing !== undefined)) {
    const before = await kept();
    const input = { email: 'eve@example.test', password: goodPassword };
    expect(await shop().ask(query, { input, adopt: cartId })).toEqual({ cart: null, userErrors: [] });
    expect(await kept()).toEqual(before);
  }
});

test('a guest’s order is not found by its number, and by its id by whoever knows it', async () => {
  const made = await aCartWith(shop(), { [variantId]: '1' }, { email: 'guest@example.test' });
  const { order: guests } = await place(shop().ask, made, 'a guest buys');
  const byNumber = reachOf('orderByNumber', 'number', 'id', 'String!');
  for (const headers of Object.values(strangers)) {
    expect(await shop().ask(byNumber.query, { id: guests.number }, headers)).toBeNull();
    expect(await shop().ask(orderById, { id: guests.id }, headers)).toMatchObject({ id: guests.id });
  }
  // the e-mail address on it makes it nobody's
  const { headers } = await aCustomer(shop(), 'guest@example.test');
  expect(await shop().ask('{ myOrders { nodes { id } } }', {}, headers)).toEqual({ nodes: [] });
  expect((await shop().ask(addCartLines, { input: { cartId: made.id, lines } }, headers)).userErrors).toEqual([]);
});
