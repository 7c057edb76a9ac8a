import type { Json } from '../support/api.js';
import { onlyError } from '../support/buyer.js';
import { aCartWith, keptOfCarts, lineOf, variantsBySku } from '../support/carts.js';
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
let sku: Record<string, string>;
let cartId: string;

beforeAll(async () => {
  const { ask, staff } = shop();
  sku = await variantsBySku(shop());
  const promotion = `mutation ($input: CreatePromotionInput!) { createPromotion(input: $input) { userErrors { code message } } }`;
  const action = { type: 'percent_off_order', percent: '10' };
  for (const more of [
    { code: 'SOON', validFrom: '2999-01-01T00:00:00Z' },
    { code: 'GONE' },
    { code: 'RICH', conditions: [{ type: 'minimum_amount', basis: 'BEFORE', amounts: { EUR: '500.00' } }] },
  ])
    expect(await ask(promotion, { input: { name: 'Ten', action, ...more } }, staff)).toEqual({ userErrors: [] });
  // what would be over before it begins is not made: it is ended afterwards
  const { nodes } = await ask('{ promotions { nodes { id code } } }', {}, staff);
  const end = `mutation ($input: UpdatePromotionInput!) { updatePromotion(input: $input) { userErrors { code message } } }`;
  const over = { id: nodes.find(({ code }: Json) => code === 'GONE').id, validTo: '2001-01-01T00:00:00Z' };
  expect(await ask(end, { input: over }, staff)).toEqual({ userErrors: [] });
  const product = `mutation ($input: CreateProductInput!) { createProduct(input: $input) { product { variants { id sku } } userErrors { code message } } }`;
  for (const [slug, published] of [
    ['hidden-box', false],
    ['priceless-box', true],
  ] as const) {
    const made = await ask(product, { input: { slug, name: slug, published, variants: [{ sku: slug, tracked: false }] } }, staff);
    expect(made.userErrors).toEqual([]);
    sku[slug] = made.product.variants[0].id;
  }
  cartId = (await aCartWith(shop(), { [String(sku['PAN-28'])]: '2' })).id;
  const { rows } = await shop().postgres.database.pool.query<{ version: string }>(
    `select version from revision where topic = 'rules'`,
  );
  expect(rows).toHaveLength(1);
});

/** The one error of a mutation that must have left everything as it was. */
async function refused(mutation: string, input: object): Promise<Json> {
  const before = await keptOfCarts(shop());
  const answer = await shop().ask(mutation, { input });
  expect(answer.cart).toBeNull();
  expect(await keptOfCarts(shop())).toEqual(before);
  const { code, path, facts } = onlyError(answer);
  return { code, path: path.slice(1).join('.'), facts };
}

const adding = (variantId: string | undefined, quantity = '1') =>
  refused(addCartLines, { cartId, lines: [{ variantId, quantity }] });
const setting = (lineId: string, quantity: string, seenVersion = 1) =>
  refused(setCartLines, { cartId, seenVersion, lines: [{ lineId, quantity }] });

test('what is not sold here is refused at its line', async () => {
  const notSold = { code: 'NOT_PURCHASABLE', path: 'lines.0.variantId', facts: {} };
  expect(await adding('var_01J8ZZZZZZZZZZZZZZZZZZZZZZ')).toEqual(notSold);
  expect(await adding('garbage')).toEqual(notSold);
  expect(await adding(cartId)).toEqual(notSold);
  expect(await adding(sku['hidden-box'])).toEqual(notSold);
  expect(await adding(sku['priceless-box'])).toEqual(notSold);
  const second = {
    cartId,
    lines: [
      { variantId: sku['PAN-28'], quantity: '1' },
      { variantId: sku['hidden-box'], quantity: '1' },
    ],
  };
  expect(await refused(addCartLines, second)).toMatchObject({ path: 'lines.1.variantId' });
  expect(await setting(lineOf(sku['hidden-box']), '1')).toEqual({ ...notSold, path: 'lines.0.lineId' });
});

