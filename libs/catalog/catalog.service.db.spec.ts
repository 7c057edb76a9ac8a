import { Clock } from '#platform/clock';
import { newId } from '#platform/ids';
import { aContext, refusal } from '../../test/support/context.js';
import { usingDatabase } from '../../test/support/database.js';
import { countStatements, statementsOf } from '../../test/support/statements.js';
import { CatalogService } from './catalog.service.js';
import type { ProductInput } from './product.js';

const postgres = usingDatabase();
const publicly = { unpublished: false };
const context = aContext();
let catalog: CatalogService;

const sql = async (text: string): Promise<unknown[]> => (await postgres.database.pool.query<object>(text)).rows;
const counted = (): Promise<unknown[]> =>
  sql(
    'select (select count(*)::int from product) products, (select count(*)::int from variant) variants, (select count(*)::int from outbox) events',
  );

beforeAll(async () => {
  catalog = new CatalogService(postgres.database, new Clock());
  await sql(
    `insert into tax_class (id, code, name) values ('${newId('taxClass')}', 'standard', 'Standard'), ('${newId('taxClass')}', 'books', 'Books')`,
  );
});

beforeEach(async () => {
  await sql('truncate product, variant, category, category_product, outbox cascade');
});

function aProduct(slug: string, more: Partial<ProductInput> = {}): ProductInput {
  return { slug, name: { en: slug.toUpperCase() }, published: true, ...more };
}

function aShirt(slug: string, more: Partial<ProductInput> = {}): ProductInput {
  const variants = ['red', 'blue'].flatMap((colour) =>
    ['S', 'M'].map((size) => ({
      sku: `${slug}-${colour}-${size}`,
      options: [
        { name: 'Colour', value: colour },
        { name: 'Size', value: size },
      ],
    })),
  );
  return aProduct(slug, { variants, categories: [{ slug: 'shirts', name: { en: 'Shirts' } }], ...more });
}

