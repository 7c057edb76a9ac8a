import { revisionOf, rulesTopic } from '#platform/broadcast';
import { newId } from '#platform/ids';
import { aContext, refusal } from '../../test/support/context.js';
import { usingDatabase } from '../../test/support/database.js';
import { countStatements } from '../../test/support/statements.js';
import { LocationService } from './location.service.js';

const postgres = usingDatabase();
const context = aContext();
const legalEntityId = newId('legalEntity');
let locations: LocationService;

const sql = async (text: string, values: readonly unknown[] = []): Promise<unknown[]> =>
  (await postgres.database.pool.query<object>(text, [...values])).rows;

beforeAll(async () => {
  locations = new LocationService(postgres.database);
  await sql(`insert into legal_entity (id, code, name, country) values ($1, 'de', 'Cartwright GmbH', 'DE')`, [legalEntityId]);
});

const berlin = {
  code: 'berlin',
  name: 'Berlin Mitte',
  kind: 'STORE' as const,
  address: { country: 'DE', region: null, postcode: '10115', city: 'Berlin', street: 'Torstr. 1' },
  point: { latitude: '52.53', longitude: '13.4' },
  timeZone: 'Europe/Berlin',
  externalCode: 'B-1',
};

test('a location says where it is; it is created once per key and code, and listed by code', async () => {
  const input = { ...berlin, legalEntityId, idempotencyKey: 'loc-1' };
  const first = await locations.createLocation(context, input);
  expect(first).toEqual({
    ...berlin,
    id: first.id,
    legalEntityId,
    point: { latitude: '52.530000', longitude: '13.400000' },
    active: true,
    version: '1',
  });
  expect(await locations.createLocation(context, input)).toEqual(first);
  const bare = await locations.createLocation(context, { code: 'amsterdam', name: 'Amsterdam', legalEntityId });
  expect(bare).toMatchObject({
    kind: 'STORE',
    address: { country: null, region: null, postcode: null, city: null, street: null },
    point: null,
    timeZone: null,
    externalCode: null,
  });
  const page = await locations.locations({ first: 1 });
  expect(page.nodes).toEqual([bare]);
  const next = await locations.locations({ first: 1, after: page.pageInfo.endCursor });
  expect([next.nodes, next.pageInfo.hasNextPage]).toEqual([[first], false]);
});

test.each<[string, object, object]>([
  ['its code is taken', { code: 'berlin' }, { code: 'ALREADY_EXISTS', path: ['code'] }],
  ['its external code is taken', { externalCode: 'B-1' }, { code: 'ALREADY_EXISTS', path: ['externalCode'] }],
  ['its legal entity does not exist', { legalEntityId: newId('legalEntity') }, { code: 'NOT_FOUND', path: ['legalEntityId'] }],
  ['its code is none', { code: 'No Code' }, { code: 'INVALID', path: ['code'] }],
  ['it has no name', { name: ' ' }, { code: 'INVALID', path: ['name'] }],
  ['its country is none', { address: { country: 'Germany' } }, { code: 'INVALID', path: ['address', 'country'] }],
  ['it lies beyond the pole', { point: { latitude: '90.1', longitude: '0' } }, { code: 'INVALID', path: ['point', 'latitude'] }],
  ['its time zone is none', { timeZone: 'Berlin' }, { code: 'INVALID', path: ['timeZone'] }],
])('a location is refused when %s, and nothing is kept', async (_why, wrong, expected) => {
  const before = await sql('select * from location order by id');
  const input = { code: 'x', name: 'X', legalEntityId, idempotencyKey: JSON.stringify(wrong), ...wrong };
  expect(await refusal(locations.createLocation(context, input))).toEqual(expected);
  expect(await sql('select * from location order by id')).toEqual(before);
  expect(await sql('select from idempotency_key where key = $1', [input.idempotencyKey])).toEqual([]);
});