test('quantities: none, less, too much, between the steps, not a decimal', async () => {
  const path = 'lines.0.quantity';
  expect(await adding(sku['COFFEE-KG'], '0.3')).toEqual({ code: 'INVALID', path, facts: { step: '0.25' } });
  expect(await adding(sku['PAN-28'], '0.5')).toEqual({ code: 'INVALID', path, facts: { step: '1' } });
  expect(await adding(sku['PAN-28'], '0')).toEqual({ code: 'INVALID', path, facts: { max: '1000000' } });
  expect(await adding(sku['PAN-28'], '-1')).toEqual({ code: 'INVALID', path, facts: { max: '1000000' } });
  expect(await adding(sku['PAN-28'], '1000001')).toEqual({ code: 'INVALID', path, facts: { max: '1000000' } });
  expect(await adding(sku['PAN-28'], '0.0001')).toEqual({ code: 'INVALID', path, facts: { decimals: '3' } });
  const number = await shop().gql(addCartLines, { input: { cartId, lines: [{ variantId: sku['PAN-28'], quantity: 1 }] } });
  expect(number.errors).toHaveLength(1);
});

test('more than is available is refused with what is', async () => {
  expect(await adding(sku['TENT-2'], '2')).toEqual({
    code: 'OUT_OF_STOCK',
    path: 'lines.0.quantity',
    facts: { asked: '2', available: '1' },
  });
  expect(await adding(sku['PAN-28'], '29')).toMatchObject({ facts: { asked: '31', available: '30' } });
  expect(await setting(lineOf(sku['PAN-28']), '31')).toMatchObject({
    code: 'OUT_OF_STOCK',
    facts: { asked: '31', available: '30' },
  });
});

test('lines and versions that are not there', async () => {
  expect(await setting('line_x', '1')).toEqual({ code: 'NOT_FOUND', path: 'lines.0.lineId', facts: { lineId: 'line_x' } });
  expect(await setting(String(sku['PAN-28']), '1')).toMatchObject({ code: 'NOT_FOUND', path: 'lines.0.lineId' });
  expect(await setting(lineOf(sku['PAN-28']), '1', 9)).toEqual({
    code: 'STALE_VERSION',
    path: 'seenVersion',
    facts: { version: '1' },
  });
  expect(await setting(lineOf(sku['PAN-28']), '1', -1)).toMatchObject({ code: 'INVALID', path: 'seenVersion' });
  expect(await refused(removeCartLines, { cartId, seenVersion: 1, lineIds: ['x'] })).toMatchObject({
    code: 'NOT_FOUND',
    path: 'lineIds.0',
  });
  expect(await refused(removeCartLines, { cartId, seenVersion: 1, lineIds: [] })).toMatchObject({
    code: 'INVALID',
    path: 'lineIds',
  });
  expect(await refused(addCartLines, { cartId, lines: [] })).toMatchObject({ code: 'INVALID', path: 'lines' });
});

