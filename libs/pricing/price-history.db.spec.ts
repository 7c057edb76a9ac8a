import { parseDecimal, priceScale, type Id } from '#kernel';
import { Broadcast } from '#platform/broadcast';
import { newId } from '#platform/ids';
import { aContext, refusal } from '../../test/support/context.js';
import { usingDatabase } from '../../test/support/database.js';
import { countStatements } from '../../test/support/statements.js';
import { lowestPrices, pricesAsOf } from './price-history.repository.js';
import { PriceListService } from './price-list.service.js';
import { PricingService } from './pricing.service.js';

const postgres = usingDatabase();
const context = aContext();
let pricing: PricingService;
let lists: PriceListService;
let broadcast: Broadcast;
let listId: Id<'priceList'>;
let variants: Id<'variant'>[];
const sql = async (text: string): Promise<unknown[]> => (await postgres.database.pool.query<object>(text)).rows;
const day = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * day);

beforeAll(async () => {
  broadcast = new Broadcast(postgres.database, null);
  pricing = new PricingService(postgres.database);
  lists = new PriceListService(postgres.database, broadcast);
  await sql(`insert into tax_class (id, code, name) values ('txc_1', 'standard', 'Standard')`);
  await sql(`insert into product (id, slug, name, tax_class_id) values ('prod_1', 'p', '{"en":"P"}', 'txc_1')`);
  listId = (await lists.create({ code: 'eur', currency: 'EUR' }, {}, context)).id;
});

afterAll(async () => {
  await broadcast.close();
});

beforeEach(async () => {
  await sql('truncate price, price_history, price_aggregate, variant, outbox cascade');
  variants = Array.from({ length: 3 }, () => newId('variant'));
  await postgres.database.pool.query(
    `insert into variant (id, product_id, position, options) select id, 'prod_1', n, to_jsonb(id) from unnest($1::text[]) with ordinality as v(id, n)`,
    [variants],
  );
});

async function set(amount: string | null, more: { validFrom?: Date; validTo?: Date; variant?: number } = {}) {
  const tiers = amount === null ? [] : [{ minQuantity: 0n, amount: parseDecimal(amount, priceScale), compareAt: null }];
  const { variant = 0, ...dates } = more;
  return pricing.savePrices([{ list: 'eur', variantId: variants[variant] ?? '', tiers, ...dates }], context);
}

/** Lets so many days go by since everything that is stored. */
async function pass(days: number): Promise<void> {
  const ago = (columns: string[]) => columns.map((column) => `${column} = ${column} - interval '${days} days'`).join(', ');
  // both ends of a range at once, and rows one after the other would not collide: each keeps its place
  await sql(`alter table price drop constraint price_no_overlap`);
  await sql(`update price set ${ago(['valid_from', 'valid_to', 'recorded_from'])}`);
  await sql(`alter table price add constraint price_no_overlap exclude using gist
    (variant_id with =, list_id with =, min_quantity with =, dated with &&) where (dated is not null)`);
  await sql(`update price_history set ${ago(['valid_from', 'valid_to', 'recorded_from', 'recorded_to'])}`);
  await sql(`update price_list_version set ${ago(['recorded_from'])}`);
}

const priceOf = async (at: Date, knownAt: Date) =>
  (await pricesAsOf(postgres.database, variants[0] ?? '', at, knownAt)).prices.map(({ amount }) => Number(amount) / 1_000_000);
const now = async () => (await pricing.pricesOf('eur', variants)).map(({ amount }) => Number(amount) / 1_000_000);

