import { usingShop } from '../../test/support/shop.js';
import { countStatements } from '../../test/support/statements.js';

const shop = usingShop();
const errors = 'userErrors { code path }';
const createProduct = `mutation ($input: CreateProductInput!) { createProduct(input: $input) { product { id slug name version publishedAt options { name values }
  variants { sku name quantityStep unit product { slug } } categories { slug } } ${errors} } }`;
const updateProduct = `mutation ($input: UpdateProductInput!) { updateProduct(input: $input) { product { slug name description version } ${errors} } }`;

const aBox = {
  slug: 'box',
  name: 'Box',
  categorySlugs: ['kitchen'],
  variants: [
    { sku: 'BOX-S', quantityStep: '0.25', unit: 'KILOGRAM', options: [{ name: 'Size', value: 'S' }] },
    { sku: 'BOX-M', options: [{ name: 'Size', value: 'M' }] },
  ],
};

test('staff make, publish, change and hide a product', async () => {
  const { ask, staff } = shop();
  const made = await ask(createProduct, { input: aBox }, staff);
  expect(made).toEqual({
    product: {
      id: made.product.id,
      slug: 'box',
      name: 'Box',
      version: '1',
      publishedAt: null,
      options: [{ name: 'Size', values: ['S', 'M'] }],
      variants: [
        { sku: 'BOX-S', name: 'S', quantityStep: '0.25', unit: 'KILOGRAM', product: { slug: 'box' } },
        { sku: 'BOX-M', name: 'M', quantityStep: '1', unit: 'PIECE', product: { slug: 'box' } },
      ],
      categories: [{ slug: 'kitchen' }],
    },
    userErrors: [],
  });
  const { id } = made.product;
  const seen = () => ask('{ product(slug: "box") { name } }');
  expect(await seen()).toBeNull();
  await ask(`mutation { publishProduct(input: { id: "${id}" }) { ${errors} } }`, {}, staff);
  expect(await seen()).toEqual({ name: 'Box' });
  const input = { id, expectedVersion: '2', name: 'Kiste', description: 'Aus Holz', locale: 'de' };
  expect(await ask(updateProduct, { input }, staff)).toMatchObject({ product: { version: '3' }, userErrors: [] });
  expect(await ask(updateProduct, { input }, staff)).toEqual({
    product: null,
    userErrors: [{ code: 'STALE_VERSION', path: ['input', 'expectedVersion'] }],
  });
  expect(await seen()).toEqual({ name: 'Box' });
  await ask(`mutation { unpublishProduct(input: { id: "${id}" }) { ${errors} } }`, {}, staff);
  expect(await seen()).toBeNull();
  expect(await ask('{ product(slug: "box", includeUnpublished: true) { slug } }', {}, staff)).toEqual({ slug: 'box' });
});

test('a refusal names the field of the input', async () => {
  const { ask, staff } = shop();
  const refused = async (more: object): Promise<unknown> => {
    const payload = (await ask(createProduct, { input: { ...aBox, slug: 'other', ...more } }, staff)) as { userErrors: unknown };
    return payload.userErrors;
  };
  expect(await refused({ slug: 'enamel-mug' })).toEqual([{ code: 'ALREADY_EXISTS', path: ['input', 'slug'] }]);
  expect(await refused({ variants: [{ sku: 'X' }, { sku: 'MUG-WHITE', options: [] }] })).toEqual([
    { code: 'INVALID', path: ['input', 'variants', '1', 'options'] },
  ]);
  expect(await refused({ variants: [{ sku: 'MUG-WHITE' }] })).toEqual([
    { code: 'ALREADY_EXISTS', path: ['input', 'variants', '0', 'sku'] },
  ]);
  expect(await refused({ variants: [{ quantityStep: '0.0001' }] })).toEqual([
    { code: 'INVALID', path: ['input', 'variants', '0', 'quantityStep'] },
  ]);
});

test('guests neither make products nor see what is not published', async () => {
  const { gql } = shop();
  const made = await gql(createProduct, { input: aBox });
  expect(made.errors[0].extensions.code).toBe('UNAUTHENTICATED');
  const seen = await gql('{ products(includeUnpublished: true) { nodes { slug } } }');
  expect(seen.errors[0].extensions.code).toBe('FORBIDDEN');
});

