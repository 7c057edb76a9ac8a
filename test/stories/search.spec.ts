import type { Json } from '../support/api.js';
import { aShop } from '../support/plan.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';
import { countStatements } from '../support/statements.js';

const plan = aShop({ things: { EMPTY: { price: '1.00', stock: 0 } } });
const shop = usingShop({ ...plan, channel: { ...plan.channel, locales: ['en', 'de'] } });

/** What the shop sells: price, stock and what is said of it. */
const goods = [
  {
    slug: 'city-bicycle',
    name: 'City Bicycle',
    vendor: 'Velo',
    price: '499.00',
    stock: '3',
    category: 'bikes',
    colour: 'red',
    weight: '14.5',
  },
  {
    slug: 'race-bicycle',
    name: 'Race Bicycle',
    vendor: 'Velo',
    price: '1999.00',
    stock: '0',
    category: 'bikes',
    colour: 'black',
    weight: '7.2',
  },
  {
    slug: 'headphones',
    name: 'Wireless Headphones',
    vendor: 'Hush',
    price: '99.00',
    stock: '5',
    category: 'audio',
    colour: 'black',
    weight: '0.3',
  },
  {
    slug: 'speaker',
    name: 'Café Speaker',
    vendor: 'Hush',
    price: '59.00',
    stock: '5',
    category: 'audio',
    colour: 'red',
    weight: '1',
  },
  { slug: 'bell', name: 'Bell', vendor: 'Velo', price: '9.00', stock: '9', category: 'bikes', colour: 'black', weight: '0.1' },
] as const;

const search = `query ($text: String, $filter: ProductFilter, $sort: ProductSort, $first: Int, $after: String) {
  searchProducts(text: $text, filter: $filter) { products(sort: $sort, first: $first, after: $after) { nodes { slug } pageInfo { endCursor hasNextPage } } } }`;
const counts = `query ($text: String, $filter: ProductFilter) { searchProducts(text: $text, filter: $filter) { facets { total isExact inStock
  price { currency entry min max bands { min max count } } values { kind code name values { value name count } }
  numbers { code name unit min max bands { min max count } } } } }`;

const variantIds: Record<string, string> = {};

beforeAll(async () => {
  const { done, setPrice } = staffOf(shop());
  for (const [slug, name] of [
    ['outdoors', 'Outdoors'],
    ['audio', 'Audio'],
  ] as const)
    await done('createCategory', { slug, name });
  await done('createCategory', { slug: 'bikes', name: 'Bikes', parentSlug: 'outdoors' });
  const options = [
    { code: 'red', name: 'Red' },
    { code: 'black', name: 'Black' },
  ];
  await done('createAttribute', { code: 'colour', type: 'SELECT', name: 'Colour', filterable: true, options });
  await done('createAttribute', { code: 'weight', type: 'NUMBER', name: 'Weight', unit: 'kg', filterable: true });
  await done('createAttribute', { code: 'folds', type: 'BOOLEAN', name: 'Foldable', filterable: true });
  await done('createAttribute', { code: 'care', type: 'TEXT', name: 'Care' });
  const [{ locationId }] = await shop().ask(
    'query ($ids: [ID!]!) { stockLevels(variantIds: $ids) { locationId } }',
    { ids: [(await shop().ask('{ variant(sku: "EMPTY") { id } }')).id] },
    shop().staff,
  );
  for (const { slug, name, vendor, price, stock, category, colour, weight } of goods) {
    const attributes = [
      { code: 'colour', values: [colour] },
      { code: 'weight', values: [weight] },
      { code: 'folds', values: [String(slug === 'city-bicycle')] },
    ];
    const sizes = ['S', 'L'].map((size) => ({ sku: `${slug}-${size}`, options: [{ name: 'Size', value: size }] }));
    const input = { slug, name, vendor, published: true, categorySlugs: [category], attributes, variants: sizes };
    const { product } = await done('createProduct', input, 'product { variants { id sku } }');
    for (const { id, sku } of product.variants) {
      variantIds[String(sku)] = id;
      await setPrice('eur', id, price);
      await done('setStockLevels', { levels: [{ variantId: id, locationId, onHand: stock }], idempotencyKey: `stock-of-${id}` });
    }
  }
});

async function found(text: string | null, more: object = {}): Promise<string[]> {
  const { nodes } = (await shop().ask(search, { text, ...more })).products;
  return nodes.map(({ slug }: Json) => slug as string);
}

