import { TermsService } from '#terms';
import { demoShop } from '../../apps/seed/demo-shop.js';
import type { PlannedProduct } from '../../apps/seed/shop-plan.js';
import { aCustomer } from '../support/accounts.js';
import type { Json } from '../support/api.js';
import { variantsBySku } from '../support/carts.js';
import { address, cartById, createCart, priceBasket, setCartShipping } from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';
import { countStatements } from '../support/statements.js';
import { aUnit } from '../support/three-channels.js';

const shelf = { slug: 'shelf', name: { en: 'Shelf' } };
const many = Array.from({ length: 501 }, (_, index): PlannedProduct => ({
  slug: `thing-${index}`,
  name: { en: `Thing ${index}` },
  description: { en: '' },
  categories: [shelf],
  variants: [{ sku: `THING-${index}`, stock: 1000, prices: { eur: [['0', '10.00']], usd: [] } }],
}));
const shop = usingShop({ ...demoShop, products: [...demoShop.products, ...many] });

let skus: Record<string, string> = {};
beforeAll(async () => {
  skus = await variantsBySku(shop());
  const minimum = { type: 'minimum_amount', amounts: { EUR: '60.00' }, basis: 'BEFORE' };
  const action = { type: 'percent_off_order', percent: '5' };
  await staffOf(shop()).done('createPromotion', { name: 'Sixty', code: 'SIXTY', conditions: [minimum], action });
  await shop().app.get(TermsService, { strict: false }).refresh();
}, 60_000);

const price = (input: object, headers = {}): Promise<Json> => shop().ask(priceBasket, { input }, headers);
const things = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ variantId: skus[`THING-${index}`], quantity: '1' }));

/** The refusal of a query: code, path and facts. */
async function refusal(input: object, headers = {}): Promise<Json> {
  const { errors } = await shop().gql(priceBasket, { input }, headers);
  return errors?.[0]?.extensions;
}

test('a basket costs what a cart with the same lines, codes, shipping and destination costs', async () => {
  const { ask } = shop();
  const lines = [
    { variantId: skus['SOCKS'], quantity: '7' },
    { variantId: skus['COFFEE-KG'], quantity: '1.25' },
  ];
  const there = { ...address, country: 'NL', postalCode: '1012 AB' };
  const { cart } = await ask(createCart, { input: { lines, codes: ['WELCOME10'], shippingAddress: there } });
  const parcel = (await ask(cartById, { id: cart.id })).shippingOptions.find(({ kind }: Json) => kind === 'FLAT_RATE');
  const shown = (await ask(setCartShipping, { input: { cartId: cart.id, shippingMethodId: parcel.id } })).cart;
  const destination = { country: 'NL', postalCode: '1012 AB' };
  const basket = await price({ lines, codes: [' welcome10'], shippingMethodId: parcel.id, destination });
  expect(basket).toMatchObject({
    country: 'NL',
    fingerprint: shown.fingerprint,
    totals: shown.totals,
    discounts: shown.discounts,
    problems: [],
    refusedCodes: [],
    gifts: [],
    lines: shown.lines.map((line: Json, place: number) => ({
      ...line,
      asked: [place],
      source: { list: 'eur', level: 'BASE' },
      discounts: [{ code: 'WELCOME10', amount: line.discount }],
    })),
  });
  expect(basket.totals.total).toEqual({ amount: '85.45', currency: 'EUR' });
});

test('lines are named by variant, SKU or GTIN; the same variant is one line, and what there is not is a problem', async () => {
  const basket = await price({
    lines: [
      { sku: 'MUG-WHITE', quantity: '1' },
      { sku: 'NO-SUCH', quantity: '1' },
      { gtin: '4006381333931', quantity: '2' },
      { variantId: `var_${'0'.repeat(26)}`, quantity: '1' },
    ],
  });
  expect(basket.lines).toMatchObject([
    { sku: 'MUG-WHITE', quantity: '3', asked: [0, 2], total: { amount: '38.70' } },
    { variantId: `var_${'0'.repeat(26)}`, asked: [3], unitPrice: null, source: null, total: { amount: '0.00' } },
  ]);
  expect(basket.problems).toMatchObject([
    {
      code: 'NOT_PURCHASABLE',
      severity: 'BLOCKING',
      lineId: null,
      facts: [
        { name: 'asked', value: '1' },
        { name: 'sku', value: 'NO-SUCH' },
      ],
    },
    { code: 'NOT_PURCHASABLE', lineId: `line_${'0'.repeat(26)}` },
  ]);
  expect(basket.totals.total.amount).toBe('38.70');
});

test('a code that gives nothing says what would make it apply', async () => {
  const lines = [{ sku: 'PAN-28', quantity: '1' }];
  const { refusedCodes, problems } = await price({ lines, codes: ['sixty'] });
  expect(refusedCodes).toMatchObject([{ code: 'SIXTY', reason: 'CONDITION', message: expect.stringContaining('add 11.00 EUR') }]);
  expect(refusedCodes[0].facts).toContainEqual({ name: 'missing', value: '11.00' });
  expect(problems).toMatchObject([{ code: 'CODE_REFUSED', severity: 'NOTICE' }]);
});

