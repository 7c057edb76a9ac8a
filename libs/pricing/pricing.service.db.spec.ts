import { everybody } from '#engine';
import { currencyOf, type Id } from '#kernel';
import { Broadcast } from '#platform/broadcast';
import { newId } from '#platform/ids';
import { aContext, refusal } from '../../test/support/context.js';
import { usingDatabase } from '../../test/support/database.js';
import { countStatements } from '../../test/support/statements.js';
import type { PriceInput } from './price.js';
import type { AudienceInput } from './audience.js';
import { PriceListService } from './price-list.service.js';
import { PricingService } from './pricing.service.js';

const postgres = usingDatabase();
let pricing: PricingService;
let lists: PriceListService;
let broadcast: Broadcast;
let variants: Id<'variant'>[];
const context = aContext();
const sql = async (text: string): Promise<unknown[]> => (await postgres.database.pool.query<object>(text)).rows;

beforeAll(async () => {
  broadcast = new Broadcast(postgres.database, null);
  pricing = new PricingService(postgres.database);
  lists = new PriceListService(postgres.database, broadcast);
  variants = Array.from({ length: 300 }, () => newId('variant'));
  await sql(`insert into tax_class (id, code, name) values ('txc_1', 'standard', 'Standard')`);
  await sql(`insert into product (id, slug, name, tax_class_id) values ('prod_1', 'p', '{"en":"P"}', 'txc_1')`);
  await postgres.database.pool.query(
    `insert into variant (id, product_id, position, options) select id, 'prod_1', n, to_jsonb(id) from unnest($1::text[]) with ordinality as v(id, n)`,
    [variants],
  );
});

afterAll(async () => {
  await broadcast.close();
});

beforeEach(async () => {
  await sql('truncate price, price_history, price_list, price_aggregate, outbox cascade');
  await lists.create({ code: 'eur', currency: 'EUR' }, {}, context);
  await lists.create({ code: 'usd', currency: 'USD' }, { entry: 'NET' }, context);
});

const major = 1_000_000n;
const tier = (minQuantity: bigint, amount: bigint, compareAt: bigint | null = null) => ({ minQuantity, amount, compareAt });
const aPrice = (more: Partial<PriceInput> = {}): PriceInput => ({
  list: 'eur',
  variantId: variants[0] ?? '',
  tiers: [tier(0n, 10n * major)],
  ...more,
});
const stored = () => sql('select min_quantity, amount, compare_at, version from price order by list_id, min_quantity');
const told = () => sql('select aggregate_version v, payload from outbox order by aggregate_id, aggregate_version');

