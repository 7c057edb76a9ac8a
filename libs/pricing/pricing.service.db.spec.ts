import { currencyOf, type Id } from '#kernel';
import { Broadcast } from '#platform/broadcast';
import { newId } from '#platform/ids';
import { aContext, refusal } from '../../test/support/context.js';
import { usingDatabase } from '../../test/support/database.js';
import { countStatements } from '../../test/support/statements.js';
import type { PriceInput } from './price.js';
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
  await sql('truncate price, price_list, price_aggregate, outbox cascade');
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

  it('takes six statements for three hundred variants, and three when nothing changes', async () => {
    const batch = variants.map((variantId) => aPrice({ variantId }));
    expect(await countStatements(postgres.database, () => pricing.savePrices(batch, context))).toBe(6);
    expect(await countStatements(postgres.database, () => pricing.savePrices(batch, context))).toBe(3);
  });

  it('keeps the row of a tier that changes, and removes those that are not named', async () => {
    await pricing.savePrices([aPrice({ tiers: [tier(0n, major), tier(5000n, major)] })], context);
    const [first] = await pricing.pricesOf('eur', variants);
    await pricing.savePrices([aPrice({ tiers: [tier(0n, 2n * major)] })], context);
    const after = await pricing.pricesOf('eur', variants);
    expect(after).toEqual([{ ...first, amount: 2n * major }]);
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
  it('revise the rules with each change, and not without', async () => {
    const before = (await sql(`select version from revision where topic = 'rules'`))[0] as { version: string };
    const list = await lists.create({ code: 'b2b', currency: 'EUR' }, { entry: 'NET', priority: 5 }, context);
    await lists.update(list.id, { priority: 6 }, context);
    await lists.update(list.id, { priority: 6 }, context);
    const after = (await sql(`select version from revision where topic = 'rules'`))[0] as { version: string };
    expect(Number(after.version) - Number(before.version)).toBe(2);
    expect((await lists.base(currencyOf('EUR')))?.code).toBe('eur');
    expect(await lists.base(currencyOf('GBP'))).toBeNull();
  });

  it('are refused with the field that is wrong', async () => {
    const [from, to] = [new Date('2027-01-02'), new Date('2027-01-01')];
    const make = (code: string, currency: string, more = {}) => refusal(lists.create({ code, currency }, more, context));
    expect(await make('eur', 'EUR')).toEqual({ code: 'ALREADY_EXISTS', path: ['code'] });
    expect(await make('x y', 'EUR')).toEqual({ code: 'INVALID', path: ['code'] });
    expect(await make('new', 'XXX')).toEqual({ code: 'INVALID', path: ['currency'] });
    expect(await make('new', 'EUR', { validFrom: from, validTo: to })).toEqual({ code: 'INVALID', path: ['validTo'] });
    expect(await make('new', 'EUR', { channelId: 'chan_x' })).toEqual({ code: 'NOT_FOUND', path: ['channelId'] });
    expect(await refusal(lists.update('pl_x', {}, context))).toEqual({ code: 'NOT_FOUND', path: ['id'] });
    expect((await lists.all()).map(({ code }) => code)).toEqual(['eur', 'usd']);
  });
});
