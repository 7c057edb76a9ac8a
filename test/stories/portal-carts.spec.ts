import { aCustomer, type TestCustomer } from '../support/accounts.js';
import type { Json } from '../support/api.js';
import { onlyError, place, placing } from '../support/buyer.js';
import { aCartWith, keptOfCarts, variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import {
  addCartLines,
  adoptCart,
  cartById,
  createCart,
  currentCart,
  deleteCart,
  makeCartCurrent,
  myCarts,
  myOrders,
  orderById,
  orderByNumber,
  payOrder,
  placeOrder,
  renameCart,
  setCartContact,
} from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';
import { aUnit, type Headers, type TestUnit } from '../support/three-channels.js';

const plan = aShop({ things: { A: { price: '10.00', stock: 1000 }, B: { price: '20.00', stock: 1000 } } });
const shop = usingShop(plan);
let sku: Record<string, string>;
let unit: TestUnit;
let outsider: TestCustomer;

beforeAll(async () => {
  sku = await variantsBySku(shop());
  unit = await aUnit(shop(), 'acme', ['BUYER', 'ADMIN', 'VIEWER'], { purchaseOrderRequired: true, onAccount: true });
  outsider = await aCustomer(shop(), 'outsider@example.test');
  const { channels } = { channels: await shop().ask('{ channels { id code } }', {}, shop().staff) };
  const web = channels.find(({ code }: Json) => code === 'web');
  await staffOf(shop()).done('updateChannel', { id: web.id, paymentProviders: ['manual', 'sandbox', 'on-account'] });
}, 60_000);

const as =
  (headers: Headers) =>
  (query: string, variables: object = {}): Promise<Json> =>
    shop().ask(query, variables, headers);
const lines = (wanted: Readonly<Record<string, string>>) =>
  Object.entries(wanted).map(([name, quantity]) => ({ variantId: sku[name], quantity }));
const add = (headers: Headers, cartId: string, wanted: Readonly<Record<string, string>>) =>
  as(headers)(addCartLines, { input: { cartId, lines: lines(wanted) } });
const held = ({ lines: all }: Json) => Object.fromEntries(all.map((line: Json) => [line.sku, line.quantity]));

test('members of a unit share its cart at its contract’s prices; a viewer only looks; others find nothing', async () => {
  const { done } = staffOf(shop());
  await done('createPriceList', { code: 'contract', currency: 'EUR', audience: { organizationIds: [unit.id] } });
  await done('setPrices', {
    prices: [{ list: 'contract', variantId: sku['A'], tiers: [{ amount: '8.00' }, { minQuantity: '10', amount: '6.00' }] }],
  });
  const { cart } = await as(unit.as('BUYER'))(createCart, { input: { lines: lines({ A: '1' }) } });
  expect(cart).toMatchObject({ organizationId: unit.id, isCurrent: true, totals: { total: { amount: '8.00' } } });
  const more = await add(unit.as('ADMIN'), cart.id, { A: '9' });
  expect(more.cart).toMatchObject({ id: cart.id, totals: { total: { amount: '60.00' } } });
  for (const role of ['BUYER', 'ADMIN', 'VIEWER'])
    expect(await as(unit.as(role))(currentCart)).toMatchObject({ id: cart.id, version: 2 });
  // a member need not say for which unit it looks to be shown the unit's prices
  expect(await as(unit.members.ADMIN?.headers ?? {})(cartById, { id: cart.id })).toMatchObject({
    totals: { total: { amount: '60.00' } },
  });

  const before = await keptOfCarts(shop());
  const changes: [string, object][] = [
    [addCartLines, { cartId: cart.id, lines: lines({ B: '1' }) }],
    [createCart, { lines: lines({ B: '1' }) }],
    [renameCart, { cartId: cart.id, name: 'mine' }],
    [deleteCart, { cartId: cart.id }],
    [placeOrder, placing(more.cart, 'viewer')],
  ];
  for (const [mutation, input] of changes)
    expect(onlyError(await as(unit.as('VIEWER'))(mutation, { input }))).toMatchObject({ code: 'FORBIDDEN' });
  for (const headers of [{}, outsider.headers]) expect(await as(headers)(cartById, { id: cart.id })).toBeNull();
  expect(await keptOfCarts(shop())).toEqual(before);
});

test('what a member buys for itself and for the unit never meets', async () => {
  const member = unit.members.BUYER?.headers ?? {};
  const own = await aCartWith({ ask: as(member) }, { [String(sku['B'])]: '1' });
  expect(own).toMatchObject({ organizationId: null, isCurrent: true });
  expect(await as(member)(currentCart)).toMatchObject({ id: own.id });
  expect((await as(unit.as('BUYER'))(currentCart)).id).not.toBe(own.id);
  expect(onlyError(await as(unit.as('BUYER'))(adoptCart, { input: { cartId: own.id } }))).toMatchObject({ code: 'NOT_FOUND' });
  expect(await as(unit.as('ADMIN'))(cartById, { id: own.id })).toBeNull();
  const guests = await aCartWith(shop(), { [String(sku['B'])]: '1' });
  const { cart } = await as(unit.as('ADMIN'))(adoptCart, { input: { cartId: guests.id } });
  expect(cart).toMatchObject({ organizationId: unit.id });
  expect(held(cart)).toEqual({ A: '10', B: '1' });
});

test('a viewer does not give its unit a cart, not even where it has none', async () => {
  const empty = await aUnit(shop(), 'empty', ['VIEWER']);
  const guests = await aCartWith(shop(), { [String(sku['B'])]: '1' });
  const before = await keptOfCarts(shop());
  for (const [mutation, input] of [
    [adoptCart, { cartId: guests.id }],
    [createCart, { lines: lines({ B: '1' }) }],
  ] as const)
    expect(onlyError(await as(empty.as('VIEWER'))(mutation, { input }))).toMatchObject({ code: 'FORBIDDEN' });
  expect(await keptOfCarts(shop())).toEqual(before);
});

test('the unit’s order needs its purchase order number, and is paid on account by who may', async () => {
  const cart = await as(unit.as('BUYER'))(currentCart);
  const buyer = as(unit.as('BUYER'));
  expect(onlyError(await place(buyer, cart, 'without', '', 'on-account'))).toMatchObject({
    code: 'INCOMPLETE',
    facts: { missing: 'purchaseOrderNumber' },
  });
  const named = await buyer(setCartContact, { input: { cartId: cart.id, purchaseOrderNumber: 'PO-7' } });
  expect(named.userErrors).toEqual([]);
  const { order, userErrors } = await place(buyer, named.cart, 'on-account', '', 'on-account');
  expect(userErrors).toEqual([]);
  expect(order).toMatchObject({ state: 'PLACED', payments: [{ provider: 'on-account', state: 'AUTHORIZED' }] });
  const details = await buyer(
    'query ($id: ID!) { order(id: $id) { purchaseOrderNumber organizationId lines { slug options { name } variant { sku } } } }',
    {
      id: order.id,
    },
  );
  expect(details).toMatchObject({
    purchaseOrderNumber: 'PO-7',
    organizationId: unit.id,
    lines: [{ slug: 'a', variant: { sku: 'A' } }, { slug: 'b' }],
  });
  for (const role of ['BUYER', 'ADMIN', 'VIEWER']) {
    expect(await as(unit.as(role))(orderById, { id: order.id })).toMatchObject({ id: order.id });
    expect((await as(unit.as(role))(myOrders)).nodes).toMatchObject([{ id: order.id }]);
    expect(await as(unit.as(role))(orderByNumber, { number: order.number })).toMatchObject({ id: order.id });
  }
  // it is the unit's, not the member's own
  expect((await as(unit.members.BUYER?.headers ?? {})(myOrders)).nodes).toEqual([]);

  const ready = { email: 'ada@example.test' };
  const guests = await aCartWith(shop(), { [String(sku['B'])]: '1' }, ready);
  expect(onlyError(await place(shop().ask, guests, 'guest-on-account', '', 'on-account'))).toMatchObject({
    code: 'NOT_APPLICABLE',
    path: ['input', 'payment', 'provider'],
  });
  const declined = await place(shop().ask, guests, 'guest-declined', 'decline');
  const pay = { orderId: declined.order.id, payment: { provider: 'on-account' }, idempotencyKey: 'guest-pays-later' };
  expect(onlyError(await as({})(payOrder, { input: pay }))).toMatchObject({ code: 'NOT_APPLICABLE' });
});

test('a customer keeps several carts, tells them apart by name and throws them away', async () => {
  const { headers } = await aCustomer(shop(), 'keeper@example.test');
  const ask = as(headers);
  const first = await aCartWith({ ask }, { [String(sku['A'])]: '1' });
  const { cart: second } = await ask(createCart, { input: { name: 'Party', lines: lines({ B: '1' }) } });
  expect(second).toMatchObject({ name: 'Party', isCurrent: false });
  const list = async () =>
    (await ask(myCarts)).nodes
      .map(({ id, name, isCurrent }: Json) => [id, name, isCurrent])
      .sort(([a]: [string], [b]: [string]) => (a < b ? -1 : 1));
  const sorted = (...carts: unknown[][]) => carts.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  expect(await list()).toEqual(sorted([first.id, null, true], [second.id, 'Party', false]));
  await ask(makeCartCurrent, { input: { cartId: second.id } });
  expect(await ask(currentCart)).toMatchObject({ id: second.id, name: null });
  await ask(renameCart, { input: { cartId: first.id, name: ' For later ' } });
  expect(await list()).toEqual(sorted([first.id, 'For later', false], [second.id, null, true]));
  expect((await ask(deleteCart, { input: { cartId: first.id } })).cartId).toBe(first.id);
  expect(await list()).toEqual([[second.id, null, true]]);
  expect(await ask(cartById, { id: first.id })).toBeNull();
  expect(onlyError(await add(headers, first.id, { A: '1' }))).toMatchObject({ code: 'NOT_FOUND' });
  expect(onlyError(await as({})(createCart, { input: { name: 'no' } }))).toMatchObject({
    code: 'INVALID',
    path: ['input', 'name'],
  });
});

test('an order that is placed three times over three connections is one, and the next cart is the current one', async () => {
  const { headers } = await aCustomer(shop(), 'thrice@example.test');
  const cart = await aCartWith({ ask: as(headers) }, { [String(sku['A'])]: '2' });
  const input = placing(cart, 'thrice');
  const answers = await Promise.all([1, 2, 3].map(() => as(headers)(placeOrder, { input })));
  for (const { userErrors } of answers) expect(userErrors).toEqual([]);
  expect(new Set(answers.map(({ order }) => String(order.id))).size).toBe(1);
  expect((await as(headers)(myOrders)).nodes).toHaveLength(1);
  expect(await as(headers)(currentCart)).toBeNull();
  const { cart: next } = await add(headers, cart.id, { B: '1' });
  expect(next.id).not.toBe(cart.id);
  expect(await as(headers)(currentCart)).toMatchObject({ id: next.id, email: 'thrice@example.test' });
});