describe('saving products', () => {
  it('makes products with variants and categories, and tells of each once', async () => {
    const [shirt] = await catalog.saveProducts([aShirt('shirt'), aProduct('mug')], context);
    expect(shirt).toMatchObject({ slug: 'shirt', version: 1n, change: 'CREATED' });
    expect(shirt?.variants.map(({ sku, created }) => [sku, created])).toEqual([
      ['shirt-red-S', true],
      ['shirt-red-M', true],
      ['shirt-blue-S', true],
      ['shirt-blue-M', true],
    ]);
    expect(await counted()).toEqual([{ products: 2, variants: 5, events: 2 }]);
    expect(
      await sql(`select aggregate_version v, payload from outbox where type = 'product.changed' order by id limit 1`),
    ).toEqual([{ v: '1', payload: { productId: shirt?.id, slug: 'shirt', changed: ['created'] } }]);
    const read = await catalog.product({ slug: 'shirt' }, publicly, context);
    expect(read).toMatchObject({
      name: 'SHIRT',
      description: '',
      options: [
        { name: 'Colour', values: ['red', 'blue'] },
        { name: 'Size', values: ['S', 'M'] },
      ],
    });
    expect(read?.variants.map(({ name, quantityStep, productId }) => [name, quantityStep, productId])).toEqual([
      ['red / S', '1', shirt?.id],
      ['red / M', '1', shirt?.id],
      ['blue / S', '1', shirt?.id],
      ['blue / M', '1', shirt?.id],
    ]);
  });

  it('changes nothing the second time', async () => {
    const batch = [
      aShirt('shirt', {
        description: { en: '<p>Nice</p>' },
        tags: ['a', 'b'],
        media: [{ url: 'https://x.test/1.jpg', alt: null }],
      }),
      aProduct('mug'),
    ];
    const first = await catalog.saveProducts(batch, context);
    const before = await sql('select * from product order by id');
    const second = await catalog.saveProducts(batch, context);
    expect(second.map(({ id, change, version }) => [id, change, version])).toEqual(first.map(({ id }) => [id, 'UNCHANGED', 1n]));
    expect(second[0]?.variants.map(({ id }) => id)).toEqual(first[0]?.variants.map(({ id }) => id));
    expect(await sql('select * from product order by id')).toEqual(before);
    expect(await counted()).toEqual([{ products: 2, variants: 5, events: 2 }]);
  });

  it('writes and tells only what has changed', async () => {
    await catalog.saveProducts([aShirt('shirt'), aProduct('mug')], context);
    const again = await catalog.saveProducts(
      [aShirt('shirt', { vendor: 'Acme', name: { de: 'Hemd' } }), aProduct('mug')],
      context,
    );
    expect(again.map(({ change, version }) => [change, version])).toEqual([
      ['UPDATED', 2n],
      ['UNCHANGED', 1n],
    ]);
    expect(await sql(`select aggregate_version v, payload->'changed' changed from outbox order by id desc limit 1`)).toEqual([
      { v: '2', changed: ['name', 'vendor'] },
    ]);
    expect(await sql(`select name from product where slug = 'shirt'`)).toEqual([{ name: { en: 'SHIRT', de: 'Hemd' } }]);
    const german = await catalog.product({ slug: 'shirt' }, publicly, { ...context, locales: ['de-CH', 'en'] });
    expect(german?.name).toBe('Hemd');
  });

  it('takes eight statements for five hundred products, and the two reads when nothing changes', async () => {
    const batch = Array.from({ length: 500 }, (_, index) => aShirt(`shirt-${String(index)}`));
    const saving = () => catalog.saveProducts(batch, context);
    const statements = await statementsOf(postgres.database, saving);
    expect(statements).toHaveLength(9);
    expect(await counted()).toEqual([{ products: 500, variants: 2000, events: 500 }]);
    expect(await countStatements(postgres.database, saving)).toBe(2);
    expect(await counted()).toEqual([{ products: 500, variants: 2000, events: 500 }]);
  });

  it('rehearses without keeping anything', async () => {
    const [shirt] = await catalog.saveProducts([aShirt('shirt')], context, { dryRun: true });
    expect(shirt?.change).toBe('CREATED');
    expect(await counted()).toEqual([{ products: 0, variants: 0, events: 0 }]);
  });

  it('stops offering a variant that is no longer named, and offers the same one when it comes back', async () => {
    const all = aShirt('shirt');
    const [first] = await catalog.saveProducts([all], context);
    await catalog.saveProducts([{ ...all, variants: all.variants?.slice(0, 1) ?? [] }], context);
    expect((await catalog.product({ slug: 'shirt' }, publicly, context))?.variants.map(({ sku }) => sku)).toEqual([
      'shirt-red-S',
    ]);
    const [back] = await catalog.saveProducts([all], context);
    expect(back?.variants.map(({ id, created }) => [id, created])).toEqual(first?.variants.map(({ id }) => [id, false]));
  });

  it('lets variants swap their codes and options within one batch', async () => {
    const one = { sku: 'A', options: [{ name: 'Size', value: 'S' }] };
    const two = { sku: 'B', options: [{ name: 'Size', value: 'M' }] };
    const [first] = await catalog.saveProducts([aProduct('cap', { variants: [one, two] })], context);
    const swapped = first?.variants.map(({ id }, index) => ({ ...(index === 0 ? two : one), id })) ?? [];
    await catalog.saveProducts([aProduct('cap', { variants: swapped })], context);
    const read = await catalog.product({ slug: 'cap' }, publicly, context);
    expect(read?.variants.map(({ id, sku, name }) => [id, sku, name])).toEqual([
      [first?.variants[0]?.id, 'B', 'M'],
      [first?.variants[1]?.id, 'A', 'S'],
    ]);
  });

  it('matches variants without SKU by their options', async () => {
    const sizes = (...values: string[]) => values.map((value) => ({ options: [{ name: 'Size', value }] }));
    const [first] = await catalog.saveProducts([aProduct('cap', { variants: sizes('S', 'M') })], context);
    const [second] = await catalog.saveProducts([aProduct('cap', { variants: sizes('M', 'L', 'S') })], context);
    expect(second?.variants.map(({ created }) => created)).toEqual([false, true, false]);
    expect(second?.variants[2]?.id).toBe(first?.variants[0]?.id);
  });

  it('counts every one of many concurrent changes, and makes a slug once', async () => {
    const names = Array.from({ length: 12 }, (_, index) => aProduct('race', { vendor: `v${String(index)}` }));
    const saved = await Promise.all(names.map((product) => catalog.saveProducts([product], context)));
    expect(saved.map(([product]) => product?.version).sort((a, b) => Number(a) - Number(b))).toEqual(
      names.map((_, index) => BigInt(index + 1)),
    );
    expect(await counted()).toEqual([{ products: 1, variants: 1, events: 12 }]);
  });
});

