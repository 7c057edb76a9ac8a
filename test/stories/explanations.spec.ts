import { TermsService } from '#terms';
import { aCustomer, type TestCustomer } from '../support/accounts.js';
import type { Json } from '../support/api.js';
import { lineOf, variantsBySku } from '../support/carts.js';
import { address, cartById, createCart, placeOrder, setCartShipping } from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';

const shop = usingShop();

let skus: Record<string, string> = {};
let ann: TestCustomer;
let bob: TestCustomer;
let secrets: string[] = [];

beforeAll(async () => {
  skus = await variantsBySku(shop());
  const { done, setPrice } = staffOf(shop());
  ann = await aCustomer(shop(), 'ann@example.test');
  bob = await aCustomer(shop(), 'bob@example.test');
  const { customerGroup } = await done('createCustomerGroup', { code: 'insiders', name: 'Insiders' }, 'customerGroup { id }');
  const action = { type: 'percent_off_order', percent: '50' };
  const inGroup = { type: 'group', ids: [customerGroup.id] };
  await done('createPromotion', { name: 'Hush insiders', conditions: [inGroup, { type: 'country', codes: ['DE'] }], action });
  await done('createPromotion', {
    name: 'Hush nested',
    conditions: [{ type: 'any', conditions: [inGroup, { type: 'minimum_amount', amounts: { EUR: '999.00' } }] }],
    action,
  });
  await done('createPromotion', {
    name: 'Two hundred',
    conditions: [{ type: 'minimum_amount', amounts: { EUR: '200.00' }, basis: 'BEFORE' }],
    action,
  });
  await done('createPriceList', { code: 'hush-bob', currency: 'EUR', audience: { customerIds: [bob.id] } });
  await done('createPriceList', { code: 'hush-later', currency: 'EUR', priority: 5, validFrom: '2031-01-01T00:00:00Z' });
  await setPrice('hush-bob', String(skus['PAN-28']), '30.00');
  await setPrice('hush-later', String(skus['PAN-28']), '20.00');
  await shop().app.get(TermsService, { strict: false }).refresh();
  secrets = ['hush', 'Hush', customerGroup.id, bob.id];
}, 60_000);

const explanation = `at rulesVersion sentences conventions { name value isDefault } otherPromotions
  lines { lineId sentences tierQuantity candidates { list amount minQuantity verdict level admittedBy } promotions { name amount { amount } }
    tax { verdict sentence rates { percent amount { amount } } } }
  promotions { name version verdict facts { name value } amount { amount } lines { lineId amount { amount } } sentences }
  groups { sentence } refusedCodes { code message } shippingTax { verdict }`;
const explainBasket = `query ($input: ExplainBasketInput!) { explainBasket(input: $input) { ${explanation} } }`;
const explainLine = `query ($input: ExplainBasketInput!, $lineId: ID!) { explainLine(input: $input, lineId: $lineId) { lineId sentences } }`;
const replayPricing = `query ($input: ReplayPricingInput!) { replayPricing(input: $input) {
  source orderId isIdentical differences { path stored replayed } total { amount } rulesVersion } }`;

const explain = (input: object, headers = {}): Promise<Json> => shop().ask(explainBasket, { input }, headers);
const pans = (quantity = '2') => [{ sku: 'PAN-28', quantity }];

/** An order that a customer has placed, of two pans with the welcome code. */
async function anOrder(headers: Readonly<Record<string, string>>): Promise<Json> {
  const { ask } = shop();
  const input = { lines: pans(), codes: ['WELCOME10'], email: 'a@example.test', shippingAddress: address };
  const { cart } = await ask(createCart, { input }, headers);
  const [option] = (await ask(cartById, { id: cart.id }, headers)).shippingOptions;
  const shown = (await ask(setCartShipping, { input: { cartId: cart.id, shippingMethodId: option.id } }, headers)).cart;
  const payment = { provider: 'sandbox', instrument: 'approve' };
  const { total } = shown.totals;
  const placing = {
    cartId: cart.id,
    shown: { total: total.amount, fingerprint: shown.fingerprint },
    payment,
    idempotencyKey: cart.id,
  };
  const { order } = await ask(placeOrder, { input: placing }, headers);
  expect(order.state).toBe('PLACED');
  return { ...order, cartId: cart.id };
}

test('a basket is explained in sentences and in data, when that is asked for', async () => {
  const query = `query ($input: PriceBasketInput!) { priceBasket(input: $input) { totals { total { amount } } explanation { ${explanation} } } }`;
  const { explanation: told } = await shop().ask(query, { input: { lines: pans(), codes: ['WELCOME10', 'NONE'] } });
  expect(told.lines).toMatchObject([
    {
      tierQuantity: '2',
      candidates: [{ list: 'eur', amount: '49.00', verdict: 'TAKEN', level: 'BASE', admittedBy: null }],
      promotions: [{ name: 'Welcome', amount: { amount: '9.80' } }],
      tax: { verdict: 'TAXED', rates: [{ percent: '19', amount: { amount: '14.08' } }] },
    },
  ]);
  expect(told.promotions).toMatchObject([
    { name: 'Welcome', verdict: 'APPLIED', version: null, amount: { amount: '9.80' } },
    {
      name: 'Two hundred',
      verdict: 'CONDITION',
      facts: expect.arrayContaining([{ name: 'missing', value: expect.any(String) }]),
    },
  ]);
  expect(told.sentences).toEqual(
    expect.arrayContaining([
      'Cast iron pan (PAN-28): 2 at 49.00 gross, the price eur, whose list is for everybody.',
      'NONE is no code of a promotion.',
      expect.stringMatching(/^Welcome \(code WELCOME10, lane ORDER\) applies: the goods came to 98\.00, it takes off 9\.80\.$/),
      expect.stringContaining('Half a minor unit is rounded up'),
    ]),
  );
  expect(told.conventions).toContainEqual({ name: 'rounding', value: 'HALF_UP', isDefault: true });
  expect(told.refusedCodes).toMatchObject([{ code: 'NONE' }]);
});