describe('saving prices', () => {
  it('sets tiers and tells what the list says from now on', async () => {
    const tiers = [tier(11_000n, 90n * major), tier(0n, 100n * major, 120n * major), tier(21_000n, 85n * major + 500_000n)];
    const [saved] = await pricing.savePrices([aPrice({ tiers })], context);
    expect(saved?.changed).toBe(true);
    expect(await stored()).toEqual([
      { min_quantity: '0', amount: '100.000000', compare_at: '120.000000', version: '1' },
      { min_quantity: '11000', amount: '90.000000', compare_at: null, version: '1' },
      { min_quantity: '21000', amount: '85.500000', compare_at: null, version: '1' },
    ]);
    expect(await told()).toEqual([
      {
        v: '1',
        payload: {
          variantId: variants[0],
          listId: saved?.listId,
          currency: 'EUR',
          prices: [
            { minQuantity: '0', amount: '100', compareAt: '120' },
            { minQuantity: '11', amount: '90', compareAt: null },
            { minQuantity: '21', amount: '85.5', compareAt: null },
          ],
        },
      },
    ]);
  });

  it('changes nothing the second time', async () => {
    const batch = variants.map((variantId) => aPrice({ variantId }));
    await pricing.savePrices(batch, context);
    const [rows, events] = [await stored(), await told()];
    expect((await pricing.savePrices(batch, context)).some(({ changed }) => changed)).toBe(false);
    expect(await stored()).toEqual(rows);
    expect(await told()).toEqual(events);
  });

  it('takes seven statements for three hundred variants, and three when nothing changes', async () => {
    const batch = variants.map((variantId) => aPrice({ variantId }));
    expect(await countStatements(postgres.database, () => pricing.savePrices(batch, context))).toBe(7);
    expect(await countStatements(postgres.database, () => pricing.savePrices(batch, context))).toBe(3);
  });

  it('keeps the row of a tier that changes, and removes those that are not named', async () => {
    await pricing.savePrices([aPrice({ tiers: [tier(0n, major), tier(5000n, major)] })], context);
    const [first] = await pricing.pricesOf('eur', variants);
    await pricing.savePrices([aPrice({ tiers: [tier(0n, 2n * major)] })], context);
    const after = await pricing.pricesOf('eur', variants);
    const [{ recordedFrom } = { recordedFrom: null }] = after;
    expect(after).toEqual([{ ...first, amount: 2n * major, validFrom: recordedFrom, recordedFrom }]);
    await pricing.savePrices([aPrice({ tiers: [] })], context);
    expect(await stored()).toEqual([]);
    expect((await told()).map((row) => (row as { v: string }).v)).toEqual(['1', '2', '3']);
  });

  it('counts the events of a variant over all its lists, without a gap, whoever writes', async () => {
    await pricing.savePrices([aPrice(), aPrice({ list: 'usd' })], context);
    const amounts = Array.from({ length: 8 }, (_, index) => BigInt(index + 20) * major);
    await Promise.all(amounts.map((amount) => pricing.savePrices([aPrice({ tiers: [tier(0n, amount)] })], context)));
    expect((await told()).map((row) => (row as { v: string }).v)).toEqual(
      Array.from({ length: 10 }, (_, index) => String(index + 1)),
    );
    expect(await sql('select version from price_aggregate')).toEqual([{ version: '10' }]);
  });

  it('rehearses, and does once what comes twice with one key', async () => {
    await pricing.savePrices([aPrice()], context, { dryRun: true });
    expect(await stored()).toEqual([]);
    const twice = [0, 1].map(() => pricing.savePrices([aPrice()], context, { idempotencyKey: 'k' }));
    expect((await Promise.all(twice)).map(([saved]) => saved?.changed)).toEqual([true, true]);
    expect(await told()).toHaveLength(1);
  });
});

describe('refusals', () => {
  const cases: [string, () => PriceInput, string, (string | number)[]][] = [
    ['an unknown list', () => aPrice({ list: 'chf' }), 'NOT_FOUND', [1, 'list']],
    ['an unknown variant', () => aPrice({ variantId: 'var_x' }), 'NOT_FOUND', [1, 'variantId']],
    ['the same variant twice in a list', () => aPrice({ list: 'usd' }), 'INVALID', [1, 'variantId']],
    [
      'two tiers from the same quantity',
      () => aPrice({ tiers: [tier(0n, 1n), tier(0n, 2n)] }),
      'INVALID',
      [1, 'tiers', 1, 'minQuantity'],
    ],
    ['a negative amount', () => aPrice({ tiers: [tier(0n, -1n)] }), 'INVALID', [1, 'tiers', 0, 'amount']],
    ['a negative quantity', () => aPrice({ tiers: [tier(-1n, 1n)] }), 'INVALID', [1, 'tiers', 0, 'minQuantity']],
    ['an amount that no column holds', () => aPrice({ tiers: [tier(0n, 10n ** 19n)] }), 'INVALID', [1, 'tiers', 0, 'amount']],
    ['a former price below the price', () => aPrice({ tiers: [tier(0n, 2n, 1n)] }), 'INVALID', [1, 'tiers', 0, 'compareAt']],
  ];

  it.each(cases)('%s', async (_, input, code, path) => {
    const batch = [aPrice({ list: 'usd' }), input()];
    expect(await refusal(pricing.savePrices(batch, context))).toEqual({ code, path });
    expect(await stored()).toEqual([]);
    expect(await told()).toEqual([]);
  });
});

