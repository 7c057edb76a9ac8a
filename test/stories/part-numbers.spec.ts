import { aCustomer, type TestCustomer } from '../support/accounts.js';
import type { Json } from '../support/api.js';
import { variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';
import { countStatements } from '../support/statements.js';
import { aUnit, type Headers, type TestUnit } from '../support/three-channels.js';

const names = ['BOLT', 'NUT', 'SCREW'];
const shop = usingShop(aShop({ things: Object.fromEntries(names.map((name) => [name, { price: '1.00', stock: 10 }])) }));

const variants: Record<string, string> = {};
let parent: TestUnit;
let ofChild: Headers;
let ada: TestCustomer;

const set = (ownerId: string, partNumbers: object[]) => staffOf(shop()).done('setPartNumbers', { ownerId, partNumbers }, 'count');

beforeAll(async () => {
  Object.assign(variants, await variantsBySku(shop()));
  const { done } = staffOf(shop());
  ada = await aCustomer(shop(), 'ada@example.test');
  parent = await aUnit(shop(), 'parent', ['BUYER']);
  const { organization } = await done('createOrganization', { code: 'child', parentId: parent.id }, 'organization { id }');
  const member = await aCustomer(shop(), 'child@example.test');
  await done('addOrganizationMember', { organizationId: organization.id, customerId: member.id, role: 'BUYER' });
  ofChild = { ...member.headers, 'x-organization': organization.id };
  await set(parent.id, [
    { number: 'P-1', variantId: variants['BOLT'] },
    { number: 'P-2', variantId: variants['NUT'] },
  ]);
  await set(organization.id, [
    { number: 'C-1', variantId: variants['BOLT'] },
    { number: 'P-2', variantId: variants['SCREW'] },
    { number: 'NUT', variantId: variants['SCREW'] },
  ]);
  await set(ada.id, [{ number: 'MINE', variantId: variants['NUT'] }]);
});

async function named(partNumber: string, headers: Headers): Promise<Json> {
  const found = await shop().ask('query ($n: String) { variant(partNumber: $n) { sku } }', { n: partNumber }, headers);
  return found?.sku ?? null;
}

async function meant(codes: string[], headers: Headers): Promise<Json> {
  const query = 'query ($codes: [String!]!) { variantsByCode(codes: $codes) { code variant { sku } } }';
  return (await shop().ask(query, { codes }, headers)).map(({ code, variant }: Json) => [code, variant?.sku ?? null]);
}

test('a number means what the nearest unit says, then those above it, and nothing to others', async () => {
  expect([await named('C-1', ofChild), await named('P-1', ofChild), await named('P-2', ofChild)]).toEqual([
    'BOLT',
    'BOLT',
    'SCREW',
  ]);
  expect([await named('C-1', parent.as('BUYER')), await named('P-2', parent.as('BUYER'))]).toEqual([null, 'NUT']);
  expect([await named('MINE', ada.headers), await named('MINE', {}), await named('P-1', ada.headers)]).toEqual([
    'NUT',
    null,
    null,
  ]);
  // only part numbers are asked for
  expect(await named('BOLT', ofChild)).toBeNull();
});

test('codes of a quick order are answered in their order: part number, then SKU, then barcode', async () => {
  const bolt = { sku: 'BOLT', gtin: '4006381333931' };
  const { id } = await shop().ask('{ product(slug: "bolt") { id } }');
  await staffOf(shop()).done('updateProduct', { id, variants: [bolt] });
  const codes = ['NUT', 'nothing', '04006381333931', ' P-1 ', 'SCREW', 'NUT'];
  const answers = ['SCREW', null, 'BOLT', 'BOLT', 'SCREW', 'SCREW'];
  expect(await meant(codes, ofChild)).toEqual(codes.map((code, index) => [code, answers[index]]));
  expect(await meant(['NUT', 'P-1'], {})).toEqual([
    ['NUT', 'NUT'],
    ['P-1', null],
  ]);
  const { errors } = await shop().gql('query ($codes: [String!]!) { variantsByCode(codes: $codes) { code } }', {
    codes: Array.from({ length: 101 }, (_, index) => `C${String(index)}`),
  });
  expect(errors).toMatchObject([{ message: 'there are more than 100 codes' }]);
});

test('a hundred codes are one statement, and a page with part numbers one more than without', async () => {
  const counted = (work: () => Promise<unknown>) => countStatements(shop().postgres.database, work);
  await meant(['BOLT'], ofChild);
  expect(
    await counted(() =>
      meant(
        Array.from({ length: 100 }, (_, index) => `C${String(index)}`),
        ofChild,
      ),
    ),
  ).toBe(1);
  const page = (more: string) => shop().ask(`{ products(first: 3) { nodes { variants { sku ${more} } } } }`, {}, ofChild);
  expect(await counted(() => page(''))).toBe(1);
  expect(await counted(() => page('customerPartNumber'))).toBe(2);
  const shown = (await page('customerPartNumber')).nodes.flatMap(({ variants: each }: Json) => each as Json[]);
  expect(shown.map(({ sku, customerPartNumber }: Json) => [sku, customerPartNumber])).toEqual([
    ['BOLT', 'C-1'],
    ['NUT', 'P-2'],
    ['SCREW', 'NUT'],
  ]);
});

test('the buyer finds by its own numbers, others do not', async () => {
  const query = '{ searchProducts(text: "P-1") { products { nodes { slug } } } }';
  expect((await shop().ask(query, {}, ofChild)).products.nodes).toEqual([{ slug: 'bolt' }]);
  expect((await shop().ask(query)).products.nodes).toEqual([]);
});

test('staff see, move and take away an owner’s numbers, page by page', async () => {
  const page = async (after: string | null = null): Promise<Json> =>
    shop().ask(
      'query ($id: ID!, $after: String) { partNumbers(ownerId: $id, first: 1, after: $after) { nodes { number variant { sku } } pageInfo { hasNextPage endCursor } } }',
      { id: ada.id, after },
      shop().staff,
    );
  const numbers = [
    { number: 'MINE', variantId: variants['BOLT'] },
    { number: 'MORE', variantId: variants['NUT'] },
  ];
  expect(await set(ada.id, numbers)).toMatchObject({ count: 2 });
  const first = await page();
  expect(first).toMatchObject({ nodes: [{ number: 'MINE', variant: { sku: 'BOLT' } }], pageInfo: { hasNextPage: true } });
  expect(await page(first.pageInfo.endCursor)).toMatchObject({
    nodes: [{ number: 'MORE', variant: { sku: 'NUT' } }],
    pageInfo: { hasNextPage: false },
  });
  await set(ada.id, [{ number: 'MINE' }]);
  expect((await page()).nodes).toEqual([{ number: 'MORE', variant: { sku: 'NUT' } }]);
});

test.each([
  ['an owner of another kind', (): Json => ({ ownerId: shop().postgres.url, partNumbers: [] }), 'ownerId', 'INVALID'],
  ['a blank number', (): Json => ({ ownerId: ada.id, partNumbers: [{ number: ' ' }] }), 'partNumbers.0.number', 'INVALID'],
  [
    'no such variant',
    (): Json => ({ ownerId: ada.id, partNumbers: [{ number: 'X', variantId: 'var_01J8ZZZZZZZZZZZZZZZZZZZZZZ' }] }),
    'partNumbers.0.variantId',
    'NOT_FOUND',
  ],
])('refuses %s', async (_case, input, path, code) => {
  const kept = () => shop().postgres.database.pool.query('select * from part_number order by owner_id, number');
  const before = (await kept()).rows;
  const answer = await shop().ask(
    'mutation ($input: SetPartNumbersInput!) { setPartNumbers(input: $input) { count userErrors { code path } } }',
    { input: input() },
    shop().staff,
  );
  expect(answer).toEqual({ count: null, userErrors: [{ code, path: ['input', ...path.split('.')] }] });
  expect((await kept()).rows).toEqual(before);
});
