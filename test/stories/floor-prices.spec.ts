import { TermsService } from '#terms';
import type { Json } from '../support/api.js';
import { onlyError } from '../support/buyer.js';
import { aCartWith, variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import { cartById } from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';

const shop = usingShop(aShop({ things: { MUG: { price: '10.00', stock: 100 }, POT: { price: '30.00', stock: 100 } } }));

let mug: string;
let pot: string;

beforeAll(async () => {
  ({ MUG: mug = '', POT: pot = '' } = await variantsBySku(shop()));
  await staffOf(shop()).done('createPromotion', {
    name: 'Twelve off',
    conditions: [],
    action: { type: 'amount_off_order', amounts: { EUR: '12.00' }, entry: 'GROSS' },
  });
  await shop().app.get(TermsService, { strict: false }).refresh();
}, 60_000);

const totalsOf = (cart: Json): string[] => [...cart.lines.map((line: Json) => line.total.amount), cart.totals.total.amount];
const set = (floorPrices: object[], result = 'changed') => staffOf(shop()).done('setFloorPrices', { floorPrices }, result);
const again = (id: string): Promise<Json> => shop().ask(cartById, { id });
const basket = () => aCartWith(shop(), { [mug]: '1', [pot]: '1' });
const conventions = async (floorPrice: string): Promise<void> => {
  const [{ id }] = await shop().ask('{ channels { id } }', {}, shop().staff);
  await staffOf(shop()).done('updateChannel', { id, conventions: { floorPrice } });
  await shop().app.get(TermsService, { strict: false }).refresh();
};

test('a promotion stops at the least price of a unit, and others have the rest or nobody has', async () => {
  const cart = await basket();
  expect(totalsOf(cart)).toEqual(['7.00', '21.00', '28.00']);
  expect(await set([{ variantId: mug, currency: 'EUR', amount: '8.50' }])).toMatchObject({ changed: 1 });
  // the same cart, which a process has kept in mind, is asked for anew
  expect(totalsOf(await again(cart.id))).toEqual(['8.50', '19.50', '28.00']);
  await conventions('FORFEIT');
  expect(totalsOf(await again(cart.id))).toEqual(['8.50', '21.00', '29.50']);
  const { promotions } = await shop().ask(
    'query ($input: ExplainBasketInput!) { explainBasket(input: $input) { promotions { sentences } } }',
    { input: { cartId: cart.id } },
    shop().staff,
  );
  expect(JSON.stringify(promotions)).toContain('The least prices of items keep 1.50');
  await conventions('REDISTRIBUTE');
  // of another currency nothing is said
  await set([
    { variantId: mug, currency: 'EUR', amount: null },
    { variantId: mug, currency: 'USD', amount: '9.00' },
  ]);
  expect(totalsOf(await again(cart.id))).toEqual(['7.00', '21.00', '28.00']);
  expect(totalsOf(await basket())).toEqual(['7.00', '21.00', '28.00']);
});

test('what is asked for twice is written once, and what is wrong is refused by its entry', async () => {
  const floors = [
    { variantId: pot, currency: 'EUR', amount: '25' },
    { variantId: mug, currency: 'EUR', amount: '9.123456' },
  ];
  expect(await set(floors)).toMatchObject({ changed: 2 });
  expect(await set(floors)).toMatchObject({ changed: 0 });
  const listed = () =>
    shop().ask(
      'query ($ids: [ID!]!) { floorPrices(variantIds: $ids) { variantId currency amount } }',
      { ids: [pot, mug] },
      shop().staff,
    );
  const before: Json[] = await listed();
  expect(before.map(({ currency, amount }) => `${currency} ${amount}`).sort()).toEqual(['EUR 25', 'EUR 9.123456', 'USD 9']);
  const refusal = async (...floorPrices: object[]) => {
    const mutation = `mutation ($input: SetFloorPricesInput!) { setFloorPrices(input: $input) { userErrors { code message path facts { name value } } } }`;
    const { code, path } = onlyError(await shop().ask(mutation, { input: { floorPrices } }, shop().staff));
    return [code, path.slice(1).join('.')];
  };
  const good = { variantId: pot, currency: 'EUR', amount: '1' };
  expect(await refusal(good, { ...good, variantId: mug, amount: '0' })).toEqual(['INVALID', 'floorPrices.1.amount']);
  expect(await refusal(good, good)).toEqual(['INVALID', 'floorPrices.1']);
  expect(await refusal(good, { ...good, variantId: `var_${'0'.repeat(26)}` })).toEqual(['NOT_FOUND', 'floorPrices.1.variantId']);
  expect(await listed()).toEqual(before);
});
