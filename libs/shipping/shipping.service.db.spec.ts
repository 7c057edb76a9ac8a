import { Broadcast } from '#platform/broadcast';
import { aContext, refusal } from '../../test/support/context.js';
import { usingDatabase } from '../../test/support/database.js';
import type { ShippingMethodInput } from './shipping-method.js';
import { readShippingMethods } from './shipping.repository.js';
import { ShippingService } from './shipping.service.js';

const postgres = usingDatabase();
let shipping: ShippingService;
let broadcast: Broadcast;
const context = aContext();
const sql = async (text: string): Promise<unknown[]> => (await postgres.database.pool.query<object>(text)).rows;

beforeAll(async () => {
  broadcast = new Broadcast(postgres.database, null);
  shipping = new ShippingService(postgres.database, broadcast);
  await sql(`insert into tax_class (id, code, name) values ('txc_1', 'standard', 'Standard')`);
  await sql(`insert into legal_entity (id, code, name, country) values ('le_1', 'de', 'GmbH', 'DE')`);
  await sql(`insert into location (id, code, name, legal_entity_id) values ('loc_1', 'berlin', 'Berlin', 'le_1')`);
});

afterAll(async () => {
  await broadcast.close();
});

beforeEach(async () => {
  await sql('truncate shipping_method, revision');
});

const euros = [{ currency: 'EUR', amount: '4.90', entry: 'GROSS' as const }];
const parcel = (more: ShippingMethodInput = {}, code = 'parcel') =>
  shipping.create({ code, kind: 'FLAT_RATE' }, { name: { en: 'Parcel' }, rates: euros, ...more }, context);

it('gives the methods that are offered, in their order, as they are priced with', async () => {
  const later = await parcel({ position: 2, countries: ['NL', 'DE', 'NL'] });
  const pickup = { name: { en: 'Pick up' }, locationId: 'loc_1', position: 1 };
  const first = await shipping.create({ code: 'pickup', kind: 'PICKUP' }, pickup, context);
  await parcel({ active: false }, 'hidden');
  expect(await readShippingMethods(postgres.database)).toEqual([first, later]);
  expect(later).toMatchObject({ kind: 'FLAT_RATE', countries: ['DE', 'NL'], taxClassId: 'txc_1', channelId: null });
  expect(later.rates).toEqual(new Map([['EUR', { amount: 4_900_000n, entry: 'GROSS' }]]));
  expect(await sql('select version from revision')).toEqual([{ version: '3' }]);
});

it('is changed only at the version that was seen', async () => {
  const { id } = await parcel();
  expect((await shipping.update(id, { position: 1, expectedVersion: 1n }, context)).version).toBe(2n);
  const stale = shipping.update(id, { position: 2, expectedVersion: 1n }, context);
  expect(await refusal(stale)).toEqual({ code: 'STALE_VERSION', path: ['expectedVersion'] });
  expect(await shipping.all()).toMatchObject([{ position: 1, version: 2n }]);
});

it('changes what is given, and writes nothing when nothing changes', async () => {
  const made = await parcel();
  const dearer = await shipping.update(made.id, { rates: [{ currency: 'EUR', amount: '5.9', entry: 'GROSS' }] }, context);
  expect(dearer).toEqual({ ...made, version: 2n, rates: new Map([['EUR', { amount: 5_900_000n, entry: 'GROSS' }]]) });
  await shipping.update(made.id, { position: 0 }, context);
  expect(await sql('select version from revision')).toEqual([{ version: '2' }]);
});

it('refuses what is wrong with its field, and keeps nothing of it', async () => {
  await parcel();
  const bad = (more: ShippingMethodInput, code = 'new') => refusal(parcel(more, code));
  expect(await bad({}, 'parcel')).toEqual({ code: 'ALREADY_EXISTS', path: ['code'] });
  expect(await bad({ rates: [] })).toEqual({ code: 'INVALID', path: ['rates'] });
  expect(await bad({ rates: [...euros, ...euros] })).toEqual({ code: 'INVALID', path: ['rates', 1, 'currency'] });
  expect(await bad({ rates: [{ currency: 'EUR', amount: '-1', entry: 'NET' }] })).toEqual({
    code: 'INVALID',
    path: ['rates', 0, 'amount'],
  });
  expect(await bad({ countries: ['Germany'] })).toEqual({ code: 'INVALID', path: ['countries', 0] });
  expect(await bad({ taxClassCode: 'x' })).toEqual({ code: 'NOT_FOUND', path: ['taxClassCode'] });
  expect(await bad({ channelId: 'chan_x' })).toEqual({ code: 'NOT_FOUND', path: ['channelId'] });
  expect(await bad({ locationId: 'loc_x' })).toEqual({ code: 'NOT_FOUND', path: ['locationId'] });
  expect(await sql('select count(*)::int n, (select version from revision) revision from shipping_method')).toEqual([
    { n: 1, revision: '1' },
  ]);
});
