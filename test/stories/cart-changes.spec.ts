import type { Json } from '../support/api.js';
import { aCartWith, changesOf, lineOf, variantsBySku } from '../support/carts.js';
import {
  addCartLines,
  address,
  applyCartCode,
  cartById,
  removeCartLines,
  setCartContact,
  setCartLines,
  setCartShipping,
} from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { staffOf, within } from '../support/staff.js';

const shop = usingShop();
const done = changesOf(shop);
let sku: Record<string, string>;

beforeAll(async () => {
  sku = await variantsBySku(shop());
});

const variant = (name: string): string => String(sku[name]);
const read = (id: string): Promise<Json> => shop().ask(cartById, { id });
const told = ({ problems }: Json) =>
  problems.map(({ code, severity, lineId, facts }: Json) => ({
    code,
    severity,
    lineId,
    ...Object.fromEntries(facts.map(({ name, value }: Json) => [name, value])),
  }));

test('a line that went out of stock is told of and does not hinder the others', async () => {
  const [tent, mug] = [variant('TENT-2'), variant('MUG-BLUE')];
  const { id: cartId } = await aCartWith(shop(), { [tent]: '1' });
  await staffOf(shop()).setStock(tent, '0');
  const problem = { code: 'OUT_OF_STOCK', severity: 'BLOCKING', lineId: lineOf(tent), asked: '1', available: '0' };
  expect(told(await read(cartId))).toEqual([problem]);
  const added = await done(addCartLines, { cartId, lines: [{ variantId: mug, quantity: '1' }] });
  expect(added.lines).toHaveLength(2);
  expect(told(added)).toEqual([problem]);
  const removed = await done(removeCartLines, { cartId, seenVersion: 2, lineIds: [lineOf(tent)] });
  expect(removed).toMatchObject({ problems: [], lines: [{ variantId: mug }] });
});

test('a price that staff change is in the very next read, told as a notice until the cart is written again', async () => {
  const pan = variant('PAN-28');
  const { id: cartId, fingerprint } = await aCartWith(shop(), { [pan]: '1' });
  await staffOf(shop()).setPrice('eur', pan, '52.50');
  const notice = {
    code: 'PRICE_CHANGED',
    severity: 'NOTICE',
    lineId: lineOf(pan),
    before: '49.00',
    after: '52.50',
    currency: 'EUR',
  };
  const cart = await read(cartId);
  expect(cart).toMatchObject({ version: 1, totals: { total: { amount: '52.50' } } });
  expect(cart.fingerprint).not.toBe(fingerprint);
  expect(told(cart)).toEqual([notice]);
  expect(told(await done(setCartContact, { cartId, email: 'ada@example.test' }))).toEqual([notice]);
  expect(told(await read(cartId))).toEqual([]);
  await staffOf(shop()).setPrice('eur', pan, '49.00');
});

test('a product that is taken down costs nothing and cannot be bought, and the rest stays', async () => {
  const { ask } = shop();
  const [coffee, mug] = [variant('COFFEE-KG'), variant('MUG-WHITE')];
  const { id: cartId } = await aCartWith(shop(), { [coffee]: '1', [mug]: '1' });
  const { id } = await ask('{ product(slug: "coffee-beans") { id } }');
  await staffOf(shop()).done('unpublishProduct', { id });
  const cart = await read(cartId);
  expect(told(cart)).toEqual([{ code: 'NOT_PURCHASABLE', severity: 'BLOCKING', lineId: lineOf(coffee) }]);
  expect(cart.lines[0]).toMatchObject({ name: 'Coffee beans', unitPrice: null, total: { amount: '0.00' } });
  expect(cart.totals.total.amount).toBe('12.90');
  expect(await ask('query ($id: ID!) { cart(id: $id) { lines { variant { sku } } } }', { id: cartId })).toEqual({
    lines: [{ variant: null }, { variant: { sku: 'MUG-WHITE' } }],
  });
  expect((await done(removeCartLines, { cartId, seenVersion: 1, lineIds: [lineOf(coffee)] })).problems).toEqual([]);
  await staffOf(shop()).done('publishProduct', { id });
});

