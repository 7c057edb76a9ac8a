import { aCustomer, type TestCustomer } from '../support/accounts.js';
import type { Json } from '../support/api.js';
import { placing } from '../support/buyer.js';
import { aCartWith, keptOfCarts, variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import {
  addCartLines,
  applyCartCode,
  cartById,
  createCart,
  createCartHandoff,
  currentCart,
  openCartByCode,
  orderById,
  placeOrder,
} from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';
import { aTill, type Headers } from '../support/three-channels.js';

const gtin = '4006381333931';
const shop = usingShop(aShop({ things: { A: { price: '10.00', stock: 1000 }, B: { price: '20.00', stock: 1000 } } }));
let sku: Record<string, string>;
let till: Headers;
let otherTill: Headers;
let people = 0;

beforeAll(async () => {
  sku = await variantsBySku(shop());
  [till, otherTill] = [await aTill(shop()), await aTill(shop(), 'till-2')];
  await shop().postgres.database.pool.query('update variant set gtin = $1 where id = $2', [gtin, sku['B']]);
});

const as =
  (headers: Headers) =>
  (query: string, variables: object = {}): Promise<Json> =>
    shop().ask(query, variables, headers);
const somebody = (): Promise<TestCustomer> => aCustomer(shop(), `phone-${String(++people)}@example.test`);
const codeFor = async (headers: Headers, cartId: string): Promise<string> =>
  (await as(headers)(createCartHandoff, { input: { cartId } })).handoff.code;
const open = (headers: Headers, code: string) => as(headers)(openCartByCode, { input: { code } });
const scan = (headers: Headers, cartId: string, lines: readonly object[]) =>
  as(headers)(addCartLines, { input: { cartId, lines } });
const held = ({ lines }: Json) => Object.fromEntries(lines.map((line: Json) => [line.sku, line.quantity]));

test('the till opens a customer’s cart by the code on the phone, scans into it and places it in its store', async () => {
  const { headers, id } = await somebody();
  const cart = await aCartWith({ ask: as(headers) }, { [String(sku['A'])]: '1' });
  expect(await as(till)(cartById, { id: cart.id })).toBeNull();
  const code = await codeFor(headers, cart.id);
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
  const opened = await open(till, ` ${code.toLowerCase()} `);
  expect(opened).toMatchObject({ userErrors: [], cart: { id: cart.id, version: 1, isCurrent: true } });
  const scanned = await scan(till, cart.id, [{ gtin, quantity: '1' }]);
  expect(held(scanned.cart)).toEqual({ A: '1', B: '1' });
  expect(held(await as(headers)(currentCart))).toEqual({ A: '1', B: '1' });

  const input = placing(scanned.cart, `till-${cart.id}`);
  const { order, userErrors } = await as(till)(placeOrder, { input });
  expect(userErrors).toEqual([]);
  expect(order.state).toBe('PLACED');
  const { rows } = await shop().postgres.database.pool.query(
    `select o.customer_id, o.device_id is not null by_till, array_agg(l.location_id = (select id from location limit 1)) here
     from orders o join order_line l on l.order_id = o.id where o.id = $1 group by 1, 2`,
    [order.id],
  );
  expect(rows).toEqual([{ customer_id: id, by_till: true, here: [true, true] }]);
  for (const reader of [headers, till, shop().staff])
    expect(await as(reader)(orderById, { id: order.id })).toMatchObject({ id: order.id });
  for (const reader of [{}, otherTill, (await somebody()).headers])
    expect(await as(reader)(orderById, { id: order.id })).toBeNull();
  // what comes next is not the till's any more
  expect(await scan(till, cart.id, [{ sku: 'A', quantity: '1' }])).toMatchObject({
    cart: null,
    userErrors: [{ code: 'NOT_FOUND' }],
  });
});

test('a code is good once, for one till, and a new one puts the old one out of use', async () => {
  const { headers } = await somebody();
  const cart = await aCartWith({ ask: as(headers) }, { [String(sku['A'])]: '1' });
  const first = await codeFor(headers, cart.id);
  const second = await codeFor(headers, cart.id);
  const refused = { cart: null, userErrors: [{ code: 'NOT_FOUND', path: ['input', 'code'] }] };
  expect(await open(till, first)).toMatchObject(refused);
  expect((await open(till, second)).cart.id).toBe(cart.id);
  // the answer may have been lost
  expect((await open(till, second)).cart.id).toBe(cart.id);
  expect(await open(otherTill, second)).toMatchObject(refused);
  expect(await as(otherTill)(cartById, { id: cart.id })).toBeNull();
  const third = await codeFor(headers, cart.id);
  await shop().postgres.database.pool.query(`update cart_handoff set expires_at = now() where opened_by is null`);
  expect(await open(till, third)).toMatchObject(refused);
  const { rows } = await shop().postgres.database.pool.query('select code_hash from cart_handoff');
  for (const row of rows as { code_hash: string }[]) expect(row.code_hash).toMatch(/^[0-9a-f]{64}$/);
});

test('nobody makes a code for another’s cart, and only who sells may use one', async () => {
  const [owner, other] = [await somebody(), await somebody()];
  const cart = await aCartWith({ ask: as(owner.headers) }, { [String(sku['A'])]: '1' });
  for (const headers of [{}, other.headers, till])
    expect(await as(headers)(createCartHandoff, { input: { cartId: cart.id } })).toMatchObject({
      handoff: null,
      userErrors: [{ code: 'NOT_FOUND' }],
    });
  const code = await codeFor(owner.headers, cart.id);
  await expect(open({}, code)).rejects.toThrow('UNAUTHENTICATED');
  await expect(open(other.headers, code)).rejects.toThrow('FORBIDDEN');
  expect((await open(shop().staff, code)).cart.id).toBe(cart.id);
});

test('a till sells to a guest as well, and the prices are the owner’s', async () => {
  const { done } = staffOf(shop());
  const { customerGroup } = await done('createCustomerGroup', { code: 'vip', name: 'vip' }, 'customerGroup { id }');
  const { headers, id } = await somebody();
  await done('updateCustomer', { id, groupIds: [customerGroup.id] });
  await done('createPriceList', { code: 'vip', currency: 'EUR', audience: { groupIds: [customerGroup.id] } });
  await done('setPrices', { prices: [{ list: 'vip', variantId: sku['A'], tiers: [{ amount: '7.00' }] }] });
  const mine = await aCartWith({ ask: as(headers) }, { [String(sku['A'])]: '1' });
  expect(mine.totals.total.amount).toBe('7.00');
  const { cart } = await open(till, await codeFor(headers, mine.id));
  expect(cart).toMatchObject({ totals: { total: { amount: '7.00' } }, fingerprint: mine.fingerprint, problems: [] });
  expect((await as(shop().staff)(cartById, { id: mine.id })).totals.total.amount).toBe('7.00');
  const guests = await as(till)(createCart, { input: { lines: [{ sku: 'A', quantity: '1' }] } });
  expect(guests.cart).toMatchObject({ isOwned: false, totals: { total: { amount: '10.00' } } });
});

test('lines are named by id, SKU or GTIN, in any spelling, all in one; what bears no such name is refused whole', async () => {
  const { cart } = await as({})(createCart, {
    input: {
      lines: [
        { sku: 'A', quantity: '1' },
        { gtin: `0${gtin}`, quantity: '2' },
        { variantId: sku['A'], quantity: '1' },
      ],
    },
  });
  expect(held(cart)).toEqual({ A: '2', B: '2' });
  const before = await keptOfCarts(shop());
  const refusals = [
    [{ sku: 'NONE', quantity: '1' }, 'NOT_PURCHASABLE', ['input', 'lines', '1', 'sku']],
    [{ gtin: '4006381333930', quantity: '1' }, 'INVALID', ['input', 'lines', '1', 'gtin']],
    [{ gtin: '96385074', quantity: '1' }, 'NOT_PURCHASABLE', ['input', 'lines', '1', 'gtin']],
    [{ quantity: '1' }, 'INVALID', ['input', 'lines', '1']],
    [{ sku: 'A', gtin, quantity: '1' }, 'INVALID', ['input', 'lines', '1']],
    [{ sku: 'B', quantity: '5000' }, 'OUT_OF_STOCK', ['input', 'lines', '1', 'quantity']],
  ] as const;
  for (const [line, code, path] of refusals)
    expect(await scan({}, cart.id, [{ sku: 'A', quantity: '1' }, line])).toMatchObject({
      cart: null,
      userErrors: [{ code, path }],
    });
  expect(await keptOfCarts(shop())).toEqual(before);
});

test('whoever guesses codes has to wait, at the till and in a cart', async () => {
  const slow = await aTill(shop(), 'till-3');
  const answers: string[] = [];
  for (let guess = 0; guess < 12; guess++) answers.push((await open(slow, `0000-00${String(10 + guess)}`)).userErrors[0].code);
  expect(answers).toEqual([...Array.from({ length: 10 }, () => 'NOT_FOUND'), 'LIMIT_REACHED', 'LIMIT_REACHED']);
  const { id: cartId } = await aCartWith(shop(), { [String(sku['A'])]: '1' });
  const tried: string[] = [];
  for (let guess = 0; guess < 12; guess++)
    tried.push((await as({})(applyCartCode, { input: { cartId, code: `GUESS${String(guess)}` } })).userErrors[0].code);
  expect(tried).toEqual([...Array.from({ length: 10 }, () => 'NOT_APPLICABLE'), 'LIMIT_REACHED', 'LIMIT_REACHED']);
});