describe('refusals', () => {
  const refusedInput: [string, ProductInput, string, (string | number)[]][] = [
    ['a slug with blanks', aProduct('no slug'), 'INVALID', [1, 'slug']],
    ['no name', { slug: 'nameless' }, 'INVALID', [1, 'name']],
    [
      'a SKU of another product',
      aProduct('other', { variants: [{ sku: 'shirt-red-S' }] }),
      'ALREADY_EXISTS',
      [1, 'variants', 0, 'sku'],
    ],
    [
      'a GTIN of another product, written longer',
      aProduct('other', { variants: [{ gtin: '0036000291452' }] }),
      'ALREADY_EXISTS',
      [1, 'variants', 0, 'gtin'],
    ],
    ['a wrong check digit', aProduct('other', { variants: [{ gtin: '036000291453' }] }), 'INVALID', [1, 'variants', 0, 'gtin']],
    ['an unknown category', aProduct('other', { categories: [{ slug: 'nowhere' }] }), 'NOT_FOUND', [1, 'categorySlugs', 0]],
    ['an unknown tax class', aProduct('other', { taxClassCode: 'none' }), 'NOT_FOUND', [1, 'taxClassCode']],
    ['an unknown id', aProduct('other', { id: 'prod_x' }), 'NOT_FOUND', [1, 'id']],
    ['a zero character', aProduct('other', { description: { en: 'a\u0000b' } }), 'INVALID', [1, 'description']],
    ['the same options twice', aProduct('other', { variants: [{}, {}] }), 'INVALID', [1, 'variants', 1, 'options']],
    [
      'other options',
      aProduct('other', {
        variants: [{ options: [{ name: 'Size', value: 'S' }] }, { options: [{ name: 'Colour', value: 'red' }] }],
      }),
      'INVALID',
      [1, 'variants', 1, 'options'],
    ],
    ['the same product twice', aProduct('new'), 'ALREADY_EXISTS', [1, 'slug']],
    ['the same SKU twice', aProduct('other', { variants: [{ sku: 'new-1' }] }), 'ALREADY_EXISTS', [1, 'variants', 0, 'sku']],
  ];

  it.each(refusedInput)('%s', async (_, input, code, path) => {
    await catalog.saveProducts([aShirt('shirt'), aProduct('mug', { variants: [{ gtin: '036000291452' }] })], context);
    const before = await counted();
    const batch = [aProduct('new', { variants: [{ sku: 'new-1' }] }), input];
    expect(await refusal(catalog.saveProducts(batch, context))).toEqual({ code, path });
    expect(await counted()).toEqual(before);
  });

  it('saves the others when asked to', async () => {
    const { products, refusals, writes } = await catalog.savingProducts([aProduct('good'), aProduct('no slug')], context);
    expect(products.map((product) => product?.slug)).toEqual(['good', undefined]);
    expect(refusals.map(({ index, error }) => [index, error.path])).toEqual([[1, [1, 'slug']]]);
    await postgres.database.commit(writes);
    expect(await counted()).toEqual([{ products: 1, variants: 1, events: 1 }]);
  });

  it('makes and changes one product for a mutation, once per key', async () => {
    const made = await catalog.saveProduct('createProduct', 'CREATE', aProduct('one'), 'key-1', context);
    expect(await catalog.saveProduct('createProduct', 'CREATE', aProduct('one'), 'key-1', context)).toEqual(made);
    expect(await refusal(catalog.saveProduct('createProduct', 'CREATE', aProduct('one'), null, context))).toEqual({
      code: 'ALREADY_EXISTS',
      path: ['slug'],
    });
    await catalog.saveProduct('createProduct', 'CREATE', aProduct('two'), null, context);
    const renamed = { id: made.id, slug: 'two' };
    expect(await refusal(catalog.saveProduct('updateProduct', 'UPDATE', renamed, null, context))).toEqual({
      code: 'ALREADY_EXISTS',
      path: ['slug'],
    });
    const stale = { id: made.id, expectedVersion: 7n, vendor: 'x' };
    expect(await refusal(catalog.saveProduct('updateProduct', 'UPDATE', stale, null, context))).toEqual({
      code: 'STALE_VERSION',
      path: ['expectedVersion'],
    });
    expect(await counted()).toEqual([{ products: 2, variants: 2, events: 2 }]);
  });
});

