import type { Json } from '../support/api.js';
import { expectBooksToBalance } from '../support/books.js';
import { variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';
import { anotherTill, aSale, aStore, factsOf, type SoldLine, type TestTill } from '../support/tills.js';

// sales that arrive after prices and rules have changed
const shop = usingShop(aShop({ things: { A: { price: '10.00', stock: 1000 }, B: { price: '20.00', stock: 1000 } } }));
let sku: Record<string, string>;
let till: TestTill;
let next = 1;

beforeAll(async () => {
  sku = await variantsBySku(shop());
  till = await anotherTill(shop(), await aStore(shop()));
});
afterEach(() => expectBooksToBalance(shop().postgres.database));

const done: ReturnType<typeof staffOf>['done'] = (...input) => staffOf(shop()).done(...input);
const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
/** An instant between what was done before and what is done next. */
async function instant(): Promise<string> {
  await pause();
  const at = new Date().toISOString();
  await pause();
  return at;
}
async function sold(soldAt: string, line: SoldLine, more: object = {}): Promise<Json> {
  const [sale] = await till.recorded([aSale(next, [line], { soldAt, ...more })]);
  next += 1;
  return sale.exceptions.map(({ kind, facts }: Json) => [kind, factsOf(facts)]);
}
const setPrice = (name: string, tiers: object[]) => done('setPrices', { prices: [{ list: 'eur', variantId: sku[name], tiers }] });
const variance = (charged: string, expected: string) => [['PRICE_VARIANCE', { lines: '1', charged, expected, currency: 'EUR' }]];
const A = (cents: number, off = 0): SoldLine => ({ sku: 'A', units: 1, cents, off });

test('a sale is held against the prices of its instant, in one push and by each of its sales', async () => {
  const first = await instant();
  await setPrice('A', [{ amount: '12.00' }]);
  const second = await instant();
  await setPrice('A', []);
  const third = await instant();
  await setPrice('A', [{ amount: '9.00' }]);
  const fourth = await instant();

  const sales = [first, second, third, fourth].map((soldAt, index) =>
    aSale(next + index, [A([1000, 1200, 1200, 900][index] ?? 0)], { soldAt }),
  );
  next += 4;
  const odd = (await till.recorded(sales)).map(({ exceptions }) => exceptions.map(({ kind }: Json) => kind));
  expect(odd).toEqual([[], [], ['NOT_FOR_SALE'], []]);
  expect(await sold(first, A(900))).toEqual(variance('9.00', '10.00'));
  expect(await sold(fourth, A(1000))).toEqual(variance('10.00', '9.00'));
  await setPrice('A', [{ amount: '10.00' }]);
});

test('a promotion counts for the sales of its time, whatever has become of it since', async () => {
  const action = (percent: string) => ({ type: 'percent_off_order', percent });
  const before = await instant();
  const { promotion } = await done(
    'createPromotion',
    { name: 'Ten', action: action('10'), active: true },
    'promotion { id version }',
  );
  const ten = await instant();
  await done('updatePromotion', { id: promotion.id, action: action('20') });
  const twenty = await instant();
  await done('archivePromotion', { id: promotion.id });
  const over = await instant();
  expect(await sold(before, A(1000))).toEqual([]);
  expect(await sold(ten, A(1000, 100))).toEqual([]);
  expect(await sold(twenty, A(1000, 200))).toEqual([]);
  expect(await sold(over, A(1000))).toEqual([]);
  expect(await sold(before, A(1000, 100))).toEqual(variance('9.00', '10.00'));
  expect(await sold(ten, A(1000, 200))).toEqual(variance('8.00', '9.00'));
  const named = { promotions: [{ promotionId: promotion.id, amount: '1.00' }] };
  expect(await sold(ten, A(1000, 100), named)).toEqual([]);
  expect(await sold(over, A(1000, 100), named)).toEqual([
    ...variance('9.00', '10.00'),
    ['PROMOTION_CLOSED', { promotions: promotion.id }],
  ]);
});

test('a promotion on some items counts for those', async () => {
  const items = { type: 'variant', ids: [sku['B']] };
  const category = await done('createCategory', { slug: 'things', name: 'Things' }, 'category { id }');
  const only = { type: 'any', items: [items, { type: 'category', ids: [category.category.id] }] };
  const action = { type: 'percent_off_items', percent: '50', items: only };
  const { promotion } = await done('createPromotion', { name: 'Half', lane: 'ITEM', action, active: true }, 'promotion { id }');
  const during = await instant();
  expect(await sold(during, { sku: 'B', units: 1, cents: 2000, off: 1000 })).toEqual([]);
  expect(await sold(during, A(1000))).toEqual([]);
  await done('archivePromotion', { id: promotion.id });
});

test('a code that was taken back stands for what it gave when the sale was made', async () => {
  const action = { type: 'amount_off_order', amounts: { EUR: '3.00' }, entry: 'GROSS' };
  const { promotion } = await done(
    'createPromotion',
    { name: 'Three', codes: ['three'], action, active: true },
    'promotion { id }',
  );
  const good = await instant();
  await done('archivePromotion', { id: promotion.id });
  const over = await instant();
  const used = { promotions: [{ code: 'THREE', amount: '3.00' }] };
  expect(await sold(good, A(1000, 300), used)).toEqual([]);
  expect(await sold(over, A(1000, 300), used)).toEqual([...variance('7.00', '10.00'), ['CODE_UNKNOWN', { codes: 'THREE' }]]);
});

test('a list that was put off, and one that was made since, count as they did', async () => {
  const audience = { stores: [till.locationId] };
  const { priceList } = await done(
    'createPriceList',
    {
      code: 'store-sale',
      name: 'Sale of the store',
      currency: 'EUR',
      entry: 'GROSS',
      audience: { locationIds: audience.stores },
    },
    'priceList { id version }',
  );
  await done('setPrices', { prices: [{ list: 'store-sale', variantId: sku['B'], tiers: [{ amount: '15.00' }] }] });
  const during = await instant();
  await done('updatePriceList', { id: priceList.id, validTo: new Date(Date.now() + 10).toISOString() });
  await pause();
  const after = await instant();
  const B = (cents: number): SoldLine => ({ sku: 'B', units: 1, cents });
  expect(await sold(during, B(1500))).toEqual([]);
  expect(await sold(after, B(2000))).toEqual([]);
  expect(await sold(after, B(1500))).toEqual(variance('15.00', '20.00'));
});

test('a price that was planned and holds for good counts from its beginning on', async () => {
  await setPrice('B', [{ amount: '20.00' }]);
  const before = await instant();
  const validFrom = new Date(Date.now() + 300).toISOString();
  await done('createPriceList', { code: 'planned', name: 'Planned', currency: 'EUR', entry: 'GROSS', priority: 9 });
  const bought = await instant();
  await done('setPrices', { prices: [{ list: 'planned', variantId: sku['B'], tiers: [{ amount: '17.00' }], validFrom }] });
  const planned = await instant();
  await new Promise((resolve) => setTimeout(resolve, 400));
  const during = await instant();
  const B = (cents: number): SoldLine => ({ sku: 'B', units: 1, cents });
  expect(await sold(planned, B(2000))).toEqual([]);
  expect(await sold(during, B(1700))).toEqual([]);
  expect(await sold(bought, B(2000))).toEqual([]);
  expect(await sold(before, B(2000))).toEqual([]);
});