const facetsOf = async (variables: object): Promise<Json> => (await shop().ask(counts, variables)).facets;

test.each([
  ['one word', 'bicycle', ['city-bicycle', 'race-bicycle']],
  ['all words', 'race bicycle', ['race-bicycle']],
  ['another form of the word', 'bicycles', ['city-bicycle', 'race-bicycle']],
  ['letters swapped', 'bycicle', ['city-bicycle', 'race-bicycle']],
  ['a letter left out', 'hedphones', ['headphones']],
  ['two words misspelt', 'wireles hedphones', ['headphones']],
  ['the beginning of a word', 'headph', ['headphones']],
  ['no accents', 'cafe', ['speaker']],
  ['a SKU', 'headphones-s', ['headphones']],
  ['a maker', 'hush', ['headphones', 'speaker']],
  ['a category above', 'outdoors', ['bell', 'city-bicycle', 'race-bicycle']],
  ['an option of an attribute', 'red speaker', ['speaker']],
  ['an attribute that is so', 'foldable', ['city-bicycle']],
  ['words that say nothing', 'the bicycle', ['city-bicycle', 'race-bicycle']],
  ['quotes and operators', `bicycle' & !:* (`, ['city-bicycle', 'race-bicycle']],
  ['nothing like it', 'xylophone', []],
])('finds by %s: %s', async (_case, text, slugs) => {
  expect((await found(text)).sort()).toEqual(slugs);
});

test('what fits best comes first', async () => {
  const { done } = staffOf(shop());
  const other = { slug: 'lock', name: 'Lock', published: true, description: 'For every bell and bicycle.' };
  await done('createProduct', other);
  expect(await found('bell')).toEqual(['bell', 'lock']);
  expect((await found('bell-s'))[0]).toBe('bell');
});

test('what is changed is found by its new words at once, and no longer by the old', async () => {
  const { done } = staffOf(shop());
  const { product } = await done('createProduct', { slug: 'pump', name: 'Pump', published: true }, 'product { id }');
  expect(await found('pump')).toEqual(['pump']);
  await done('updateProduct', { id: product.id, name: 'Inflator' });
  expect([await found('pump'), await found('inflator')]).toEqual([[], ['pump']]);
  await done('updateProduct', { id: product.id, name: 'Luftpumpe', locale: 'de' });
  const headers = { 'accept-language': 'de' };
  const { nodes } = (await shop().ask(search, { text: 'Luftpumpen' }, headers)).products;
  expect(nodes).toEqual([{ slug: 'pump' }]);
  await done('updateProduct', { id: product.id, attributes: [{ code: 'colour', values: ['red'] }], categorySlugs: ['audio'] });
  const [colour] = (await shop().ask('{ attributes { id code } }', {}, shop().staff)).filter(
    ({ code }: Json) => code === 'colour',
  );
  await done('updateAttribute', { id: colour.id, options: [{ code: 'red', name: 'Vermilion' }] });
  expect((await found('vermilion')).sort()).toEqual(['city-bicycle', 'pump', 'speaker']);
  const { id } = await shop().ask('{ category(slug: "audio") { id } }');
  await done('updateCategory', { id, name: 'Hifi' });
  expect(await found('hifi inflator')).toEqual(['pump']);
  await done('unpublishProduct', { id: product.id });
  expect(await found('inflator')).toEqual([]);
});

test('walks in every order, page by page', async () => {
  const orders = {
    NAME: ['bell', 'speaker', 'city-bicycle', 'race-bicycle', 'headphones'],
    PRICE_ASC: ['bell', 'speaker', 'headphones', 'city-bicycle', 'race-bicycle'],
    PRICE_DESC: ['race-bicycle', 'city-bicycle', 'headphones', 'speaker', 'bell'],
    NEWEST: ['bell', 'speaker', 'headphones', 'race-bicycle', 'city-bicycle'],
  };
  const filter = { vendors: ['Velo', 'Hush'] };
  for (const [sort, slugs] of Object.entries(orders)) {
    const walked: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const { nodes, pageInfo }: Json = (await shop().ask(search, { filter, sort, first: 2, after })).products;
      walked.push(...nodes.map(({ slug }: Json) => slug as string));
      after = pageInfo.endCursor;
      more = pageInfo.hasNextPage;
    }
    expect([sort, walked]).toEqual([sort, slugs]);
  }
  const { pageInfo } = (await shop().ask(search, { filter, sort: 'NAME', first: 2 })).products;
  const { errors } = await shop().gql(search, { filter, sort: 'PRICE_ASC', after: pageInfo.endCursor });
  expect(errors).toMatchObject([{ message: 'after is not a cursor that this search has given in this order' }]);
});

