import type { Json } from '../support/api.js';
import { startWholeShop, type WholeShop } from '../support/whole.js';
import { staffOf, within } from '../support/staff.js';
import { anotherTill, aSale, aStore, openTill, tillChanges, type TestTill } from '../support/tills.js';
import type { TestShop } from '../support/shop.js';

let whole: WholeShop;
let shop: TestShop;
let till: TestTill;
let mug: Json;

beforeAll(async () => {
  whole = await startWholeShop({});
  shop = {
    ...whole,
    ask: async (query, variables, headers) => {
      const { data, errors, text } = await whole.gql(query, variables, headers);
      if (errors) throw new Error(text);
      return Object.values(data as Record<string, Json>)[0];
    },
  };
  till = await anotherTill(shop, await aStore(shop));
  const { nodes } = await shop.ask('{ products(first: 1, category: "kitchen") { nodes { variants { id } } } }');
  mug = nodes[0].variants[0];
}, 60_000);
afterAll(() => whole.close());

const pull = (after: string | null, first = 100): Promise<Json> => shop.ask(tillChanges, { after, first }, till.headers);
const quiet = async (): Promise<boolean> => {
  const { rows } = await whole.postgres.database.pool.query<{ waiting: number }>(
    'select count(*)::int waiting from outbox where relayed_at is null',
  );
  return rows[0]?.waiting === 0;
};
const settle = async (): Promise<void> => expect(await within(5000, quiet)).toBe(true);

test('after a push a till pulls what it missed: read on from its cursor, again if it must', async () => {
  await settle();
  const { cursor, termsVersion } = (await shop.ask(openTill, { input: {} }, till.headers)).till;
  expect(await pull(cursor)).toMatchObject({ nodes: [], pageInfo: { hasNextPage: false, endCursor: cursor }, termsVersion });

  await till.recorded([aSale(1, [{ variantId: mug.id, units: 1, cents: 1290 }])]);
  await staffOf(shop).setPrice('eur', mug.id, '13.50');
  await settle();

  const missed = await pull(cursor);
  const kinds = missed.nodes.map(({ kind, variantId, variant }: Json) => [kind, variantId, variant?.price?.gross.amount]);
  expect(kinds).toEqual(
    expect.arrayContaining([
      ['STOCK', mug.id, '13.50'],
      ['PRICE', mug.id, '13.50'],
    ]),
  );
  expect(missed.pageInfo.hasNextPage).toBe(false);
  expect(Math.abs(Date.parse(missed.serverTime) - Date.now())).toBeLessThan(5000);
  // the same again, and one at a time
  expect((await pull(cursor)).nodes).toEqual(missed.nodes);
  const single: Json[] = [];
  for (let after: string = cursor, more = true; more;) {
    const { nodes, pageInfo } = await pull(after, 1);
    single.push(...nodes);
    after = pageInfo.endCursor;
    more = pageInfo.hasNextPage;
  }
  expect(single).toEqual(missed.nodes);
  expect((await pull(missed.pageInfo.endCursor)).nodes).toEqual([]);
});

test('another cursor than those that were given is refused', async () => {
  await expect(pull(btoa('["x"]'))).rejects.toThrow('INVALID');
  await expect(pull('nonsense')).rejects.toThrow('INVALID');
});

test('a till that was away longer than changes are known is told to begin anew, and can', async () => {
  await settle();
  const { pool } = whole.postgres.database;
  const away = (await shop.ask(openTill, { input: {} }, till.headers)).till.cursor;
  await staffOf(shop).setPrice('eur', mug.id, '14.00');
  await settle();
  const seen = (await pull(away)).pageInfo.endCursor;
  // as when they are forgotten
  await pool.query(
    `with gone as (delete from outbox where position is not null returning position)
     update pulled_horizon set position = (select max(position) from gone)`,
  );

  await expect(pull(away)).rejects.toThrow('GONE');
  // who had seen all that was forgotten has missed nothing, nor has who asks for whatever is known
  expect(await pull(seen)).toMatchObject({ nodes: [], pageInfo: { hasNextPage: false, endCursor: seen } });
  expect((await pull(null)).nodes).toEqual([]);
  const { cursor } = (await shop.ask(openTill, { input: {} }, till.headers)).till;
  expect(cursor).toBe(seen);
  await staffOf(shop).setPrice('eur', mug.id, '14.50');
  await settle();
  expect((await pull(cursor)).nodes).toMatchObject([{ kind: 'PRICE', variantId: mug.id }]);
  // a cursor of a database that was put back to an older state
  await expect(pull(btoa(encodeURIComponent('["999999"]')))).rejects.toThrow('GONE');
});
