import type { Json } from '../support/api.js';
import { onlyError } from '../support/buyer.js';
import { variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import { usingShop } from '../support/shop.js';
import { staffOf, within } from '../support/staff.js';

const shop = usingShop(aShop({ things: { A: { price: '10.00', stock: 100 } } }));
let variantId: string;
const day = 24 * 60 * 60_000;
const ago = (days: number): string => new Date(Date.now() - days * day).toISOString();

const correct = (input: object): Promise<Json> =>
  shop().ask(
    'mutation ($input: CorrectPricesInput!) { correctPrices(input: $input) { correctionId userErrors { code message path facts { name value } } } }',
    { input: { list: 'eur', variantId, reason: 'typed wrongly', validFrom: ago(10), validTo: ago(5), ...input } },
    shop().staff,
  );
const asOf = (at: string, knownAt?: string, quantity = '1'): Promise<Json> =>
  shop().ask(
    `query ($variantId: ID!, $quantity: Decimal, $at: DateTime!, $knownAt: DateTime) { priceAsOf(variantId: $variantId, quantity: $quantity, at: $at, knownAt: $knownAt) {
      price { amount } corrections { list reason actor tiers { minQuantity amount } } } }`,
    { variantId, quantity, at, knownAt },
    shop().staff,
  );

beforeAll(async () => {
  variantId = String((await variantsBySku(shop()))['A']);
  // as rows of before are: nobody knows since when they hold
  await shop().postgres.database.pool.query('update price set valid_from = null, recorded_from = null');
});

test('what was wrong is corrected: what was known then and what is known now are both told, with who and why', async () => {
  const before = new Date().toISOString();
  const tiers = [{ amount: '9.00' }, { minQuantity: '10', amount: '8.00' }];
  const { correctionId, userErrors } = await correct({ tiers });
  expect(userErrors).toEqual([]);
  expect(correctionId).toMatch(/^pcor_/);
  const known = await asOf(ago(7));
  expect(known.price.amount).toBe('9.00');
  expect(known.corrections).toEqual([
    {
      list: 'eur',
      reason: 'typed wrongly',
      actor: expect.stringMatching(/./) as string,
      tiers: [
        { minQuantity: '0', amount: '9.00' },
        { minQuantity: '10', amount: '8.00' },
      ],
    },
  ]);
  expect((await asOf(ago(7), undefined, '12')).price.amount).toBe('8.00');
  // what was known before, and what was charged at other times, stays
  const then = await asOf(ago(7), before);
  expect([then.price.amount, then.corrections.length]).toEqual(['10.00', 1]);
  for (const at of [ago(11), ago(4)]) expect(await asOf(at)).toMatchObject({ price: { amount: '10.00' }, corrections: [] });
});

test('the latest correction counts, and may say that there was no price', async () => {
  expect((await correct({ tiers: [], validFrom: ago(8), validTo: ago(6), reason: 'not for sale' })).userErrors).toEqual([]);
  expect((await asOf(ago(7))).price).toBeNull();
  expect((await asOf(ago(9))).price.amount).toBe('9.00');
  expect((await asOf(ago(7))).corrections.map(({ reason }: Json) => reason)).toEqual(['typed wrongly', 'not for sale']);
});

test('a list that takes its prices off a corrected one is corrected with it', async () => {
  const { done } = staffOf(shop());
  const { nodes } = await shop().ask('{ priceLists { nodes { id code } } }', {}, shop().staff);
  const [{ id: listId }] = nodes.filter(({ code }: Json) => code === 'eur');
  await done('createPriceList', { code: 'less', currency: 'EUR', priority: 5, derived: { listId, percent: '50' } });
  expect(await within(2000, async () => (await asOf(ago(9))).price.amount === '4.50')).toBe(true);
});

test.each([
  [{ list: 'nope' }, 'NOT_FOUND', ['list']],
  [{ variantId: 'var_00000000000000000000000000' }, 'NOT_FOUND', ['variantId']],
  [{ validTo: new Date(Date.now() + day).toISOString() }, 'INVALID', ['validTo']],
  [{ validTo: ago(10), validFrom: ago(5) }, 'INVALID', ['validTo']],
  [{ reason: ' ' }, 'INVALID', ['reason']],
  [{ tiers: [{ amount: '-1' }] }, 'INVALID', ['tiers', '0', 'amount']],
])('a correction that cannot be is refused: %j', async (wrong, code, path) => {
  const refused = await correct({ tiers: [{ amount: '9.00' }], ...wrong });
  expect(refused.correctionId).toBeNull();
  expect(onlyError(refused)).toMatchObject({ code, path: ['input', ...path] });
  const { rows } = await shop().postgres.database.pool.query('select from price_correction');
  expect(rows).toHaveLength(2);
});

test('a list that has no rows of its own is as it was known, too', async () => {
  const { done } = staffOf(shop());
  const { priceList } = await done('createPriceList', { code: 'forgotten', currency: 'EUR', priority: 9 }, 'priceList { id }');
  expect((await correct({ list: 'forgotten', tiers: [{ amount: '3.00' }] })).userErrors).toEqual([]);
  const knownAt = new Date().toISOString();
  await done('updatePriceList', { id: priceList.id, priority: -9 });
  expect(await within(2000, async () => (await asOf(ago(9))).price.amount !== '3.00')).toBe(true);
  expect((await asOf(ago(9), knownAt)).price.amount).toBe('3.00');
});