test('a change leaves the rest as it is, counts the version up and is refused when somebody else was faster', async () => {
  const { id } = await locations.createLocation(context, { ...berlin, code: 'change', externalCode: 'C-1', legalEntityId });
  const update = (fields: object) => locations.updateLocation(context, { id, ...fields });
  const moved = await update({ expectedVersion: '1', address: { street: 'Torstr. 2' }, kind: 'KIOSK' });
  expect(moved).toMatchObject({
    name: 'Berlin Mitte',
    kind: 'KIOSK',
    address: { ...berlin.address, street: 'Torstr. 2' },
    externalCode: 'C-1',
    version: '2',
  });
  expect(await refusal(update({ expectedVersion: '1', name: 'Late' }))).toEqual({
    code: 'STALE_VERSION',
    path: ['expectedVersion'],
  });
  expect(await update({ name: 'Berlin Mitte' })).toEqual(moved);
  expect(await update({ point: null, timeZone: null, address: null })).toMatchObject({
    point: null,
    timeZone: null,
    address: { country: null, street: null },
    version: '3',
  });
  expect(await refusal(update({ externalCode: 'B-1' }))).toEqual({ code: 'ALREADY_EXISTS', path: ['externalCode'] });
  expect(await refusal(locations.updateLocation(context, { id: newId('location'), name: 'X' }))).toEqual({
    code: 'NOT_FOUND',
    path: ['id'],
  });
});

test('where clocks are read counts as a change of the rules, and nothing else of a location does', async () => {
  const rules = () => revisionOf(postgres.database, rulesTopic);
  const before = await rules();
  const clock = { code: 'clock', name: 'Clock', legalEntityId };
  const { id } = await locations.createLocation(context, clock);
  await locations.updateLocation(context, { id, name: 'Clocks' });
  const save = async (timeZone: string) => {
    const { writes } = await locations.savingLocations([{ ...clock, name: 'Clocks', timeZone }]);
    await postgres.database.commit(writes);
  };
  expect(await rules()).toBe(before);
  await locations.updateLocation(context, { id, timeZone: 'Europe/Berlin' });
  expect(await rules()).toBe(before + 1n);
  await save('Europe/Paris');
  await save('Europe/Paris');
  expect(await rules()).toBe(before + 2n);
  await locations.createLocation(context, { ...clock, code: 'clock-2', timeZone: 'Europe/Rome' });
  expect(await rules()).toBe(before + 3n);
});

test('a location that a channel sells from cannot be closed', async () => {
  const { id } = await locations.createLocation(context, { code: 'sells', name: 'Sells', legalEntityId });
  const channel = newId('channel');
  await sql(
    `insert into channel (id, code, name, kind, legal_entity_id, currencies, locales, country, location_ids, payment_providers)
     values ($1, 'web', 'Web', 'WEB', $2, '{EUR}', '{en}', 'DE', array[$3], '{}')`,
    [channel, legalEntityId, id],
  );
  const close = () => locations.updateLocation(context, { id, active: false });
  expect(await refusal(close())).toEqual({ code: 'WRONG_STATE', path: ['active'] });
  await sql(`update channel set location_ids = '{}' where id = $1`, [channel]);
  expect(await close()).toMatchObject({ active: false, version: '2' });
  const open = await locations.locations({ first: 100, active: true });
  expect(open.nodes.map(({ code }) => code)).not.toContain('sells');
});

test('many are decided with one read and written with at most two statements', async () => {
  const many = Array.from({ length: 50 }, (_, n) => ({
    code: `many-${n}`,
    name: `Many ${n}`,
    legalEntityId,
    externalCode: `M-${n}`,
  }));
  const first = await locations.savingLocations(many);
  expect(first.saved.filter((each) => each?.change === 'CREATED')).toHaveLength(50);
  await postgres.database.commit(first.writes);
  const again = many.map((each, n) => ({ ...each, ...(n === 7 && { name: 'Seven' }), ...(n === 9 && { externalCode: 'M-8' }) }));
  let second = first;
  const sent = await countStatements(postgres.database, async () => {
    second = await locations.savingLocations(again);
    await postgres.database.commit(second.writes);
  });
  expect(sent).toBe(2);
  expect(second.saved.map((each) => each?.change ?? 'REFUSED')).toEqual(
    many.map((_, n) => (n === 7 ? 'UPDATED' : n === 9 ? 'REFUSED' : 'UNCHANGED')),
  );
  expect(second.refusals).toMatchObject([{ index: 9, error: { code: 'ALREADY_EXISTS', path: ['externalCode'] } }]);
  expect(await sql(`select name, version::int from location where code = 'many-7'`)).toEqual([{ name: 'Seven', version: 2 }]);
});
