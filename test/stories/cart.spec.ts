import type { Json } from '../support/api.js';
import { aCartWith, changesOf, lineOf, trailOf, variantsBySku } from '../support/carts.js';
import {
  addCartLines,
  address,
  applyCartCode,
  cartById,
  createCart,
  removeCartCode,
  removeCartLines,
  setCartContact,
  setCartLines,
  setCartShipping,
} from '../support/requests.js';
import { usingShop } from '../support/shop.js';

const shop = usingShop();
const done = changesOf(shop);
let sku: Record<string, string>;

beforeAll(async () => {
  sku = await variantsBySku(shop());
});

const held = ({ lines }: Json) => Object.fromEntries(lines.map((line: Json) => [line.sku, line.quantity]));

test('a cart is filled, changed and emptied, and tells each step once', async () => {
  const { id: cartId } = await done(createCart, {});
  await done(addCartLines, {
    cartId,
    lines: [
      { variantId: sku['PAN-28'], quantity: '1' },
      { variantId: sku['SOCKS'], quantity: '2' },
    ],
  });
  const both = await done(addCartLines, { cartId, lines: [{ variantId: sku['SOCKS'], quantity: '1' }] });
  expect(held(both)).toEqual({ 'PAN-28': '1', SOCKS: '3' });
  expect(both).toMatchObject({ version: 3, state: 'ACTIVE', currency: 'EUR', problems: [] });
  const set = await done(setCartLines, { cartId, seenVersion: 3, lines: [{ lineId: lineOf(sku['PAN-28']), quantity: '2' }] });
  expect(held(set)).toEqual({ 'PAN-28': '2', SOCKS: '3' });
  expect(set.totals.total).toEqual({ amount: '127.85', currency: 'EUR' });
  const less = await done(removeCartLines, { cartId, seenVersion: 4, lineIds: [lineOf(sku['SOCKS'])] });
  expect(held(less)).toEqual({ 'PAN-28': '2' });
  expect(
    held(await done(setCartLines, { cartId, seenVersion: 5, lines: [{ lineId: lineOf(sku['PAN-28']), quantity: '0' }] })),
  ).toEqual({});
  expect(await trailOf(shop(), cartId)).toEqual({
    events: ['created', 'lines', 'lines', 'lines', 'lines', 'lines'].map((change, index) => ({ version: index + 1, change })),
    operations: ['add', 'add', 'set', 'remove', 'set'].map((type, index) => ({ version: index + 2, position: 0, type })),
  });
});

test('what a mutation answers is what the next read shows', async () => {
  const cart = await aCartWith(shop(), { [String(sku['SOCKS'])]: '6', [String(sku['MUG-BLUE'])]: '1' }, { codes: ['welcome10'] });
  expect(await shop().ask(cartById, { id: cart.id })).toMatchObject(cart);
});

test('coffee is sold by the quarter of a kilogram', async () => {
  const cart = await aCartWith(shop(), { [String(sku['COFFEE-KG'])]: '0.25' });
  expect(cart.lines).toMatchObject([{ quantity: '0.25', unitPrice: { amount: '24.00' }, total: { amount: '6.00' } }]);
  const more = await done(addCartLines, { cartId: cart.id, lines: [{ variantId: sku['COFFEE-KG'], quantity: '0.50' }] });
  expect(more.lines).toMatchObject([{ quantity: '0.75', total: { amount: '18.00' } }]);
});

test('six pairs of socks reach the tier, and that is no change of price', async () => {
  const { id: cartId, lines } = await aCartWith(shop(), { [String(sku['SOCKS'])]: '5' });
  expect(lines).toMatchObject([{ unitPrice: { amount: '9.95' }, total: { amount: '49.75' } }]);
  const six = await done(addCartLines, { cartId, lines: [{ variantId: sku['SOCKS'], quantity: '1' }] });
  expect(six.lines).toMatchObject([{ unitPrice: { amount: '8.50' }, total: { amount: '51.00' } }]);
  expect(six.problems).toEqual([]);
  expect((await shop().ask(cartById, { id: cartId })).problems).toEqual([]);
});