test('buyers learn nothing of prices and promotions that are for others or for later; staff are told all', async () => {
  for (const headers of [{}, ann.headers]) {
    const told = JSON.stringify(await explain({ basket: { lines: pans() } }, headers));
    for (const secret of secrets) expect(told).not.toContain(secret);
    expect(JSON.parse(told)).toMatchObject({ otherPromotions: null });
  }
  const { staff } = shop();
  const told = await explain({ basket: { lines: pans() } }, staff);
  expect(told.promotions.map(({ name }: Json) => name)).toContain('Hush nested');
  expect(told.otherPromotions).toBe(1);
  const bobs = await explain({ basket: { lines: pans(), buyer: { customerId: bob.id } } }, staff);
  expect(bobs.lines[0].candidates).toMatchObject(
    expect.arrayContaining([expect.objectContaining({ list: 'hush-bob', verdict: 'TAKEN', admittedBy: bob.id })]),
  );
  // bob knows his own price, and that it is his
  const [line] = (await explain({ basket: { lines: pans() } }, bob.headers)).lines;
  expect(line.candidates).toContainEqual(
    expect.objectContaining({ list: 'hush-bob', verdict: 'TAKEN', level: 'CUSTOMER', admittedBy: null }),
  );
});

test('a cart and an order are explained to whoever may see them, and to nobody else', async () => {
  const { ask } = shop();
  const order = await anOrder(ann.headers);
  const { cart } = await ask(createCart, { input: { lines: pans('1') } }, ann.headers);
  for (const [input, text] of [
    [{ cartId: cart.id }, 'Cast iron pan (PAN-28): 1 at 49.00 gross'],
    [{ orderId: order.id }, 'Cast iron pan (PAN-28): 2 at 49.00 gross'],
  ] as const) {
    for (const headers of [ann.headers, shop().staff]) expect((await explain(input, headers)).sentences[0]).toContain(text);
    for (const headers of [{}, bob.headers]) expect(await explain(input, headers)).toBeNull();
  }
  const lineId = lineOf(skus['PAN-28']);
  const told = await ask(explainLine, { input: { orderId: order.id }, lineId }, ann.headers);
  expect(told).toMatchObject({
    lineId,
    sentences: expect.arrayContaining([expect.stringContaining('net 74.12 and tax 14.08 make 88.20')]),
  });
  expect(await ask(explainLine, { input: { orderId: order.id }, lineId: 'line_none' }, ann.headers)).toBeNull();
  const { errors } = await shop().gql(explainBasket, { input: { cartId: cart.id, orderId: order.id } }, ann.headers);
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID' });
});

test('an order is replayed from its inputs to the minor unit, whatever the rules are by now', async () => {
  const { ask, staff } = shop();
  const order = await anOrder(bob.headers);
  await staffOf(shop()).setPrice('hush-bob', String(skus['PAN-28']), '33.00');
  const { lines } = await explain({ orderId: order.id }, bob.headers);
  expect(lines[0].candidates).toContainEqual(expect.objectContaining({ list: 'hush-bob', amount: '30.00', verdict: 'TAKEN' }));
  const same = {
    source: 'ORDER',
    orderId: order.id,
    isIdentical: true,
    differences: [],
    total: { amount: order.totals.total.amount },
  };
  expect(await ask(replayPricing, { input: { orderId: order.id } }, staff)).toMatchObject(same);
  // the cart that it was is replayed as the order
  expect(await ask(replayPricing, { input: { cartId: order.cartId } }, staff)).toMatchObject(same);
});

test('of a cart nothing is stored: it is priced now; and replaying is for those who look after orders', async () => {
  const { ask, gql, staff } = shop();
  const { cart } = await ask(createCart, { input: { lines: pans('1'), codes: ['WELCOME10'] } });
  expect(await ask(replayPricing, { input: { cartId: cart.id } }, staff)).toMatchObject({
    source: 'CART_NOW',
    orderId: null,
    isIdentical: true,
    total: { amount: '44.10' },
  });
  expect(await ask(replayPricing, { input: { orderId: `ord_${'0'.repeat(26)}` } }, staff)).toBeNull();
  const refused = async (headers: Readonly<Record<string, string>>) =>
    (await gql(replayPricing, { input: { cartId: cart.id } }, headers)).errors?.[0]?.extensions?.['code'];
  expect([await refused({}), await refused(ann.headers)]).toEqual(['UNAUTHENTICATED', 'FORBIDDEN']);
});