describe('price lists', () => {
  const version = async () =>
    Number(
      ((await sql(`select version from revision where topic = 'rules'`))[0] as { version: string } | undefined)?.version ?? 0,
    );

  it('revise the rules with each change, and not without', async () => {
    const before = await version();
    const list = await lists.create({ code: 'b2b', currency: 'EUR' }, { entry: 'NET', priority: 5 }, context);
    await lists.update(list.id, { priority: 6 }, context);
    await lists.update(list.id, { priority: 6 }, context);
    expect((await version()) - before).toBe(2);
    expect((await lists.base(currencyOf('EUR')))?.code).toBe('eur');
    expect(await lists.base(currencyOf('GBP'))).toBeNull();
  });

  it('are changed only at the version that was seen', async () => {
    const { id } = await lists.create({ code: 'b2b', currency: 'EUR' }, {}, context);
    expect((await lists.update(id, { priority: 1, expectedVersion: 1n }, context)).version).toBe(2n);
    const before = await version();
    const stale = lists.update(id, { priority: 2, expectedVersion: 1n }, context);
    expect(await refusal(stale)).toEqual({ code: 'STALE_VERSION', path: ['expectedVersion'] });
    expect([(await lists.all()).find((list) => list.id === id)?.priority, await version()]).toEqual([1, before]);
  });

  it('are refused with the field that is wrong', async () => {
    const [from, to] = [new Date('2027-01-02'), new Date('2027-01-01')];
    const make = (code: string, currency: string, more = {}) => refusal(lists.create({ code, currency }, more, context));
    expect(await make('eur', 'EUR')).toEqual({ code: 'ALREADY_EXISTS', path: ['code'] });
    expect(await make('x y', 'EUR')).toEqual({ code: 'INVALID', path: ['code'] });
    expect(await make('new', 'XXX')).toEqual({ code: 'INVALID', path: ['currency'] });
    expect(await make('new', 'EUR', { validFrom: from, validTo: to })).toEqual({ code: 'INVALID', path: ['validTo'] });
    expect(await refusal(lists.update('pl_x', {}, context))).toEqual({ code: 'NOT_FOUND', path: ['id'] });
    expect((await lists.all()).map(({ code }) => code)).toEqual(['eur', 'usd']);
  });

  it('come page by page, the oldest first', async () => {
    const first = await lists.page({ first: 1 });
    const rest = await lists.page({ first: 1, after: first.pageInfo.endCursor });
    expect([...first.nodes, ...rest.nodes].map(({ code }) => code)).toEqual(['eur', 'usd']);
    expect([first.pageInfo.hasNextPage, rest.pageInfo.hasNextPage]).toEqual([true, false]);
  });
});