test('dollars have prices of their own, without tax, and the cart keeps its currency', async () => {
  const { ask } = shop();
  const dollars = await aCartWith(shop(), { [String(sku['MUG-WHITE'])]: '1' }, { currency: 'USD' });
  expect(dollars).toMatchObject({
    currency: 'USD',
    lines: [{ unitPrice: { amount: '14.00', entry: 'NET' }, net: { amount: '14.00' }, tax: { amount: '2.66' } }],
    totals: { total: { amount: '16.66', currency: 'USD' } },
  });
  expect(await ask(cartById, { id: dollars.id }, { 'x-currency': 'EUR' })).toMatchObject({
    totals: { total: { currency: 'USD' } },
  });
  const { cart } = await ask(createCart, { input: {} }, { 'x-currency': 'USD' });
  expect(cart.currency).toBe('USD');
});

test('a German sees German', async () => {
  const german = { 'accept-language': 'de-AT, en;q=0.5' };
  const { cart } = await shop().ask(
    createCart,
    { input: { lines: [{ variantId: sku['TENT-2'], quantity: '1' }], codes: ['WELCOME10'] } },
    german,
  );
  const texts = '{ locale lines { name variant { product { name } } } discounts { name } shippingOptions { name } }';
  const shown = await shop().ask(`query ($id: ID!) { cart(id: $id) ${texts} }`, { id: cart.id }, german);
  expect(shown).toEqual({
    locale: 'de',
    lines: [{ name: 'Zweipersonenzelt', variant: { product: { name: 'Zweipersonenzelt' } } }],
    discounts: [{ name: 'Willkommen' }],
    shippingOptions: [{ name: 'Paket' }, { name: 'Abholung' }],
  });
});

test('a line leads to its variant and says how much of it may be had', async () => {
  const { id } = await aCartWith(shop(), { [String(sku['COFFEE-KG'])]: '1', [String(sku['MUG-WHITE'])]: '1' });
  const fields =
    '{ lineCount requiresShipping createdAt updatedAt lines { unit quantityStep available variant { sku price { amount } product { slug } } } }';
  const cart = await shop().ask(`query ($id: ID!) { cart(id: $id) ${fields} }`, { id });
  expect(cart).toMatchObject({
    lineCount: 2,
    requiresShipping: true,
    lines: [
      {
        unit: 'KILOGRAM',
        quantityStep: '0.25',
        available: '60',
        variant: { sku: 'COFFEE-KG', price: { amount: '24.00' }, product: { slug: 'coffee-beans' } },
      },
      { unit: 'PIECE', quantityStep: '1', available: '250', variant: { sku: 'MUG-WHITE', product: { slug: 'enamel-mug' } } },
    ],
  });
  expect(cart.createdAt).toBe(cart.updatedAt);
});

test('a code may be written in any way, stands once, and can be taken out', async () => {
  const { id: cartId } = await aCartWith(shop(), { [String(sku['PAN-28'])]: '1' });
  for (const code of ['Welcome10', '  WELCOME10 ']) {
    const coded = await done(applyCartCode, { cartId, code });
    expect(coded).toMatchObject({ codes: ['WELCOME10'], discounts: [{ code: 'WELCOME10', amount: { amount: '4.90' } }] });
    expect(coded.totals).toMatchObject({ discount: { amount: '4.90' }, total: { amount: '44.10' } });
  }
  const without = await done(removeCartCode, { cartId, code: ' welcome10' });
  expect(without).toMatchObject({ codes: [], discounts: [], totals: { total: { amount: '49.00' } } });
});

