import { claiming } from '#inventory';
import { oneUnit } from '#kernel';
import { newId } from '#platform/ids';
import { aContext } from '../support/context.js';
import { aShop } from '../support/plan.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';
import { countStatements } from '../support/statements.js';
import type { Json } from '../support/api.js';

const skus = Array.from({ length: 100 }, (_, n) => `T${String(n).padStart(2, '0')}`);
const things = Object.fromEntries(skus.map((sku) => [sku, { price: '1', stock: 10 }]));
const shop = usingShop(aShop({ things }));

const availability = `query ($variantIds: [ID!]!, $locationIds: [ID!]) { availability(variantIds: $variantIds, locationIds: $locationIds) {
  variantId inStock available locations { location { code kind address { city postcode } point { latitude longitude } } inStock available } } }`;

let variantIds: string[];
let channelId: string;
let main: string;

const ask = (variables: object) => shop().ask(availability, variables);
const staff = () => staffOf(shop());
const sql = async (text: string): Promise<Json[]> => (await shop().postgres.database.pool.query<Json>(text)).rows;

beforeAll(async () => {
  variantIds = (await sql('select id from variant order by sku')).map(({ id }) => String(id));
  [{ id: channelId }] = (await sql('select id from channel')) as [Json];
  [{ id: main }] = (await sql('select id from location')) as [Json];
});

const setSafety = (safetyStock: string) => staff().done('updateChannel', { id: channelId, safetyStock });

async function open(code: string, more: object = {}): Promise<string> {
  const [{ id: legalEntityId }] = (await sql('select id from legal_entity')) as [Json];
  const made = await staff().done('createLocation', { code, name: code, legalEntityId, ...more }, 'location { id }');
  return String(made.location.id);
}

test('10 on hand − 1 unavailable − 2 safety − 3 allocated − 2 reserved is 2', async () => {
  const [variantId = ''] = variantIds;
  const levels = [{ variantId, locationId: main, onHand: '10', unavailable: '1' }];
  await staff().done('setStockLevels', { levels, idempotencyKey: 'ten' });
  await setSafety('2');
  const demand = (units: bigint) => [{ counterId: `stock:${variantId}:${main}`, quantity: units * oneUnit }];
  const { database } = shop().postgres;
  await database.commit([claiming(newId('order'), demand(3n), null, aContext())]);
  await database.commit([claiming(newId('order'), demand(2n), new Date('2999-01-01'), aContext())]);
  expect(await ask({ variantIds: [variantId] })).toMatchObject([
    { inStock: true, available: '2', locations: [{ available: '2' }] },
  ]);
  const level = 'query ($ids: [ID!]!) { stockLevels(variantIds: $ids) { onHand unavailable posted pending available excess } }';
  expect(await shop().ask(level, { ids: [variantId] }, shop().staff)).toEqual([
    { onHand: '10', unavailable: '1', posted: '3', pending: '2', available: '4', excess: '0' },
  ]);
  await setSafety('5');
  expect(await ask({ variantIds: [variantId] })).toMatchObject([{ inStock: false, available: '0' }]);
  await setSafety('0');
});

test('each location of the channel says what it can give and where it is; a line has what the best one can', async () => {
  const [, variantId = '', other = ''] = variantIds;
  const store = await open('store-1', {
    kind: 'STORE',
    address: { city: 'Köln', postcode: '50667' },
    point: { latitude: '50.94', longitude: '6.96' },
  });
  const elsewhere = await open('elsewhere');
  await staff().done('updateChannel', { id: channelId, locationIds: [store, main] });
  await staff().done('setStockLevels', {
    levels: [
      { variantId, locationId: store, onHand: '25' },
      { variantId, locationId: elsewhere, onHand: '99' },
    ],
    idempotencyKey: 'stores',
  });
  const point = { latitude: '50.940000', longitude: '6.960000' };
  const cologne = { code: 'store-1', kind: 'STORE', address: { city: 'Köln', postcode: '50667' }, point };
  expect(await ask({ variantIds: [other, variantId, other] })).toMatchObject([
    {
      variantId: other,
      available: '10',
      locations: [
        { location: cologne, inStock: false, available: '0' },
        { location: { code: 'main' }, available: '10' },
      ],
    },
    { variantId, available: '25', locations: [{ location: cologne, inStock: true, available: '25' }, { available: '10' }] },
  ]);
  expect(await ask({ variantIds: [variantId], locationIds: [elsewhere, main] })).toMatchObject([
    { available: '10', locations: [{ location: { code: 'main' } }] },
  ]);
  await staff().done('updateChannel', { id: channelId, locationIds: [main] });
});

test('what is sold without looking at stock, hidden or unknown', async () => {
  const [, , , untracked = '', gone = ''] = variantIds;
  await sql(`update variant set tracked = false where id = '${untracked}'`);
  await sql(`update product set published_at = null where id = (select product_id from variant where id = '${gone}')`);
  expect(await ask({ variantIds: [untracked, gone, newId('variant'), 'x'] })).toMatchObject([
    { variantId: untracked, inStock: true, available: null, locations: [{ inStock: true, available: null }] },
  ]);
  await sql('update product set published_at = now() where published_at is null');
});

test('100 variants at 50 locations take one statement; more of either is refused', async () => {
  const places = [main];
  for (let n = 0; n < 50; n++) places.push(await open(`p-${String(n).padStart(2, '0')}`));
  const channel = (locationIds: readonly string[]) => staff().done('updateChannel', { id: channelId, locationIds });
  await channel(places.slice(0, 50));
  let found: Json = [];
  const sent = await countStatements(shop().postgres.database, async () => (found = await ask({ variantIds })));
  expect([sent, found.length, found[7].locations.length]).toEqual([1, 100, 50]);
  const refused = async (variables: object) => (await shop().gql(availability, variables)).errors?.[0].message as string;
  expect(await refused({ variantIds: [...variantIds, newId('variant')] })).toBe('at most 100 variants');
  await channel(places);
  expect(await refused({ variantIds })).toBe("name at most 50 of the channel's locations");
  expect(await ask({ variantIds: variantIds.slice(0, 1), locationIds: places.slice(0, 2) })).toHaveLength(1);
  await channel([main]);
});
