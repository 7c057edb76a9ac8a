import { usingShop } from '../support/shop.js';

const shop = usingShop();

const adjust = `mutation ($input: AdjustStockInput!) { adjustStock(input: $input) { stockLevel { onHand available } userErrors { code } } }`;
const book = `query ($variantId: ID!, $first: Int, $after: String) { stockMovements(variantId: $variantId, first: $first, after: $after) {
  nodes { difference reason reference actor } pageInfo { hasNextPage endCursor } } }`;

test('staff read the book of what came and went, page by page', async () => {
  const { ask, staff } = shop();
  const { id: variantId } = await ask('{ variant(sku: "PAN-28") { id } }');
  const [{ locationId }] = await ask(
    'query ($ids: [ID!]!) { stockLevels(variantIds: $ids) { locationId } }',
    { ids: [variantId] },
    staff,
  );
  const input = { variantId, locationId, difference: '-2', reason: 'DAMAGED', reference: 'fell down', idempotencyKey: 'pan' };
  expect(await ask(adjust, { input }, staff)).toEqual({ stockLevel: { onHand: '28', available: '28' }, userErrors: [] });

  const newest = await ask(book, { variantId, first: 1 }, staff);
  expect(newest.nodes).toEqual([
    { difference: '-2', reason: 'DAMAGED', reference: 'fell down', actor: expect.stringMatching(/^staff:key_/) },
  ]);
  expect(newest.pageInfo.hasNextPage).toBe(true);
  const older = await ask(book, { variantId, first: 1, after: newest.pageInfo.endCursor }, staff);
  expect(older.nodes).toMatchObject([{ difference: '30', reason: 'IMPORT', actor: 'system:seed' }]);
  expect(older.pageInfo.hasNextPage).toBe(false);
});

test('guests are not shown the book', async () => {
  const { errors } = await shop().gql(book, { variantId: 'var_x' });
  expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
});