describe('reading', () => {
  beforeEach(async () => {
    const shirts = Array.from({ length: 7 }, (_, index) => aShirt(`shirt-${String(index)}`, { published: index !== 3 }));
    await catalog.saveProducts([...shirts, aProduct('mug', { variants: [{ gtin: '036000291452', sku: 'MUG' }] })], context);
  });

  it('walks a category by pages, each product once, without what is not published', async () => {
    const seen: string[][] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<CatalogService['products']>> = await catalog.products(
        { first: 2, after, category: 'shirts' },
        publicly,
        context,
      );
      seen.push(page.nodes.map(({ slug }) => slug));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual([
      ['shirt-0', 'shirt-1'],
      ['shirt-2', 'shirt-4'],
      ['shirt-5', 'shirt-6'],
    ]);
  });

  it('lists all categories together, and unpublished ones for those who may', async () => {
    const all = await catalog.products({ first: 100 }, publicly, context);
    expect(all.nodes).toHaveLength(7);
    expect(all.pageInfo.hasNextPage).toBe(false);
    const staff = await catalog.products({ first: 100, category: 'shirts' }, { unpublished: true }, context);
    expect(staff.nodes.map(({ slug }) => slug)).toContain('shirt-3');
    expect((await catalog.products({ category: 'nowhere' }, publicly, context)).nodes).toEqual([]);
  });

  it('hides what is not published, or not yet', async () => {
    expect(await catalog.product({ slug: 'shirt-3' }, publicly, context)).toBeNull();
    expect(await catalog.variant({ sku: 'shirt-3-red-S' }, publicly, context)).toBeNull();
    expect((await catalog.product({ slug: 'shirt-3' }, { unpublished: true }, context))?.publishedAt).toBeNull();
    await catalog.saveProducts([{ slug: 'mug', published: new Date(Date.now() + 60_000) }], context);
    expect(await catalog.product({ slug: 'mug' }, publicly, context)).toBeNull();
    await catalog.saveProducts([{ slug: 'mug', published: true }], context);
    expect((await catalog.product({ slug: 'mug' }, publicly, context))?.slug).toBe('mug');
  });

  it('knows a product again until something has changed, wherever that was', async () => {
    const read = () => catalog.product({ slug: 'mug' }, publicly, context);
    const elsewhere = new CatalogService(postgres.database, new Clock());
    const before = await read();
    expect(await read()).toBe(before);
    await elsewhere.saveProducts([{ slug: 'mug', name: { en: 'A mug', de: 'Becher' } }], context);
    expect((await read())?.name).toBe('A mug');
    expect((await catalog.product({ slug: 'mug' }, publicly, { ...context, locales: ['de', 'en'] }))?.name).toBe('Becher');
    await elsewhere.saveProducts([{ slug: 'mug', published: false }], context);
    expect([await read(), await read()]).toEqual([null, null]);
    await elsewhere.saveProducts([{ slug: 'mug', name: { en: 'MUG' }, published: true }], context);
    expect((await read())?.name).toBe('MUG');
  });

  it('finds a variant by id, SKU and barcode', async () => {
    const mug = await catalog.variant({ sku: 'MUG' }, publicly, context);
    expect(mug).toMatchObject({ sku: 'MUG', name: 'MUG', tracked: true, backorder: false, product: { slug: 'mug' } });
    expect(await catalog.variant({ barcode: '0036000291452' }, publicly, context)).toEqual(mug);
    expect(await catalog.variant({ id: mug?.id ?? '' }, publicly, context)).toEqual(mug);
    expect(await catalog.variant({ sku: 'none' }, publicly, context)).toBeNull();
    expect(await catalog.variants([mug?.id ?? '', 'var_x'], publicly, context)).toEqual([mug, null]);
  });

  it('takes one statement for a page, a product or a variant, whatever their size', async () => {
    const count = (work: () => Promise<unknown>) => countStatements(postgres.database, work);
    expect(await count(() => catalog.products({ first: 1 }, publicly, context))).toBe(1);
    expect(await count(() => catalog.products({ first: 100 }, publicly, context))).toBe(1);
    expect(await count(() => catalog.products({ first: 100, category: 'shirts' }, publicly, context))).toBe(1);
    expect(await count(() => catalog.product({ slug: 'shirt-1' }, publicly, context))).toBe(1);
    expect(await count(() => catalog.product({ id: 'prod_x' }, publicly, context))).toBe(1);
    expect(await count(() => catalog.variant({ sku: 'MUG' }, publicly, context))).toBe(1);
  });
});