describe('whom a price list is for', () => {
  const make = (audience: AudienceInput, code = 'mine') => lists.create({ code, currency: 'EUR' }, { audience }, context);
  let known: Required<{ [Dimension in keyof AudienceInput]: string[] }>;

  beforeAll(async () => {
    const [le, channel, location, group, segment, customer, unit] = [
      newId('legalEntity'),
      newId('channel'),
      newId('location'),
      newId('customerGroup'),
      newId('segment'),
      newId('customer'),
      newId('organization'),
    ];
    await sql(`insert into legal_entity (id, code, name, country) values ('${le}', 'le', 'LE', 'DE')`);
    await sql(`insert into channel (id, code, name, kind, legal_entity_id, currencies, locales, country)
      values ('${channel}', 'web', 'Web', 'WEB', '${le}', '{EUR}', '{en}', 'DE')`);
    await sql(
      `insert into location (id, code, name, kind, legal_entity_id) values ('${location}', 'store', 'S', 'STORE', '${le}')`,
    );
    await sql(`insert into customer_group (id, code, name) values ('${group}', 'vip', 'VIP')`);
    await sql(`insert into segment (id, code, name) values ('${segment}', 'loyal', 'Loyal')`);
    await sql(`insert into customer (id) values ('${customer}')`);
    await sql(`insert into organization (id, code, name) values ('${unit}', 'acme', 'Acme')`);
    known = {
      organizationIds: [unit],
      customerIds: [customer],
      segmentIds: [segment],
      groupIds: [group],
      locationIds: [location],
      countries: ['DE', 'NL'],
      channelIds: [channel],
    };
  });

  it('is kept as it was asked for, each value once, and replaced as a whole', async () => {
    const list = await make({ ...known, countries: ['NL', 'DE', 'NL'] });
    expect(list.audience).toEqual(known);
    expect((await lists.all()).find(({ id }) => id === list.id)).toEqual(list);
    const changed = await lists.update(list.id, { audience: { groupIds: known.groupIds } }, context);
    expect(changed.audience).toEqual({ ...everybody, groupIds: known.groupIds });
    expect((await lists.update(list.id, { name: 'New' }, context)).audience).toEqual(changed.audience);
    expect((await lists.update(list.id, { audience: {} }, context)).audience).toEqual(everybody);
    expect(await sql('select * from price_list_audience')).toEqual([]);
  });

  it('takes the list out of those that prices go to when none is named', async () => {
    await lists.update((await lists.base(currencyOf('EUR')))?.id ?? '', { audience: { countries: ['NL'] } }, context);
    expect(await lists.base(currencyOf('EUR'))).toBeNull();
  });

  it('cannot lose a value unnoticed: that would open the list to others', async () => {
    await make(known);
    for (const table of ['organization', 'customer', 'customer_group', 'segment', 'location', 'channel'])
      await expect(sql(`delete from ${table}`)).rejects.toThrow(/price_list_audience/);
  });

  const cases: [string, AudienceInput, string, (string | number)[]][] = [
    ['an unknown unit', { organizationIds: [newId('organization')] }, 'NOT_FOUND', ['audience', 'organizationIds']],
    ['an unknown customer', { customerIds: [newId('customer')] }, 'NOT_FOUND', ['audience', 'customerIds']],
    ['an unknown group', { groupIds: [newId('customerGroup')] }, 'NOT_FOUND', ['audience', 'groupIds']],
    ['an unknown segment', { segmentIds: [newId('segment')] }, 'NOT_FOUND', ['audience', 'segmentIds']],
    ['an unknown store', { locationIds: [newId('location')] }, 'NOT_FOUND', ['audience', 'locationIds']],
    ['an unknown channel', { channelIds: [newId('channel')] }, 'NOT_FOUND', ['audience', 'channelIds']],
    ['the id of another kind', { groupIds: [newId('customer')] }, 'NOT_FOUND', ['audience', 'groupIds', 0]],
    ['a segment by another name', { segmentIds: ['who was here'] }, 'NOT_FOUND', ['audience', 'segmentIds', 0]],
    ['a country that is none', { countries: ['DE', 'Germany'] }, 'INVALID', ['audience', 'countries', 1]],
    [
      'a dimension that there is not',
      { customer_group_id: ['x'] } as AudienceInput,
      'INVALID',
      ['audience', 'customer_group_id'],
    ],
    ['too many values', { countries: Array.from({ length: 1001 }, () => 'DE') }, 'INVALID', ['audience', 'countries']],
  ];

  it.each(cases)('is refused with %s', async (_, audience, code, path) => {
    expect(await refusal(make(audience))).toEqual({ code, path });
    expect((await lists.all()).map((list) => list.code)).toEqual(['eur', 'usd']);
    expect(await sql('select * from price_list_audience')).toEqual([]);
  });
});
