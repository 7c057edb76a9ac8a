import { randomUUID } from 'node:crypto';
import { currencyOf } from '#kernel';
import { FormerRulesService } from '#terms';
import type { Json } from '../support/api.js';
import { onlyError, place } from '../support/buyer.js';
import { variantsBySku } from '../support/carts.js';
import { aContext } from '../support/context.js';
import { aShop } from '../support/plan.js';
import { address, createCart } from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { staffOf, within } from '../support/staff.js';

const plan = aShop({ things: { A: { price: '99.99', stock: 100 } } });
const shop = usingShop({ ...plan, channel: { ...plan.channel, currencies: ['EUR', 'USD'] } });
const points = { step: '1.00', ending: '0.95' };
let variantId: string;

const inDollars = async (quantity = '1'): Promise<Json> => {
  const input = { lines: [{ variantId, quantity }], currency: 'USD', email: 'ada@example.test', shippingAddress: address };
  return shop().ask(createCart, { input });
};
const convert = async (choice: string): Promise<void> => {
  const [{ id }] = await shop().ask('{ channels { id } }', {}, shop().staff);
  await staffOf(shop()).done('updateChannel', { id, conventions: { missingCurrency: choice } });
};
const publish = (rates: object[]): Promise<Json> =>
  shop().ask(
    'mutation ($input: PublishConversionRatesInput!) { publishConversionRates(input: $input) { published userErrors { code message path facts { name value } } } }',
    { input: { rates } },
    shop().staff,
  );
const total = async (): Promise<string | null> => (await inDollars()).cart?.totals.total.amount ?? null;

beforeAll(async () => {
  variantId = String((await variantsBySku(shop()))['A']);
});

test('without the convention, or without a rate, what has no price in the currency cannot be bought', async () => {
  expect((await publish([{ from: 'EUR', to: 'USD', rate: '1.0831', points }])).published).toBe(1);
  expect(onlyError(await inDollars())).toMatchObject({ code: 'NOT_PURCHASABLE' });
});

test('with it the price is converted by the published rate, and put on a point; page, cart and explanation say the same', async () => {
  await convert('CONVERT');
  expect(await within(2000, async () => (await total()) === '108.95')).toBe(true);
  const { cart } = await inDollars('2');
  expect(cart.lines[0].unitPrice).toEqual({ amount: '108.95', entry: 'GROSS' });
  expect(cart.totals.total).toEqual({ amount: '217.90', currency: 'USD' });
  const { nodes } = await shop().ask(
    '{ products(first: 1) { nodes { variants { price { amount currency tiers { amount } } } } } }',
    {},
    { 'x-currency': 'USD' },
  );
  expect(nodes[0].variants[0].price).toEqual({ amount: '108.95', currency: 'USD', tiers: [{ amount: '108.95' }] });
  const { lines } = await shop().ask(
    'query ($input: ExplainBasketInput!) { explainBasket(input: $input) { lines { sentences } } }',
    { input: { cartId: cart.id } },
  );
  expect(lines[0].sentences).toContain('Converted from 99.99 EUR at the published rate 1.0831.');
});

test('a rate that is published later takes its place at its instant; an order stays what it was', async () => {
  const { cart } = await inDollars();
  const { order } = await place(shop().ask, cart, randomUUID());
  expect(order.totals.total.amount).toBe('108.95');
  const validFrom = new Date(Date.now() + 1500).toISOString();
  expect((await publish([{ from: 'EUR', to: 'USD', rate: '1.2', validFrom }])).userErrors).toEqual([]);
  expect(await total()).toBe('108.95');
  expect(await within(4000, async () => (await total()) === '119.99')).toBe(true);
  const replayed = await shop().ask(
    'query ($input: ReplayPricingInput!) { replayPricing(input: $input) { isIdentical total { amount } } }',
    { input: { orderId: order.id } },
    shop().staff,
  );
  expect(replayed).toEqual({ isIdentical: true, total: { amount: '108.95' } });
  const page = await shop().ask(
    '{ conversionRates(from: EUR) { nodes { from to rate points { step ending } } pageInfo { hasNextPage } } }'.replace(
      'EUR',
      '"EUR"',
    ),
    {},
    shop().staff,
  );
  expect(page.nodes).toEqual([
    { from: 'EUR', to: 'USD', rate: '1.2', points: null },
    { from: 'EUR', to: 'USD', rate: '1.0831', points: { step: '1', ending: '0.95' } },
  ]);
});

test('a price in the currency goes before all that is converted', async () => {
  const { done } = staffOf(shop());
  await done('createPriceList', { code: 'usd', currency: 'USD' });
  await staffOf(shop()).setPrice('usd', variantId, '105.00');
  expect(await within(2000, async () => (await total()) === '105.00')).toBe(true);
  await done('setPrices', { prices: [{ list: 'usd', variantId, tiers: [] }] });
});

test('what was charged before is told by the rate of then', async () => {
  const { pool } = shop().postgres.database;
  await pool.query('update price set valid_from = null, recorded_from = null');
  await pool.query(`update conversion_rate set published_at = now() - interval '12 days', valid_from = now() - case rate when 1.2
    then interval '5 days' else interval '10 days' end`);
  // whoever publishes makes all that know the rules look at the rates again
  expect((await publish([{ from: 'GBP', to: 'USD', rate: '1.3' }])).published).toBe(1);
  const asOf = async (days: number): Promise<string | undefined> => {
    const { price } = await shop().ask(
      'query ($variantId: ID!, $at: DateTime!) { priceAsOf(variantId: $variantId, at: $at) { price { amount } } }',
      { variantId, at: new Date(Date.now() - days * 24 * 60 * 60_000).toISOString() },
      { ...shop().staff, 'x-currency': 'USD' },
    );
    return price?.amount;
  };
  expect(await within(2000, async () => (await total()) === '119.99')).toBe(true);
  expect([await asOf(1), await asOf(7), await asOf(11)]).toEqual(['119.99', '108.95', undefined]);
  const week = new Date(Date.now() - 7 * 24 * 60 * 60_000);
  const then = (await shop().app.get(FormerRulesService, { strict: false }).since(week))(aContext(), week.getTime());
  expect(then.terms.conversionRates.get(currencyOf('USD'))?.map(({ rate }) => rate)).toContain(1_083_100_000n);
});

test.each([
  [{ rate: '0' }, 'INVALID', ['rate']],
  [{ to: 'EUR' }, 'INVALID', ['to']],
  [{ validFrom: '2020-01-01T00:00:00Z' }, 'INVALID', ['validFrom']],
  [{ points: { step: '1', ending: '1' } }, 'INVALID', ['points', 'ending']],
])('a rate that cannot be is refused, and none of its batch is published: %j', async (wrong, code, path) => {
  const good = { from: 'USD', to: 'EUR', rate: '0.9' };
  const refused = await publish([good, { from: 'EUR', to: 'USD', rate: '1.1', ...wrong }]);
  expect(refused.published).toBeNull();
  expect(onlyError(refused)).toMatchObject({ code, path: ['input', 'rates', '1', ...path] });
  const { rows } = await shop().postgres.database.pool.query('select from conversion_rate where to_currency = $1', ['EUR']);
  expect(rows).toEqual([]);
});
