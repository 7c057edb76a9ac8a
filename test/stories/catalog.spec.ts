import type { Json } from '../support/api.js';
import { variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';
import { countStatements } from '../support/statements.js';

const things = Object.fromEntries(
  Array.from({ length: 100 }, (_, index) => [`T${String(index)}`, { price: '1.00', stock: index % 2 }]),
);
const shop = usingShop(aShop({ things }));
const counted = (work: () => Promise<unknown>) => countStatements(shop().postgres.database, work);

const priced =
  'variants { id sku price { amount net { amount } gross { amount } tiers { minQuantity amount } } availability { inStock available } }';
const page = `query ($first: Int) { products(first: $first) { nodes { slug name ${priced} } } }`;

test('Vendure #4387, #5359: a page takes two statements, of 10 products or 100', async () => {
  const { ask } = shop();
  await ask(page, { first: 10 });
  const sizes = await Promise.all([ask(page, { first: 10 }), ask(page, { first: 100 })]);
  expect(sizes.map(({ nodes }) => nodes.length as number)).toEqual([10, 100]);
  for (const first of [10, 100]) expect(await counted(() => ask(page, { first }))).toBe(2);
});

test('a product in detail takes two statements, and three with its categories', async () => {
  const { ask } = shop();
  const detail = (more = '') => ask(`{ product(slug: "t1") { slug name description ${priced} ${more} } }`);
  await detail('categories { slug }');
  expect(await counted(() => detail())).toBe(2);
  expect(await counted(() => detail('categories { slug }'))).toBe(3);
});

test('a page says what is in stock', async () => {
  const { nodes } = await shop().ask(page, { first: 2 });
  expect(nodes).toMatchObject([
    { variants: [{ sku: 'T0', availability: { inStock: false, available: '0' } }] },
    {
      variants: [
        { sku: 'T1', availability: { inStock: true, available: '1' }, price: { amount: '1.00', net: { amount: '0.84' } } },
      ],
    },
  ]);
});

test('the price of one unit is the same however often the variant is on the page', async () => {
  const { ask } = shop();
  const variantId = String((await variantsBySku(shop()))['T3']);
  const tiers = [{ amount: '10.00' }, { minQuantity: '2', amount: '9.00' }];
  await staffOf(shop()).done('setPrices', { prices: [{ list: 'eur', variantId, tiers }] });
  const { data } = (await shop().gql(
    '{ a: variant(sku: "T3") { price { amount } } b: product(slug: "t3") { variants { price { amount } } } }',
  )) as Json;
  expect(data).toEqual({ a: { price: { amount: '10.00' } }, b: { variants: [{ price: { amount: '10.00' } }] } });
  expect((await ask('{ variant(sku: "T3") { price { tiers { minQuantity amount } } } }')).price.tiers).toEqual([
    { minQuantity: '0', amount: '10.00' },
    { minQuantity: '2', amount: '9.00' },
  ]);
});

test('a quarter is in stock where quarters are sold', async () => {
  const { done, setStock, setPrice } = staffOf(shop());
  const tea = { slug: 'tea', name: 'Tea', published: true, variants: [{ sku: 'TEA', unit: 'KILOGRAM', quantityStep: '0.25' }] };
  const { product } = await done('createProduct', tea, 'product { variants { id } }');
  const [{ id }] = product.variants;
  await setPrice('eur', id, '40.00');
  const availability = async () =>
    (await shop().ask('{ variant(sku: "TEA") { availability { inStock available } } }')).availability;
  expect(await availability()).toEqual({ inStock: false, available: '0' });
  const [{ locationId }] = await shop().ask(
    'query ($ids: [ID!]!) { stockLevels(variantIds: $ids) { locationId } }',
    { ids: [String((await variantsBySku(shop()))['T1'])] },
    shop().staff,
  );
  await done('setStockLevels', { levels: [{ variantId: id, locationId, onHand: '0.6' }], idempotencyKey: 'cut' });
  expect(await availability()).toEqual({ inStock: true, available: '0.5' });
  await setStock(id, '0.2');
  expect(await availability()).toEqual({ inStock: false, available: '0' });
});