test('a promotion that ends is told of and no longer given', async () => {
  const { done: staffDone } = staffOf(shop());
  const made = await staffDone(
    'createPromotion',
    { name: 'Brief', code: 'BRIEF', action: { type: 'percent_off_order', percent: '50' } },
    'promotion { id }',
  );
  const { id: cartId } = await aCartWith(shop(), { [variant('MUG-WHITE')]: '1' });
  expect(
    await within(1500, async () => (await shop().ask(applyCartCode, { input: { cartId, code: 'BRIEF' } })).cart !== null),
  ).toBe(true);
  expect((await read(cartId)).totals.total.amount).toBe('6.45');
  await staffDone('archivePromotion', { id: made.promotion.id });
  expect(await within(1500, async () => (await read(cartId)).problems.length > 0)).toBe(true);
  const cart = await read(cartId);
  expect(cart.problems).toMatchObject([{ code: 'CODE_REFUSED', severity: 'NOTICE', lineId: null }]);
  expect(told(cart)).toMatchObject([{ code: 'BRIEF', reason: 'UNKNOWN' }]);
  expect(cart.totals.total.amount).toBe('12.90');
});

test('a country where the chosen way of shipping does not go', async () => {
  const { ask } = shop();
  const rates = [{ currency: 'EUR', amount: '3.00', entry: 'GROSS' }];
  await staffOf(shop()).done('createShippingMethod', { code: 'bike', name: 'Bike', kind: 'FLAT_RATE', countries: ['DE'], rates });
  const { id: cartId } = await aCartWith(shop(), { [variant('MUG-WHITE')]: '1' });
  const bike = async (): Promise<string | undefined> =>
    (await read(cartId)).shippingOptions.find(({ name }: Json) => name === 'Bike')?.id;
  expect(await within(1500, async () => (await bike()) !== undefined)).toBe(true);
  const shippingMethodId = await bike();
  expect((await done(setCartShipping, { cartId, shippingMethodId })).totals.total.amount).toBe('15.90');
  const dutch = await done(setCartContact, { cartId, shippingAddress: { ...address, country: 'NL' } });
  expect(told(dutch)).toEqual([{ code: 'SHIPPING_UNAVAILABLE', severity: 'BLOCKING', lineId: null }]);
  expect(dutch).toMatchObject({ shipping: null, totals: { shipping: { amount: '0.00' }, total: { amount: '12.90' } } });
  expect(await bike()).toBeUndefined();
  expect(await ask(setCartShipping, { input: { cartId, shippingMethodId } })).toMatchObject({
    cart: null,
    userErrors: [{ code: 'NOT_APPLICABLE' }],
  });
});

test('a line may be made smaller, not larger than what is left', async () => {
  const blue = variant('MUG-BLUE');
  const { id: cartId } = await aCartWith(shop(), { [blue]: '10' });
  await staffOf(shop()).setStock(blue, '4');
  const set = (quantity: string) =>
    shop().ask(setCartLines, { input: { cartId, seenVersion: 1, lines: [{ lineId: lineOf(blue), quantity }] } });
  expect((await set('5')).userErrors).toMatchObject([{ code: 'OUT_OF_STOCK' }]);
  expect((await set('4')).cart).toMatchObject({ problems: [], lines: [{ quantity: '4' }] });
});

test('a cart goes on in another channel, on that channel’s terms; only one that does not sell in its currency does not know it', async () => {
  const { ask, staff } = shop();
  const { id: cartId } = await aCartWith(shop(), { [variant('MUG-WHITE')]: '1' });
  const [{ id: legalEntityId, locationIds }] = await ask('{ channels { legalEntityId locationIds } }', {}, staff).then(
    (channels) => channels.map((channel: Json) => ({ id: channel.legalEntityId, locationIds: channel.locationIds })),
  );
  const opened = { name: 'Shop', kind: 'WEB', legalEntityId, locales: ['en'], country: 'DE', locationIds };
  await staffOf(shop()).done('createChannel', { ...opened, code: 'store', currencies: ['EUR'] });
  await staffOf(shop()).done('createChannel', { ...opened, code: 'overseas', currencies: ['USD'] });
  const adding = { cartId, lines: [{ variantId: variant('MUG-WHITE'), quantity: '1' }] };
  const added = await ask(addCartLines, { input: adding }, { 'x-channel': 'store' });
  expect(added.cart).toMatchObject({ version: 2, totals: { total: { amount: '25.80' } } });
  expect(await ask(cartById, { id: cartId })).toMatchObject({ version: 2, lines: [{ quantity: '2' }] });
  expect(await ask(cartById, { id: cartId }, { 'x-channel': 'overseas' })).toBeNull();
  const refused = await ask(addCartLines, { input: adding }, { 'x-channel': 'overseas' });
  expect(refused.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'cartId'] }]);
});