describe('prices that are planned', () => {
  it('hold by themselves from their instant on, and let the former ones come back', async () => {
    await set('10');
    await set('8', { validFrom: inDays(2), validTo: inDays(4) });
    expect(await now()).toEqual([10]);
    expect((await pricing.plannedPricesOf('eur', variants)).map(({ amount }) => Number(amount) / 1_000_000)).toEqual([10, 8, 10]);
    await pass(3);
    expect(await now()).toEqual([8]);
    await pass(3);
    expect(await now()).toEqual([10]);
    // whoever writes next takes what has ended out of the way
    await set('11');
    expect(await sql('select amount::float from price')).toEqual([{ amount: 11 }]);
  });

  it('are told with their time, and refused in the past', async () => {
    const validFrom = inDays(1);
    await set('10', { validFrom });
    const [told] = (await sql('select payload from outbox')) as { payload: object }[];
    expect(told?.payload).toMatchObject({ validFrom: validFrom.toISOString() });
    expect(await refusal(set('9', { validFrom: inDays(-1) }))).toEqual({ code: 'INVALID', path: [0, 'validFrom'] });
    expect(await refusal(set('9', { validTo: inDays(-1) }))).toEqual({ code: 'INVALID', path: [0, 'validTo'] });
    expect(await pricing.plannedPricesOf('eur', variants)).toHaveLength(1);
  });

  it('cannot overlap, whoever writes them', async () => {
    await set('10', { validFrom: inDays(1), validTo: inDays(3) });
    const again = `insert into price (id, list_id, variant_id, min_quantity, amount, valid_from, valid_to, recorded_from)
      select 'prc_again', list_id, variant_id, min_quantity, 1, valid_from + interval '1 day', valid_to + interval '1 day', recorded_from from price`;
    await expect(sql(again)).rejects.toThrow(/price_no_overlap/);
    await set('10', { variant: 1 });
    const forGood = `insert into price (id, list_id, variant_id, min_quantity, amount) select 'prc_again', list_id, variant_id, min_quantity, 1
      from price where valid_to is null`;
    await expect(sql(forGood)).rejects.toThrow(/price_variant_id_list_id_min_quantity_valid_to_key/);
  });

  it('take as many statements as others', async () => {
    const batch = (amount: bigint, dates = {}) =>
      variants.map((variantId) => ({ list: 'eur', variantId, tiers: [{ minQuantity: 0n, amount, compareAt: null }], ...dates }));
    const count = (amount: bigint, dates = {}) =>
      countStatements(postgres.database, () => pricing.savePrices(batch(amount, dates), context));
    expect([await count(1n), await count(2n), await count(3n, { validFrom: inDays(1) })]).toEqual([7, 7, 7]);
    expect(await sql('select count(*)::int from price_history')).toEqual([{ count: 6 }]);
  });
});

describe('what was known', () => {
  it('of an instant is what was believed then, and what was charged stays', async () => {
    await set('10');
    await pass(10);
    await set('12');
    await pass(10);
    // 20 days ago 10, 10 days ago 12
    expect(await priceOf(inDays(-15), inDays(0))).toEqual([10]);
    expect(await priceOf(inDays(-15), inDays(-15))).toEqual([10]);
    expect(await priceOf(inDays(-5), inDays(0))).toEqual([12]);
    // before the change nobody knew of it
    expect(await priceOf(inDays(-5), inDays(-15))).toEqual([10]);
    expect(await priceOf(inDays(-30), inDays(0))).toEqual([]);
    expect(await priceOf(inDays(-15), inDays(-30))).toEqual([]);
  });

  it('of a change that was planned and called off is still there', async () => {
    await set('10');
    await pass(1);
    await set('8', { validFrom: inDays(5), validTo: inDays(8) });
    await pass(2);
    await set('10', { validFrom: inDays(3), validTo: inDays(6) });
    expect(await priceOf(inDays(4), inDays(-1))).toEqual([8]);
    expect(await priceOf(inDays(4), new Date())).toEqual([10]);
    expect(await priceOf(inDays(4), inDays(-2.5))).toEqual([10]);
  });

  it('of a price that was taken away is that it was charged', async () => {
    await set('10');
    await pass(2);
    await set(null);
    expect(await now()).toEqual([]);
    expect(await priceOf(inDays(-1), new Date())).toEqual([10]);
    expect(await priceOf(inDays(1), new Date())).toEqual([]);
    expect(await priceOf(inDays(1), inDays(-1))).toEqual([10]);
  });

  it('of a list is what it said', async () => {
    await set('10');
    await pass(5);
    const { id, priority } = await lists.update(listId, { priority: 7 }, context);
    const said = async (knownAt: Date) =>
      (await pricesAsOf(postgres.database, variants[0] ?? '', inDays(-1), knownAt)).lists.map((list) => [list.id, list.priority]);
    expect(await said(inDays(-2))).toEqual([[id, 0]]);
    expect(await said(inDays(1))).toEqual([[id, priority]]);
    await lists.update(listId, { priority: 0 }, context);
  });
});