test('a page with everything that its products have takes one statement for each kind of thing', async () => {
  const { ask, postgres } = shop();
  const variants = 'variants { name product { slug } }';
  const count = (query: string) => countStatements(postgres.database, () => ask(query));
  expect(await count(`{ products(first: 1) { nodes { slug ${variants} } } }`)).toBe(1);
  expect(await count(`{ products(first: 100) { nodes { slug ${variants} } } }`)).toBe(1);
  expect(await count(`{ products(first: 100) { nodes { slug categories { slug parent { slug } } } } }`)).toBeLessThanOrEqual(3);
  expect(await count(`{ product(slug: "enamel-mug") { slug ${variants} } }`)).toBe(1);
});

test('categories are made, moved and browsed', async () => {
  const { ask, staff } = shop();
  const make = (input: object) =>
    ask(
      `mutation ($input: CreateCategoryInput!) { createCategory(input: $input) { category { id parent { slug } } ${errors} } }`,
      { input },
      staff,
    );
  await make({ slug: 'garden', name: 'Garden' });
  const { category } = await make({ slug: 'pots', name: 'Pots', parentSlug: 'garden', idempotencyKey: 'k' });
  expect(category.parent).toEqual({ slug: 'garden' });
  expect((await make({ slug: 'pots', name: 'Pots', parentSlug: 'garden', idempotencyKey: 'k' })).category.id).toBe(category.id);
  expect(await ask('{ category(slug: "garden") { name children { slug } products { nodes { slug } } } }')).toEqual({
    name: 'Garden',
    children: [{ slug: 'pots' }],
    products: { nodes: [] },
  });
  const move = `mutation { updateCategory(input: { id: "${category.id}", parentSlug: null }) { category { parent { slug } } } }`;
  expect(await ask(move, {}, staff)).toEqual({ category: { parent: null } });
});

test('prices, taxes, promotions and shipping are managed through the API', async () => {
  const { ask, staff } = shop();
  const variant = await ask('{ variant(sku: "MUG-WHITE") { id } }');
  const { nodes: lists } = await ask('{ priceLists { nodes { code currency entry tierMode validFrom } } }', {}, staff);
  expect(lists.length).toBeGreaterThan(0);
  const setPrices = `mutation ($input: SetPricesInput!) { setPrices(input: $input) { changed ${errors} } }`;
  const list = lists[0].code;
  const input = (amount: string) => ({
    prices: [{ list, variantId: variant.id, tiers: [{ amount }, { minQuantity: '10', amount: '11.5' }] }],
  });
  expect(await ask(setPrices, { input: input('12.90') }, staff)).toEqual({ changed: 1, userErrors: [] });
  expect(await ask(setPrices, { input: input('12.90') }, staff)).toEqual({ changed: 0, userErrors: [] });
  expect(await ask(setPrices, { input: input('-1') }, staff)).toEqual({
    changed: null,
    userErrors: [{ code: 'INVALID', path: ['input', 'prices', '0', 'tiers', '0', 'amount'] }],
  });
  const listed = `{ listedPrices(list: "${list}", variantIds: ["${variant.id}"]) { minQuantity amount compareAt } }`;
  expect(await ask(listed, {}, staff)).toEqual([
    { minQuantity: '0', amount: '12.9', compareAt: null },
    { minQuantity: '10', amount: '11.5', compareAt: null },
  ]);
  const rules = await ask(
    '{ taxRules { classes { code } zones { code countries } rates { name percent validFrom } } }',
    {},
    staff,
  );
  expect(rules.classes).toEqual([{ code: 'standard' }]);
  const promotion = await ask(
    `mutation { createPromotion(input: { name: "Ten", code: "ten", action: { type: "percent_off_order", percent: "10" }, usageLimit: 3 })
     { promotion { code status action usageLimit name } ${errors} } }`,
    {},
    staff,
  );
  expect(promotion).toEqual({
    promotion: {
      code: 'ten',
      status: 'ACTIVE',
      action: { type: 'percent_off_order', percent: '10' },
      usageLimit: 3,
      name: 'Ten',
    },
    userErrors: [],
  });
  expect((await ask('{ promotions(status: ACTIVE) { nodes { code } } }', {}, staff)).nodes).toContainEqual({ code: 'ten' });
  const methods = await ask('{ shippingMethods { code kind rates { currency amount entry } countries } }', {}, staff);
  const rates = [
    { currency: 'EUR', amount: '4.9', entry: 'GROSS' },
    { currency: 'USD', amount: '6', entry: 'NET' },
  ];
  expect(methods).toContainEqual({ code: 'parcel', kind: 'FLAT_RATE', rates, countries: [] });
});
