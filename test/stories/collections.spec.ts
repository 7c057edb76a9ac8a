import { TermsService } from '#terms';
import type { Json } from '../support/api.js';
import { onlyError } from '../support/buyer.js';
import { aCartWith, variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import { cartById } from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';
import { countStatements } from '../support/statements.js';

const letters = ['A', 'B', 'C', 'D', 'E'] as const;
const shop = usingShop(aShop({ things: Object.fromEntries(letters.map((sku) => [sku, { price: '10.00', stock: 100 }])) }));

let variants: Record<string, string> = {};
const products: Record<string, string> = {};

const shown = `query ($slug: String!, $first: Int, $after: String, $all: Boolean) { collection(slug: $slug, includeUnpublished: $all) {
  id name description position version products(first: $first, after: $after, includeUnpublished: $all) {
    nodes { slug } pageInfo { endCursor hasNextPage } } } }`;
const see = (slug: string, more: object = {}, headers = {}): Promise<Json> => shop().ask(shown, { slug, ...more }, headers);
const slugs = ({ products: { nodes } }: Json): string => nodes.map(({ slug }: Json) => slug).join('');

const make = async (slug: string, more: object = {}): Promise<string> => {
  const input = { slug, name: slug.toUpperCase(), publishedAt: '2026-01-01T00:00:00Z', ...more };
  return (await staffOf(shop()).done('createCollection', input, 'collection { id }')).collection.id;
};
const setProducts = (collectionId: string, wanted: string) =>
  staffOf(shop()).done(
    'setCollectionProducts',
    { collectionId, productIds: wanted.split(' ').map((letter) => products[letter]) },
    'collection { version }',
  );
const changeProducts = (collectionId: string, add: string, remove = '') => {
  const ids = (of: string) => of.split(' ').flatMap((letter) => products[letter] ?? []);
  return staffOf(shop()).done(
    'changeCollectionProducts',
    { collectionId, add: ids(add), remove: ids(remove) },
    'collection { version }',
  );
};

beforeAll(async () => {
  variants = await variantsBySku(shop());
  const { nodes } = await shop().ask('{ products(first: 100) { nodes { id slug } } }');
  for (const { id, slug } of nodes) products[slug.toUpperCase()] = id;
}, 60_000);

test('a collection shows its products in its own order, page by page', async () => {
  const id = await make('gifts', { description: 'For others' });
  await setProducts(id, 'D B E A C');
  expect(await see('gifts')).toMatchObject({ id, name: 'GIFTS', description: 'For others', position: 0, version: '2' });
  const pages: string[] = [];
  for (let after: string | null = null, more = true; more;) {
    const found: Json = await see('gifts', { first: 2, after });
    pages.push(slugs(found));
    ({ endCursor: after, hasNextPage: more } = found.products.pageInfo);
  }
  expect(pages).toEqual(['db', 'ea', 'c']);
  expect((await changeProducts(id, 'B A', 'E')).collection).toEqual({ version: '3' });
  expect(slugs(await see('gifts'))).toBe('dbac');
  expect((await changeProducts(id, 'B A', 'E')).collection).toEqual({ version: '3' });
  expect((await setProducts(id, 'A B')).collection).toEqual({ version: '4' });
  expect(slugs(await see('gifts'))).toBe('ab');
  const { rows } = await shop().postgres.database.pool.query(
    `select aggregate_version::int version, payload->'changed' changed from outbox where aggregate_id = $1 order by 1`,
    [id],
  );
  expect(rows).toEqual([
    { version: 1, changed: ['created'] },
    ...[2, 3, 4].map((version) => ({ version, changed: ['products'] })),
  ]);
});

test('what is not published is not there, but for those who manage it', async () => {
  const id = await make('secret', { publishedAt: null });
  await setProducts(id, 'A');
  expect(await see('secret')).toBeNull();
  expect(await see('secret', { all: true }, shop().staff)).toMatchObject({ id });
  await expect(see('secret', { all: true })).rejects.toThrow('MANAGE_CATALOG');
  const { done } = staffOf(shop());
  await done('unpublishProduct', { id: products['B'] });
  await setProducts(id, 'B A');
  await done('updateCollection', { id, publishedAt: '2026-01-01T00:00:00Z', locale: 'de', name: 'Geheim', position: 7 });
  expect(slugs(await see('secret'))).toBe('a');
  expect(slugs(await see('secret', { all: true }, shop().staff))).toBe('ba');
  await done('publishProduct', { id: products['B'] });
  expect(slugs(await see('secret'))).toBe('ba');
  expect((await see('secret', {}, { 'accept-language': 'de' })).name).toBe('SECRET');
  const list = '{ collections(first: 100) { nodes { slug position } } }';
  expect((await shop().ask(list)).nodes).toEqual([
    { slug: 'gifts', position: 0 },
    { slug: 'secret', position: 7 },
  ]);
});

test('a page of it costs one statement for the collection and one for its products, and products say theirs in one', async () => {
  const read = (first: number) => countStatements(shop().postgres.database, () => see('gifts', { first }));
  expect([await read(1), await read(2)]).toEqual([2, 2]);
  const page = '{ products(first: 100) { nodes { slug collections { slug } } } }';
  let nodes: Json[] = [];
  const asked = async () => {
    ({ nodes } = await shop().ask(page));
  };
  expect(await countStatements(shop().postgres.database, asked)).toBe(2);
  expect(nodes.map(({ slug, collections }) => `${slug}: ${collections.map((each: Json) => each.slug).join()}`).sort()).toEqual([
    'a: gifts,secret',
    'b: gifts,secret',
    'c: ',
    'd: ',
    'e: ',
  ]);
});

test('promotions ask for what is in it, shown or not, and see at once what comes and goes', async () => {
  const id = await make('summer', { publishedAt: null });
  await setProducts(id, 'A B');
  await staffOf(shop()).done('createPromotion', {
    name: 'Summer',
    conditions: [{ type: 'contains', items: { type: 'collection', ids: [id] } }],
    action: { type: 'percent_off_items', percent: '10', items: { type: 'none', items: [{ type: 'collection', ids: [id] }] } },
  });
  await shop().app.get(TermsService, { strict: false }).refresh();
  const cart = await aCartWith(shop(), { [String(variants['A'])]: '1', [String(variants['C'])]: '1' });
  const totals = ({ lines }: Json): string[] => lines.map((line: Json) => line.total.amount);
  expect(totals(cart)).toEqual(['10.00', '9.00']);
  await changeProducts(id, '', 'A');
  expect(totals(await shop().ask(cartById, { id: cart.id }))).toEqual(['10.00', '10.00']);
  await changeProducts(id, 'C');
  expect(totals(await shop().ask(cartById, { id: cart.id }))).toEqual(['9.00', '10.00']);
});

test('what cannot be is refused by name, and nothing is kept of it', async () => {
  const id = await make('kept');
  const kept = async () =>
    (
      await shop().postgres.database.pool.query(
        'select * from collection c left join collection_product p on p.collection_id = c.id order by 1, p.position',
      )
    ).rows;
  const before = await kept();
  const refusal = async (mutation: string, input: object): Promise<unknown[]> => {
    const name = mutation.charAt(0).toUpperCase() + mutation.slice(1);
    const query = `mutation ($input: ${name}Input!) { ${mutation}(input: $input) { userErrors { code message path facts { name value } } } }`;
    const { code, path } = onlyError(await shop().ask(query, { input }, shop().staff));
    return [code, path.slice(1).join('.')];
  };
  const nothing = `prod_${'0'.repeat(26)}`;
  expect(await refusal('createCollection', { slug: 'kept', name: 'Again' })).toEqual(['ALREADY_EXISTS', 'slug']);
  expect(await refusal('createCollection', { slug: 'No slug', name: 'Again' })).toEqual(['INVALID', 'slug']);
  expect(await refusal('createCollection', { slug: 'again', name: ' ' })).toEqual(['INVALID', 'name']);
  expect(await refusal('updateCollection', { id, position: 3, expectedVersion: '9' })).toEqual([
    'STALE_VERSION',
    'expectedVersion',
  ]);
  expect(await refusal('setCollectionProducts', { collectionId: id, productIds: [products['A'], nothing] })).toEqual([
    'NOT_FOUND',
    'productIds.1',
  ]);
  expect(await refusal('changeCollectionProducts', { collectionId: id, add: [nothing] })).toEqual(['NOT_FOUND', 'add.0']);
  expect(await refusal('changeCollectionProducts', { collectionId: `col_${'0'.repeat(26)}` })).toEqual([
    'NOT_FOUND',
    'collectionId',
  ]);
  expect(await kept()).toEqual(before);
});
