import { Broadcast } from '#platform/broadcast';
import { aContext, refusal } from '../../test/support/context.js';
import { usingDatabase } from '../../test/support/database.js';
import { TaxService } from './tax.service.js';

const postgres = usingDatabase();
let tax: TaxService;
let broadcast: Broadcast;
const context = aContext();
const sql = async (text: string): Promise<unknown[]> => (await postgres.database.pool.query<object>(text)).rows;

beforeAll(() => {
  broadcast = new Broadcast(postgres.database, null);
  tax = new TaxService(postgres.database, broadcast);
});

afterAll(async () => {
  await broadcast.close();
});

beforeEach(async () => {
  await sql('truncate tax_class, tax_zone, revision cascade');
  await tax.createClass({ code: 'standard', name: 'Standard' }, context);
  await tax.createZone({ code: 'nl', name: 'Netherlands', countries: ['NL'] }, context);
});

const aRate = { classCode: 'standard', zoneCode: 'nl', name: 'VAT', percent: '21' };

it('reads the rules as they are priced with', async () => {
  const rate = await tax.createRate({ ...aRate, percent: '8.875', validTo: new Date('2027-01-01T00:00:00Z') }, context);
  const { classes, zones, rates } = await tax.read();
  expect(classes.map(({ code }) => code)).toEqual(['standard']);
  expect(zones.map(({ code, countries }) => [code, countries])).toEqual([['nl', ['NL']]]);
  expect(rates).toEqual([rate]);
  expect(rate).toMatchObject({
    classId: classes[0]?.id,
    zoneId: zones[0]?.id,
    percent: 8_875_000n,
    validFrom: null,
    validTo: 1798761600000,
  });
  expect(await sql(`select version from revision where topic = 'rules'`)).toEqual([{ version: '3' }]);
});

it('lets one rate follow another, but not beside it', async () => {
  const newYear = new Date('2027-01-01T00:00:00Z');
  const old = await tax.createRate(aRate, context);
  expect(await refusal(tax.createRate({ ...aRate, percent: '22', validFrom: newYear }, context))).toEqual({
    code: 'ALREADY_EXISTS',
    path: ['validFrom'],
  });
  await tax.endRate({ id: old.id, validTo: newYear }, context);
  await tax.createRate({ ...aRate, percent: '22', validFrom: newYear }, context);
  // another name makes no other tax of it
  expect(await refusal(tax.createRate({ ...aRate, name: 'City tax', percent: '1' }, context))).toEqual({
    code: 'ALREADY_EXISTS',
    path: ['validFrom'],
  });
  expect((await tax.read()).rates.map(({ percent }) => percent)).toEqual([21_000_000n, 22_000_000n]);
});

it('keeps several taxes on the same goods, of each one rate at a time', async () => {
  const gst = await tax.createRate({ ...aRate, name: 'GST 5 %', percent: '5', tax: 'gst' }, context);
  const qst = await tax.createRate({ ...aRate, name: 'QST', percent: '9.975', tax: 'qst', compound: true }, context);
  expect([gst, qst]).toMatchObject([
    { tax: 'gst', compound: false },
    { tax: 'qst', compound: true },
  ]);
  const again = { ...aRate, percent: '6', tax: 'gst', validFrom: new Date(0) };
  expect(await refusal(tax.createRate(again, context))).toEqual({ code: 'ALREADY_EXISTS', path: ['validFrom'] });
  const insert = `insert into tax_rate (id, class_id, zone_id, name, percent, tax)
    select 'txr_x', class_id, zone_id, name, percent, tax from tax_rate where tax = 'gst'`;
  await expect(sql(insert)).rejects.toMatchObject({ constraint: 'tax_rate_no_overlap' });
  expect((await tax.read()).rates).toEqual([gst, qst]);
});

it('has no rate above all of the net, in the service and in the table', async () => {
  expect(await refusal(tax.createRate({ ...aRate, percent: '100.000001' }, context))).toEqual({
    code: 'INVALID',
    path: ['percent'],
  });
  expect(await refusal(tax.createRate({ ...aRate, tax: 'a b' }, context))).toEqual({ code: 'INVALID', path: ['tax'] });
  const all = await tax.createRate({ ...aRate, percent: '100' }, context);
  await expect(sql('update tax_rate set percent = 101')).rejects.toMatchObject({ constraint: 'tax_rate_at_most_all' });
  expect((await tax.read()).rates).toEqual([all]);
});

it('changes a zone or a rate only at the version that was seen', async () => {
  const [zone] = (await tax.read()).zones;
  const rate = await tax.createRate(aRate, context);
  const id = zone?.id ?? '';
  expect((await tax.updateZone({ id, name: 'NL', expectedVersion: 1n }, context)).version).toBe(2n);
  expect((await tax.endRate({ id: rate.id, validTo: new Date(0), expectedVersion: 1n }, context)).version).toBe(2n);
  const before = await tax.read();
  const stale = { code: 'STALE_VERSION', path: ['expectedVersion'] };
  expect(await refusal(tax.updateZone({ id, name: 'Holland', expectedVersion: 1n }, context))).toEqual(stale);
  expect(await refusal(tax.endRate({ id: rate.id, validTo: null, expectedVersion: 1n }, context))).toEqual(stale);
  expect(await tax.read()).toEqual(before);
});

it('refuses what is wrong with its field, and keeps nothing of it', async () => {
  const before = await sql('select (select count(*) from tax_rate) rates, (select sum(version) from revision) version');
  expect(await refusal(tax.createClass({ code: 'standard', name: 'x' }, context))).toEqual({
    code: 'ALREADY_EXISTS',
    path: ['code'],
  });
  expect(await refusal(tax.createZone({ code: 'nl', name: 'x', countries: [] }, context))).toEqual({
    code: 'ALREADY_EXISTS',
    path: ['code'],
  });
  expect(await refusal(tax.createZone({ code: 'eu', name: 'x', countries: ['DE', 'NL'] }, context))).toEqual({
    code: 'ALREADY_EXISTS',
    path: ['countries', 1],
  });
  expect(await refusal(tax.createZone({ code: 'eu', name: 'x', countries: ['de'] }, context))).toEqual({
    code: 'INVALID',
    path: ['countries', 0],
  });
  expect(await refusal(tax.createRate({ ...aRate, percent: '-1' }, context))).toEqual({ code: 'INVALID', path: ['percent'] });
  expect(await refusal(tax.createRate({ ...aRate, percent: '1.2345678' }, context))).toEqual({
    code: 'INVALID',
    path: ['percent'],
  });
  expect(await refusal(tax.createRate({ ...aRate, classCode: 'x' }, context))).toEqual({
    code: 'NOT_FOUND',
    path: ['classCode'],
  });
  expect(await refusal(tax.createRate({ ...aRate, zoneCode: 'x' }, context))).toEqual({ code: 'NOT_FOUND', path: ['zoneCode'] });
  expect(await refusal(tax.endRate({ id: 'txr_x', validTo: null }, context))).toEqual({ code: 'NOT_FOUND', path: ['id'] });
  expect(await sql('select (select count(*) from tax_rate) rates, (select sum(version) from revision) version')).toEqual(before);
});

it('does once what comes twice with one key', async () => {
  const made = await tax.createRate(aRate, context, 'k');
  expect(await tax.createRate(aRate, context, 'k')).toEqual(made);
  expect((await tax.read()).rates).toHaveLength(1);
});