test('contact: what is left out stays, null empties it, and no event or operation carries it', async () => {
  const { ask, postgres } = shop();
  const { id: cartId } = await aCartWith(shop(), { [String(sku['PAN-28'])]: '1' });
  const contact = (input: object) => done(setCartContact, { cartId, ...input });
  const read = async () =>
    await ask(`query ($id: ID!) { cart(id: $id) { email shippingAddress { name country } billingAddress { city } } }`, {
      id: cartId,
    });
  await contact({ email: 'secret.person@example.test', shippingAddress: address });
  await contact({ billingAddress: { ...address, city: 'Secretville' } });
  expect(await read()).toEqual({
    email: 'secret.person@example.test',
    shippingAddress: { name: 'Ada Guest', country: 'DE' },
    billingAddress: { city: 'Secretville' },
  });
  await contact({ billingAddress: null });
  expect(await read()).toMatchObject({ email: 'secret.person@example.test', billingAddress: null });
  const { rows } = await postgres.database.pool.query<{ text: string }>(
    `select o::text as text from outbox o where aggregate_id = $1 union all select o::text from cart_operation o where cart_id = $1`,
    [cartId],
  );
  expect(rows).toHaveLength(4 + 4);
  for (const { text } of rows) expect(text).not.toMatch(/secret|Ada Guest|Test Street|10115/i);
});

test('the destination decides on tax and shipping', async () => {
  const { ask } = shop();
  const { id: cartId } = await aCartWith(shop(), { [String(sku['PAN-28'])]: '1' });
  const { shippingOptions } = await ask(cartById, { id: cartId });
  const shipped = await done(setCartShipping, { cartId, shippingMethodId: shippingOptions[0].id });
  expect(shipped.totals).toMatchObject({ shipping: { amount: '4.90' }, tax: { amount: '8.60' }, total: { amount: '53.90' } });
  const dutch = await done(setCartContact, { cartId, shippingAddress: { ...address, country: 'NL' } });
  expect(dutch.totals).toMatchObject({ tax: { amount: '9.35' }, total: { amount: '53.90' } });
});

test('a cart begins with everything at once, in one version', async () => {
  const input = {
    lines: [
      { variantId: sku['PAN-28'], quantity: '1' },
      { variantId: sku['PAN-28'], quantity: '1' },
    ],
    codes: ['welcome10'],
    email: 'ada@example.test',
    shippingAddress: address,
  };
  const cart = await done(createCart, input);
  expect(cart).toMatchObject({
    version: 1,
    lines: [{ quantity: '2' }],
    codes: ['WELCOME10'],
    totals: { total: { amount: '88.20' } },
  });
  expect(await trailOf(shop(), cart.id)).toEqual({
    events: [{ version: 1, change: 'created' }],
    operations: ['add', 'setContact', 'applyCode'].map((type, position) => ({ version: 1, position, type })),
  });
});

test('createCart replays by its key, and the key is for one input', async () => {
  const { ask } = shop();
  const input = { lines: [{ variantId: sku['PAN-28'], quantity: '1' }], idempotencyKey: 'a-key-of-16-chars' };
  const answers = await Promise.all(Array.from({ length: 5 }, () => done(createCart, input)));
  expect(new Set(answers.map(({ id }) => id as string)).size).toBe(1);
  expect((await trailOf(shop(), answers[0].id)).events).toEqual([{ version: 1, change: 'created' }]);
  const other = await ask(createCart, { input: { ...input, lines: [{ variantId: sku['PAN-28'], quantity: '2' }] } });
  expect(other).toMatchObject({ cart: null, userErrors: [{ code: 'KEY_REUSED', path: ['input', 'idempotencyKey'] }] });
});

test.each([
  ['nothing', ''],
  ['garbage', 'x'],
  ['another kind', 'ord_01J8ZZZZZZZZZZZZZZZZZZZZZZ'],
  ['an unknown id', 'cart_01J8ZZZZZZZZZZZZZZZZZZZZZZ'],
])('a cart named by %s is not there', async (_, cartId) => {
  const { ask } = shop();
  expect(await ask(cartById, { id: cartId })).toBeNull();
  expect(await ask(addCartLines, { input: { cartId, lines: [{ variantId: sku['PAN-28'], quantity: '1' }] } })).toMatchObject({
    cart: null,
    userErrors: [{ code: 'NOT_FOUND', path: ['input', 'cartId'] }],
  });
});
