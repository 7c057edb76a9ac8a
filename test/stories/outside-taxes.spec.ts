import { randomUUID } from 'node:crypto';
import { replay, type Json as JsonText, type PricingInputs } from '#engine';
import { aCustomer } from '../support/accounts.js';
import type { Json } from '../support/api.js';
import { expectBooksToBalance } from '../support/books.js';
import { onlyError, place, placing } from '../support/buyer.js';
import { keptOfCarts, trailOf, variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import {
  addCartLines,
  address,
  cartById,
  cartFields,
  createCart,
  orderFields,
  placeOrder,
  setCartContact,
} from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { staffOf, within } from '../support/staff.js';
import { usingTaxEngine } from '../support/tax-engine.js';

const engine = usingTaxEngine();
const plan = aShop({ things: { MUG: { price: '100.00', stock: 100 } } });
const shop = usingShop({ ...plan, lists: [{ code: 'eur', currency: 'EUR', entry: 'NET' }] });

let mug: string;
let channelId: string;
const calculate = `mutation ($input: CalculateCartTaxesInput!) { calculateCartTaxes(input: $input) {
  cart { taxSource taxes { name percent base { amount } amount { amount } } ${cartFields} } userErrors { code path facts { name value } } } }`;
const outside = 'outsideTaxes { provider state reference failure settledAt }';
const orderOf = (id: string): Promise<Json> =>
  shop().ask(`query ($id: ID!) { order(id: $id) { ${orderFields} ${outside} } }`, { id }, shop().staff);
const taxSourceOf = async ({ id }: Json): Promise<Json> =>
  (await shop().ask('query ($id: ID!) { cart(id: $id) { taxSource } }', { id })).taxSource;
const amounts = ({ totals: { net, tax, total } }: Json): unknown[] => [net.amount, tax.amount, total.amount];
const select = async (query: string, values: readonly unknown[] = []): Promise<Json[]> =>
  (await shop().postgres.database.pool.query(query, [...values])).rows;

beforeAll(async () => {
  mug = String((await variantsBySku(shop()))['MUG']);
  const [{ id }] = await shop().ask('{ channels { id } }', {}, shop().staff);
  channelId = id;
  await setTaxes('http', 'REFUSE');
});

beforeEach(() => {
  engine().mood = 'WELL';
  engine().asked.length = 0;
});

afterEach(() => expectBooksToBalance(shop().postgres.database));

async function setTaxes(taxProvider: string, taxFailure: string): Promise<void> {
  await staffOf(shop()).done('updateChannel', { id: channelId, taxProvider, taxFailure });
}

async function aCart(quantity = '1', postalCode = '10115', headers = {}): Promise<Json> {
  const input = {
    lines: [{ variantId: mug, quantity }],
    email: 'ada@example.test',
    shippingAddress: { ...address, postalCode },
  };
  return (await shop().ask(createCart, { input }, headers)).cart;
}

const taxed = async ({ id }: Json): Promise<Json> => {
  const { cart, userErrors } = await shop().ask(calculate, { input: { cartId: id } });
  expect(userErrors).toEqual([]);
  return cart;
};

test('a cart shows an estimate until its engine is asked, and then the answer, on every device, as long as it is what it was', async () => {
  const cart = await aCart();
  expect(amounts(cart)).toEqual(['100.00', '19.00', '119.00']);
  expect(await taxSourceOf(cart)).toBe('ESTIMATE');
  expect(engine().asked).toEqual([]);

  const answered = await taxed(cart);
  expect(answered).toMatchObject({ version: 2, taxSource: 'ENGINE' });
  expect(amounts(answered)).toEqual(['100.00', '10.00', '110.00']);
  expect(answered.taxes).toEqual([{ name: 'State tax', percent: '10', base: { amount: '100.00' }, amount: { amount: '10.00' } }]);
  expect(engine().asked).toEqual([
    {
      currency: 'EUR',
      at: expect.stringMatching(/Z$/),
      from: { country: 'DE' },
      to: { country: 'DE', region: null, postcode: '10115' },
      charges: [{ id: answered.lines[0].id, taxClass: 'standard', quantity: '1', amount: '100.00', entry: 'NET', relief: null }],
    },
  ]);
  expect([...engine().callers]).toEqual(['Bearer engine-token']);

  // another device reads it; asked again it neither asks nor writes
  const [again, read] = [await taxed(cart), await shop().ask(cartById, { id: cart.id })];
  expect([amounts(again), amounts(read)]).toEqual([amounts(answered), amounts(answered)]);
  expect([again.version, read.version, engine().asked.length]).toEqual([2, 2, 1]);
  expect((await trailOf(shop(), cart.id)).operations.map(({ type }: Json) => type)).toEqual(['add', 'setContact', 'setTaxes']);

  const more = await shop().ask(addCartLines, { input: { cartId: cart.id, lines: [{ variantId: mug, quantity: '1' }] } });
  expect([amounts(more.cart), await taxSourceOf(cart)]).toEqual([['200.00', '38.00', '238.00'], 'ESTIMATE']);
  expect(amounts(await taxed(cart))).toEqual(['200.00', '20.00', '220.00']);
  await shop().ask(setCartContact, { input: { cartId: cart.id, shippingAddress: { ...address, postalCode: '20095' } } });
  expect(await taxSourceOf(cart)).toBe('ESTIMATE');
});

test('placing asks, and an order bears the answer for good: it is replayed, and explained', async () => {
  const cart = await aCart('2', '10117');
  const refused = onlyError(await shop().ask(placeOrder, { input: placing(cart, randomUUID()) }));
  expect(refused).toMatchObject({ code: 'TOTAL_CHANGED', facts: { total: '220.00' } });
  const { order, userErrors } = await place(shop().ask, await taxed(cart), randomUUID());
  expect(userErrors).toEqual([]);
  expect(amounts(order)).toEqual(['200.00', '20.00', '220.00']);
  expect(engine().asked).toHaveLength(1);
  const kept = await orderOf(order.id);
  expect(kept.outsideTaxes).toEqual({
    ...{ provider: 'http', state: 'PROVISIONAL', failure: null, settledAt: null },
    reference: expect.stringMatching(/^answer-/),
  });
  const [{ inputs }] = await select('select inputs::text from orders where id = $1', [order.id]);
  const again = replay(inputs as JsonText<PricingInputs>);
  expect(again.totals).toMatchObject({ net: 20_000n, tax: 2000n, total: 22_000n });
  expect(again.trace?.lines[0]?.tax).toMatchObject({ verdict: 'ASSESSED', tax: 2000n });
  const replayed = await shop().ask(
    'query ($input: ReplayPricingInput!) { replayPricing(input: $input) { isIdentical total { amount } } }',
    { input: { orderId: order.id } },
    shop().staff,
  );
  expect(replayed).toEqual({ isIdentical: true, total: { amount: '220.00' } });
});

test('an order is refused while its engine is away, and nothing is saved', async () => {
  const cart = await aCart('1', '10119');
  const before = await keptOfCarts(shop());
  for (const mood of ['BROKEN', 'NONSENSE'] as const) {
    engine().mood = mood;
    const reason = mood === 'BROKEN' ? 'FAILED' : 'NONSENSE';
    expect(onlyError(await shop().ask(placeOrder, { input: placing(cart, randomUUID()) }))).toMatchObject({
      code: 'TAXES_UNAVAILABLE',
      path: ['input', 'cartId'],
      facts: { reason },
    });
    expect(onlyError(await shop().ask(calculate, { input: { cartId: cart.id } }))).toMatchObject({ facts: { reason } });
  }
  expect(await keptOfCarts(shop())).toEqual(before);
  expect(await select('select from orders where cart_id = $1', [cart.id])).toEqual([]);
  engine().mood = 'WELL';
  expect((await place(shop().ask, await taxed(cart), randomUUID())).order.state).toBe('PLACED');
});

test('or it is placed by the rates that are kept here, and the operator is told', async () => {
  await setTaxes('http', 'FALL_BACK');
  engine().mood = 'SILENT';
  const cart = await aCart('1', '10243');
  const begun = performance.now();
  const { order } = await place(shop().ask, cart, randomUUID());
  expect(performance.now() - begun).toBeLessThan(4000);
  expect(amounts(order)).toEqual(['100.00', '19.00', '119.00']);
  expect((await orderOf(order.id)).outsideTaxes).toEqual({
    ...{ provider: 'http', state: 'MISSING', reference: null, failure: 'TIMEOUT', settledAt: null },
  });
  const { nodes } = await shop().ask(
    '{ exceptions(kind: TAXES_BY_TABLES) { nodes { id orderId locationId saleId facts { name value } } } }',
    {},
    shop().staff,
  );
  const facts = [
    { name: 'reason', value: 'TIMEOUT' },
    { name: 'provider', value: 'http' },
  ];
  expect(nodes).toEqual([{ id: nodes[0].id, orderId: order.id, locationId: null, saleId: null, facts }]);
  await staffOf(shop()).done('resolveException', { id: nodes[0].id, resolution: 'the tax was reported by hand' });
  await setTaxes('http', 'REFUSE');
});

test('an answer that is too old, and that nobody gives anew, is shown no longer', async () => {
  const cart = await aCart('1', '10244');
  expect(amounts(await taxed(cart))).toEqual(['100.00', '10.00', '110.00']);
  await setTaxes('http', 'FALL_BACK');
  await select(`update tax_answer set asked_at = now() - interval '25 hours'`);
  engine().mood = 'BROKEN';
  const fallen = await taxed(cart);
  const shown = await shop().ask(cartById, { id: cart.id });
  expect([amounts(fallen), amounts(shown)]).toEqual([
    ['100.00', '19.00', '119.00'],
    ['100.00', '19.00', '119.00'],
  ]);
  expect([fallen.version, (await taxed(cart)).version]).toEqual([3, 3]);
  expect((await place(shop().ask, shown, randomUUID())).userErrors).toEqual([]);
  await setTaxes('http', 'REFUSE');
});

test('what frees a buyer is said to the engine', async () => {
  const ada = await aCustomer(shop(), 'ada@example.test');
  await staffOf(shop()).done('createTaxRelief', { customerId: ada.id, kind: 'EXEMPT', number: 'CERT-7' });
  const cart = await aCart('1', '10245', ada.headers);
  const { cart: answered } = await shop().ask(calculate, { input: { cartId: cart.id } }, ada.headers);
  expect(amounts(answered)).toEqual(['100.00', '0.00', '100.00']);
  expect(engine().asked[0].charges[0].relief).toEqual({ kind: 'EXEMPT', proof: 'CERT-7' });
});

test('another channel goes by what it asks itself, and an engine that nobody knows answers nothing', async () => {
  const cart = await aCart('1', '10247');
  await taxed(cart);
  await setTaxes('table', 'REFUSE');
  expect(await within(2000, async () => (await taxSourceOf(cart)) === 'TABLES')).toBe(true);
  expect(amounts(await shop().ask(cartById, { id: cart.id }))).toEqual(['100.00', '19.00', '119.00']);
  await setTaxes('gold', 'REFUSE');
  const { facts } = onlyError(await shop().ask(calculate, { input: { cartId: cart.id } }));
  expect(facts).toEqual({ reason: 'UNKNOWN' });
  const update = 'mutation ($input: UpdateChannelInput!) { updateChannel(input: $input) { userErrors { code path } } }';
  expect(await shop().ask(update, { input: { id: channelId, taxProvider: 'No Such' } }, shop().staff)).toEqual({
    userErrors: [{ code: 'INVALID', path: ['input', 'taxProvider'] }],
  });
  await setTaxes('http', 'REFUSE');
});