test.each([
  [{ category: 'outdoors' }, ['bell', 'city-bicycle', 'race-bicycle']],
  [{ category: 'nowhere' }, []],
  [{ vendors: ['Hush'] }, ['headphones', 'speaker']],
  [{ attributes: [{ code: 'colour', values: ['black'] }] }, ['bell', 'headphones', 'race-bicycle']],
  [{ attributes: [{ code: 'weight', min: '0.3', max: '7.2' }] }, ['headphones', 'race-bicycle', 'speaker']],
  [{ attributes: [{ code: 'folds', values: ['true'] }] }, ['city-bicycle']],
  [{ options: [{ name: 'Size', values: ['L'] }], vendors: ['Hush'] }, ['headphones', 'speaker']],
  [{ price: { min: '59.00', max: '499.00' } }, ['city-bicycle', 'headphones', 'speaker']],
  [{ price: { max: '9' } }, ['bell']],
  [{ inStock: true, vendors: ['Velo'] }, ['bell', 'city-bicycle']],
])('narrows down to %j', async (filter, slugs) => {
  const hits = await found(null, { filter });
  expect(hits.filter((slug) => goods.some((good) => good.slug === slug)).sort()).toEqual(slugs);
});

test('facets count what another choice would give', async () => {
  const filter = { vendors: ['Velo'], attributes: [{ code: 'colour', values: ['black'] }] };
  const { total, isExact, inStock, price, values, numbers } = await facetsOf({ filter });
  expect({ total, isExact, inStock }).toEqual({ total: 2, isExact: true, inStock: 1 });
  const bands = [
    { min: '9.00', max: '407.00', count: 1 },
    { min: '1601.00', max: '1999.00', count: 1 },
  ];
  expect(price).toEqual({ currency: 'EUR', entry: 'GROSS', min: '9.00', max: '1999.00', bands });
  const byKind = Object.fromEntries(
    values.map(({ kind, code, name, values: counted }: Json) => [`${kind} ${code} ${name}`, counted]),
  );
  expect(byKind).toEqual({
    'CATEGORY  ': [
      { value: 'outdoors', name: 'Outdoors', count: 2 },
      { value: 'bikes', name: 'Bikes', count: 2 },
    ],
    'VENDOR  ': [
      { value: 'Velo', name: 'Velo', count: 2 },
      { value: 'Hush', name: 'Hush', count: 1 },
    ],
    'ATTRIBUTE colour Colour': [
      { value: 'black', name: 'Black', count: 2 },
      { value: 'red', name: 'Vermilion', count: 1 },
    ],
    'ATTRIBUTE folds Foldable': [{ value: 'false', name: 'false', count: 2 }],
    'OPTION Size Size': [
      { value: 'L', name: 'L', count: 2 },
      { value: 'S', name: 'S', count: 2 },
    ],
  });
  expect(numbers).toEqual([
    {
      ...{ code: 'weight', name: 'Weight', unit: 'kg', min: '0.1', max: '7.2' },
      bands: [
        { min: '0.1', max: '1.52', count: 1 },
        { min: '5.78', max: '7.2', count: 1 },
      ],
    },
  ]);
});

test('a page takes two statements, the facets one more, the prices another', async () => {
  const page =
    'searchProducts(text: "bicycle") { products { nodes { slug name attributes { code texts } variants { sku attributes { code } } } }';
  const priced = page.replace('sku', 'sku price { amount }');
  const counted = (query: string) => countStatements(shop().postgres.database, () => shop().ask(query));
  expect(await counted(`{ ${page} } }`)).toBe(2);
  expect(await counted(`{ ${page} facets { total } } }`)).toBe(3);
  expect(await counted(`{ ${priced} facets { total } } }`)).toBe(4);
});

test.each([
  [{ text: 'x'.repeat(201) }, 'the text is longer than 200 characters'],
  [{ filter: { attributes: [{ code: 'care', values: ['x'] }] } }, 'there is no attribute care to filter by'],
  [{ filter: { attributes: [{ code: 'colour', min: '1' }] } }, 'colour is not a number'],
  [{ filter: { vendors: [] } }, 'name at least one value'],
  [{ first: 101 }, 'first must be between 1 and 100'],
])('refuses %j', async (variables, message) => {
  expect((await shop().gql(search, variables)).errors).toMatchObject([{ message }]);
});