describe('the lowest price of 30 days', () => {
  const lowest = async () =>
    Number((await lowestPrices(postgres.database, variants, listId)).get(variants[0] ?? '') ?? 0n) / 1_000_000;

  it('is that before the present one, if it began in them', async () => {
    await set('100');
    expect(await lowest()).toBe(100);
    await pass(60);
    expect(await lowest()).toBe(100);
    await set('90');
    expect(await lowest()).toBe(100);
    await pass(10);
    await set('80');
    expect(await lowest()).toBe(90);
    await pass(31);
    expect(await lowest()).toBe(80);
  });

  it('counts what was charged, not what was only planned', async () => {
    await set('100');
    await pass(20);
    await set('50', { validFrom: inDays(5), validTo: inDays(6) });
    await pass(1);
    await set('100', { validFrom: inDays(4), validTo: inDays(5) });
    await pass(1);
    await set('90');
    expect(await lowest()).toBe(100);
  });

  it('is read for all variants at once', async () => {
    await set('10');
    await set('20', { variant: 1 });
    const found = await lowestPrices(postgres.database, variants, listId);
    expect([...found.values()].sort()).toEqual([10_000_000n, 20_000_000n]);
    expect(await countStatements(postgres.database, () => lowestPrices(postgres.database, variants, listId))).toBe(1);
  });
});

describe('a list that holds by the clocks of a zone', () => {
  it('keeps the local times beside the instants', async () => {
    const window = { timeZone: 'Europe/Amsterdam', from: '2027-03-28', to: '2027-03-29' };
    const list = await lists.create({ code: 'day', currency: 'EUR' }, { window }, context);
    // 23 hours: the clocks are put forward
    expect([list.validFrom, list.validTo]).toEqual([Date.UTC(2027, 2, 27, 23), Date.UTC(2027, 2, 28, 22)]);
    expect(list.window).toEqual(window);
    // what follows from the local times counts, though something else was stored
    await sql(`update price_list set valid_from = '2027-03-01' where code = 'day'`);
    expect((await lists.all()).find(({ id }) => id === list.id)?.validFrom).toBe(Date.UTC(2027, 2, 27, 23));
    const fixed = await lists.update(list.id, { validTo: null }, context);
    expect([fixed.window, fixed.validFrom, fixed.validTo]).toEqual([null, Date.UTC(2027, 2, 27, 23), null]);
  });

  it('is refused with the field that is wrong', async () => {
    const make = (more: object) => refusal(lists.create({ code: 'zoned', currency: 'EUR' }, more, context));
    const window = { timeZone: 'Europe/Amsterdam', from: '2027-03-28', to: null };
    expect(await make({ window: { ...window, timeZone: 'Mars' } })).toEqual({ code: 'INVALID', path: ['window', 'timeZone'] });
    expect(await make({ window: { ...window, from: '2027-02-30' } })).toEqual({ code: 'INVALID', path: ['window', 'from'] });
    expect(await make({ window: { ...window, from: null } })).toEqual({ code: 'INVALID', path: ['window'] });
    expect(await make({ window: { ...window, to: '2027-03-01' } })).toEqual({ code: 'INVALID', path: ['window'] });
    expect(await make({ window, validTo: inDays(1) })).toEqual({ code: 'INVALID', path: ['window'] });
  });
});

describe('a list that takes its prices off another', () => {
  const derived = (source: string, percent = 10_000_000n) => ({
    derived: { listId: source as Id<'priceList'>, percent, plus: 0n },
    sale: true,
    tierScope: 'PRODUCT' as const,
  });

  it('is kept, and is no list that prices go to by themselves', async () => {
    const list = await lists.create({ code: 'contract', currency: 'EUR' }, { ...derived(listId), priority: -9 }, context);
    expect(list).toMatchObject(derived(listId));
    expect((await lists.base(list.currency))?.code).toBe('eur');
    const plain = await lists.update(list.id, { derived: null, tierScope: null }, context);
    expect([plain.derived, plain.tierScope, plain.sale]).toEqual([undefined, undefined, true]);
  });

  it('is refused with the field that is wrong', async () => {
    const off = await lists.create({ code: 'off', currency: 'EUR' }, derived(listId), context);
    const make = (more: object, currency = 'EUR') => refusal(lists.create({ code: 'x', currency }, more, context));
    const path = ['derived', 'listId'];
    expect(await make(derived('pl_none'))).toEqual({ code: 'NOT_FOUND', path });
    expect(await make(derived(off.id))).toEqual({ code: 'INVALID', path });
    expect(await make(derived(listId), 'USD')).toEqual({ code: 'INVALID', path });
    expect(await make({ ...derived(listId), entry: 'NET' })).toEqual({ code: 'INVALID', path });
    expect(await make(derived(listId, 100_000_001n))).toEqual({ code: 'INVALID', path: ['derived', 'percent'] });
  });
});