test('whoever tries codes until one is right has to wait', async () => {
  const lines = [{ sku: 'PAN-28', quantity: '1' }];
  const answers = [];
  for (let round = 0; round < 40; round += 1) {
    const { data, errors } = await shop().gql(priceBasket, { input: { lines, codes: [`GUESS-${round}`] } });
    answers.push(data ? 'answered' : errors?.[0]?.extensions?.['code']);
  }
  expect(answers.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 'answered'));
  expect(answers.at(-1)).toBe('LIMIT_REACHED');
  // without codes nobody waits
  expect((await price({ lines })).totals.total.amount).toBe('49.00');
});

test('another buyer and another instant are named by those who manage prices alone', async () => {
  const { done } = staffOf(shop());
  const ann = await aCustomer(shop(), 'ann-checks@example.test');
  const unit = await aUnit(shop(), 'checks', ['BUYER']);
  const begins = '2031-01-01T00:00:00Z';
  await done('createPriceList', { code: 'for-ann', currency: 'EUR', audience: { customerIds: [ann.id] } });
  await done('createPriceList', { code: 'contract', currency: 'EUR', audience: { organizationIds: [unit.id] } });
  await done('createPriceList', { code: 'later', currency: 'EUR', priority: 9, validFrom: begins });
  const prices = { 'for-ann': '40.00', contract: '39.00', later: '44.00' };
  for (const [list, amount] of Object.entries(prices)) await staffOf(shop()).setPrice(list, String(skus['PAN-28']), amount);
  const lines = [{ sku: 'PAN-28', quantity: '1' }];
  await shop().app.get(TermsService, { strict: false }).refresh();
  const { staff } = shop();
  const seen = async (more: object, headers: Readonly<Record<string, string>> = staff) => {
    const { lines: answered } = await price({ lines, ...more }, headers);
    return [answered[0].unitPrice.amount, answered[0].source.list, answered[0].source.level];
  };
  expect(await seen({})).toEqual(['49.00', 'eur', 'BASE']);
  expect(await seen({ buyer: { customerId: ann.id } })).toEqual(['40.00', 'for-ann', 'CUSTOMER']);
  expect(await seen({ buyer: { organizationId: unit.id } })).toEqual(['39.00', 'contract', 'OWN_UNIT']);
  expect(await seen({ at: begins })).toEqual(['44.00', 'later', 'BASE']);
  // the buyers themselves are shown the same
  expect(await seen({}, ann.headers)).toEqual(['40.00', 'for-ann', 'CUSTOMER']);
  expect(await seen({}, unit.as('BUYER'))).toEqual(['39.00', 'contract', 'OWN_UNIT']);
  for (const headers of [{}, ann.headers]) {
    expect(await refusal({ lines, buyer: { customerId: ann.id } }, headers)).toMatchObject({
      code: 'FORBIDDEN',
      path: ['buyer'],
    });
    expect(await refusal({ lines, at: begins }, headers)).toMatchObject({ code: 'FORBIDDEN', path: ['at'] });
  }
  expect(await refusal({ lines, at: '2020-01-01T00:00:00Z' }, staff)).toMatchObject({ code: 'INVALID', path: ['at'] });
  expect(await refusal({ lines, at: 'tomorrow' }, staff)).toBeDefined();
  const nobody = `cus_${'0'.repeat(26)}`;
  expect(await refusal({ lines, buyer: { customerId: nobody } }, staff)).toMatchObject({
    code: 'NOT_FOUND',
    path: ['buyer', 'customerId'],
  });
  expect(await refusal({ lines, buyer: {} }, staff)).toMatchObject({ code: 'INVALID', path: ['buyer'] });
});

test('what cannot be meant is refused, with its place', async () => {
  const lines = [{ sku: 'PAN-28', quantity: '1' }];
  expect(await refusal({ lines: [] })).toMatchObject({ code: 'INVALID', path: ['lines'], facts: { min: 1, max: 500 } });
  expect(await refusal({ lines: things(501) })).toMatchObject({ code: 'INVALID', path: ['lines'] });
  expect(await refusal({ lines: [{ sku: 'PAN-28', quantity: '0' }] })).toMatchObject({ path: ['lines', 0, 'quantity'] });
  expect(await refusal({ lines, paymentMethod: 'shells' })).toMatchObject({ code: 'NOT_APPLICABLE', path: ['paymentMethod'] });
  expect(await refusal({ lines, currency: 'CHF' })).toMatchObject({ code: 'INVALID', path: ['currency'] });
  expect(await refusal({ lines, shippingMethodId: 'boat' })).toMatchObject({ path: ['shippingMethodId'] });
});

test('one statement reads the basket, of one line and of 500, and nothing is written', async () => {
  const { database } = shop().postgres;
  const counted = (count: number) => countStatements(database, () => price({ lines: things(count) }));
  expect([await counted(1), await counted(100), await counted(500)]).toEqual([1, 1, 1]);
  const named = things(100).map((_, index) => ({ sku: `THING-${index}`, quantity: '1' }));
  expect(await countStatements(database, () => price({ lines: named }))).toBe(1);
  const ann = await aCustomer(shop(), 'counts-too@example.test');
  expect(await countStatements(database, () => price({ lines: things(100) }, ann.headers))).toBe(1);
  const { rows } = await database.pool.query<{ carts: number }>(
    "select count(*)::int carts from cart where state = 'ACTIVE' and customer_id is null",
  );
  const before = rows[0]?.carts;
  await price({ lines: things(3) });
  expect(
    (await database.pool.query("select count(*)::int carts from cart where state = 'ACTIVE' and customer_id is null")).rows[0],
  ).toEqual({ carts: before });
});