test('a code that can give nothing any more is refused; one that may later is kept, with what would make it apply', async () => {
  const { ask } = shop();
  // the rules that staff have just made are known within a second
  for (let turn = 0; turn < 40 && (await reasonOf('GONE')) === 'UNKNOWN'; turn++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  const code = (text: string) => refused(applyCartCode, { cartId, code: text });
  const refusal = { code: 'NOT_APPLICABLE', path: 'code' };
  expect(await code('nope')).toEqual({ ...refusal, facts: { code: 'NOPE', reason: 'UNKNOWN' } });
  expect(await code('gone')).toEqual({
    ...refusal,
    facts: { code: 'GONE', reason: 'ENDED', endedAt: '2001-01-01T00:00:00.000Z' },
  });
  expect(await code(' ')).toMatchObject({ code: 'INVALID', path: 'code' });
  expect(await refused(removeCartCode, { cartId, code: '' })).toMatchObject({ code: 'INVALID', path: 'code' });
  expect((await ask(cartById, { id: cartId })).codes).toEqual([]);
  const kept = await aCartWith(shop(), { [String(sku['PAN-28'])]: '2' }, { codes: ['soon', 'rich'] });
  expect(kept.codes).toEqual(['SOON', 'RICH']);
  const { problems } = await ask('query ($id: ID!) { cart(id: $id) { problems { code severity message } } }', { id: kept.id });
  expect(problems.map(({ code, severity, message }: Json) => [code, severity, message])).toEqual([
    ['CODE_REFUSED', 'NOTICE', 'SOON does not apply: it does not hold yet.'],
    [
      'CODE_REFUSED',
      'NOTICE',
      'RICH does not apply: the basket does not meet what it asks for; add 402.00 EUR more of what it asks for.',
    ],
  ]);
});

test('a channel may refuse every code that gives nothing now', async () => {
  const { ask, staff } = shop();
  const [{ id }] = await ask('{ channels { id } }', {}, staff);
  const change = `mutation ($input: UpdateChannelInput!) { updateChannel(input: $input) { userErrors { code message } } }`;
  const rejecting = { id, conventions: { ineligibleCode: 'REJECT' } };
  expect(await ask(change, { input: rejecting }, staff)).toEqual({ userErrors: [] });
  await new Promise((resolve) => setTimeout(resolve, 1200));
  const code = (text: string) => refused(applyCartCode, { cartId, code: text });
  const refusal = { code: 'NOT_APPLICABLE', path: 'code' };
  expect(await code('soon')).toEqual({
    ...refusal,
    facts: { code: 'SOON', reason: 'NOT_STARTED', startsAt: '2999-01-01T00:00:00.000Z' },
  });
  expect(await code('rich')).toMatchObject({ ...refusal, facts: { reason: 'CONDITION', minimum: '500.00', missing: '402.00' } });
});

async function reasonOf(code: string): Promise<string> {
  return onlyError(await shop().ask(applyCartCode, { input: { cartId, code } })).facts.reason as string;
}

test('contact that cannot be right', async () => {
  const contact = (input: object) => refused(setCartContact, { cartId, ...input });
  for (const email of ['', 'ada', 'ada@', 'a b@c.d', `${'x'.repeat(250)}@b.test`])
    expect(await contact({ email })).toMatchObject({ code: 'INVALID', path: 'email' });
  expect(await contact({ shippingAddress: { ...address, name: ' ' } })).toMatchObject({
    code: 'INVALID',
    path: 'shippingAddress.name',
  });
  expect(await contact({ billingAddress: { ...address, city: 'x'.repeat(201) } })).toEqual({
    code: 'INVALID',
    path: 'billingAddress.city',
    facts: { min: '1', max: '200' },
  });
  const nowhere = await shop().gql(setCartContact, { input: { cartId, shippingAddress: { ...address, country: 'Germany' } } });
  expect(nowhere.errors).toHaveLength(1);
});

test('ways of shipping that are not offered', async () => {
  for (const shippingMethodId of ['x', cartId, 'ship_01J8ZZZZZZZZZZZZZZZZZZZZZZ'])
    expect(await refused(setCartShipping, { cartId, shippingMethodId })).toEqual({
      code: 'NOT_APPLICABLE',
      path: 'shippingMethodId',
      facts: {},
    });
});

test('a stamp that cannot be right', async () => {
  const line = { variantId: sku['PAN-28'], quantity: '1' };
  const stamped = (device: string, sequence: number) =>
    refused(addCartLines, { cartId, lines: [line], operation: { device, sequence } });
  expect(await stamped('short', 1)).toMatchObject({ code: 'INVALID', path: 'operation.device' });
  expect(await stamped('the-phone', 0)).toMatchObject({ code: 'INVALID', path: 'operation.sequence' });
  expect(await stamped('the-phone', 2)).toEqual({ code: 'OPERATION_GAP', path: 'operation.sequence', facts: { expected: '1' } });
});

test('a new cart is made whole or not at all, and the refusal keeps no key', async () => {
  const { ask } = shop();
  const idempotencyKey = 'refused-then-made';
  const lines = [{ variantId: sku['PAN-28'], quantity: '1' }];
  const begun = (more: object) => refused(createCart, { lines, idempotencyKey, ...more });
  expect(await begun({ codes: ['WELCOME10', 'NOPE'] })).toEqual({
    code: 'NOT_APPLICABLE',
    path: 'codes.1',
    facts: { code: 'NOPE', reason: 'UNKNOWN' },
  });
  expect(await begun({ email: 'ada' })).toMatchObject({ code: 'INVALID', path: 'email' });
  expect(await begun({ lines: [...lines, { variantId: sku['TENT-2'], quantity: '2' }] })).toMatchObject({
    code: 'OUT_OF_STOCK',
    path: 'lines.1.quantity',
  });
  expect(await begun({ currency: 'JPY' })).toEqual({ code: 'INVALID', path: 'currency', facts: { allowed: 'EUR USD' } });
  expect(await begun({ idempotencyKey: '1' })).toMatchObject({ code: 'INVALID', path: 'idempotencyKey' });
  expect((await ask(createCart, { input: { lines, idempotencyKey } })).userErrors).toEqual([]);
});
