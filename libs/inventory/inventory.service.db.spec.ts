import { stockChanged } from '#events';
import { shortageOf } from '#holds';
import { oneUnit, type Context, type Id } from '#kernel';
import { newId } from '#platform/ids';
import { countStatements } from '../../test/support/statements.js';
import { aContext } from '../../test/support/context.js';
import { usingDatabase } from '../../test/support/database.js';
import { InventoryService } from './inventory.service.js';
import { LocationService } from './location.service.js';
import { claiming, consuming, expiring, posting, releasing, voiding } from './stock-holds.repository.js';
import { stockCounterId } from './stock-counter.js';
import { allowingBackorder } from './stock.repository.js';

const postgres = usingDatabase();
let inventory: InventoryService;
let locations: LocationService;
let place: Id<'location'>;
let context: Context;
const legalEntityId = newId('legalEntity');

const sql = async (text: string, values: readonly unknown[] = []): Promise<unknown[]> =>
  (await postgres.database.pool.query<object>(text, [...values])).rows;

const units = (count: number): bigint => BigInt(count) * oneUnit;

beforeAll(async () => {
  inventory = new InventoryService(postgres.database);
  locations = new LocationService(postgres.database);
  await sql(`insert into legal_entity (id, code, name, country) values ($1, 'de', 'Cartwright GmbH', 'DE')`, [legalEntityId]);
  context = aContext();
  place = (await locations.createLocation(context, { code: 'berlin', name: 'Berlin', legalEntityId })).id;
});

async function aVariant(onHand: string, more: { unavailable?: string; backorder?: boolean } = {}): Promise<Id<'variant'>> {
  const variantId = newId('variant');
  await inventory.setStock(context, { levels: [{ variantId, locationId: place, onHand, ...more }], reason: 'COUNT' });
  return variantId;
}

const eventsOf = (variantId: Id<'variant'>): Promise<unknown[]> =>
  sql(
    'select aggregate_version as version, type, actor, payload from outbox where aggregate_id = $1 order by aggregate_version',
    [stockCounterId(variantId, place)],
  );
const movementsOf = (variantId: Id<'variant'>): Promise<unknown[]> =>
  sql('select delta, reason, reference, actor from stock_movement where variant_id = $1 order by occurred_at, id', [variantId]);
const demand = (variantId: Id<'variant'>, count: number, keep = 0) => ({
  counterId: stockCounterId(variantId, place),
  quantity: units(count),
  keep: units(keep),
});
const later = new Date('2999-01-01T00:00:00Z');

describe('stock', () => {
  it('is counted: a level, a movement and an event, in one statement', async () => {
    const variantId = newId('variant');
    const sent = await countStatements(postgres.database, async () => {
      await inventory.setStock(context, {
        levels: [{ variantId, locationId: place, onHand: '10', unavailable: '0.25' }],
        reason: 'COUNT',
        reference: 'sheet 7',
      });
    });
    expect(sent).toBe(2); // the change, and the levels that are answered
    expect(await inventory.levels([variantId])).toEqual([
      {
        variantId,
        locationId: place,
        onHand: 10_000n,
        unavailable: 250n,
        pending: 0n,
        posted: 0n,
        available: 9_750n,
        excess: 0n,
        backorder: false,
        version: '1',
      },
    ]);
    expect(await movementsOf(variantId)).toEqual([
      { delta: '10000', reason: 'COUNT', reference: 'sheet 7', actor: 'system:test' },
    ]);
    const payload = {
      variantId,
      locationId: place,
      capacity: '9.75',
      pending: '0',
      posted: '0',
      available: '9.75',
      availableBefore: '0',
      excess: '0',
    };
    expect(await eventsOf(variantId)).toEqual([{ version: '1', type: 'stock.changed', actor: 'system:test', payload }]);
    expect(stockChanged.payload.parse(payload)).toEqual(payload);
  });

  it('tells nothing when nothing changed', async () => {
    const variantId = await aVariant('3');
    await inventory.setStock(context, { levels: [{ variantId, locationId: place, onHand: '3' }], reason: 'COUNT' });
    expect(await movementsOf(variantId)).toHaveLength(1);
    expect(await eventsOf(variantId)).toHaveLength(1);
  });

  it('keeps what a count leaves out', async () => {
    const variantId = await aVariant('3', { unavailable: '1' });
    await inventory.setStock(context, { levels: [{ variantId, locationId: place, onHand: '5' }], reason: 'COUNT' });
    expect(await inventory.levels([variantId])).toMatchObject([{ onHand: 5000n, unavailable: 1000n, available: 4000n }]);
  });

  it('is available as 10 on hand − 1 damaged − 2 safety − 3 posted − 2 pending = 2', async () => {
    const variantId = await aVariant('10', { unavailable: '1' });
    await postgres.database.commit([claiming(newId('order'), [demand(variantId, 3)], null, context)]);
    await postgres.database.commit([claiming(newId('order'), [demand(variantId, 2)], later, context)]);
    const tooMuch = claiming(newId('order'), [demand(variantId, 3, 2)], null, context);
    expect(shortageOf(await postgres.database.commit([tooMuch]).catch((error: unknown) => error))).toMatchObject({
      asked: 3000n,
      available: 2000n,
    });
    expect(await inventory.levels([variantId])).toMatchObject([{ pending: 2000n, posted: 3000n, available: 4000n }]);
  });

  it('comes and goes; movements add up to what is on hand', async () => {
    const variantId = await aVariant('10');
    const adjust = (difference: string, idempotencyKey: string) =>
      inventory.adjustStock(context, { variantId, locationId: place, difference, reason: 'CORRECTION', idempotencyKey });
    await Promise.all(Array.from({ length: 8 }, (_, n) => adjust(n % 2 ? '1.5' : '-0.25', `${variantId}-${String(n)}`)));
    expect(await inventory.levels([variantId])).toMatchObject([{ onHand: 15_000n, available: 15_000n }]);
    expect(await sql('select sum(delta)::text as moved from stock_movement where variant_id = $1', [variantId])).toEqual([
      { moved: '15000' },
    ]);
    expect(await eventsOf(variantId)).toHaveLength(9);
  });

  it('is adjusted once per key', async () => {
    const variantId = await aVariant('10');
    const input = {
      variantId,
      locationId: place,
      difference: '-1',
      reason: 'LOST' as const,
      idempotencyKey: `${variantId}-once`,
    };
    const answers = await Promise.all([1, 2, 3].map(() => inventory.adjustStock(context, input)));
    expect(answers.map(({ onHand }) => onHand)).toEqual([9000n, 9000n, 9000n]);
    await expect(inventory.adjustStock(context, { ...input, difference: '-2' })).rejects.toMatchObject({ code: 'KEY_REUSED' });
    expect(await movementsOf(variantId)).toHaveLength(2);
    expect(await eventsOf(variantId)).toHaveLength(2);
  });

  it('goes below what is promised by facts alone, and says so', async () => {
    const variantId = await aVariant('5');
    await postgres.database.commit([claiming(newId('order'), [demand(variantId, 4)], null, context)]);
    const level = await inventory.adjustStock(context, {
      variantId,
      locationId: place,
      difference: '-6',
      reason: 'OFFLINE_SALE',
      idempotencyKey: `${variantId}-x`,
    });
    expect(level).toMatchObject({ onHand: -1000n, posted: 4000n, available: 0n, excess: 5000n });
    expect((await eventsOf(variantId)).at(-1)).toMatchObject({
      version: '3',
      payload: { capacity: '-1', available: '0', excess: '5' },
    });
    const claim = postgres.database.commit([claiming(newId('order'), [demand(variantId, 1)], null, context)]);
    await expect(claim).rejects.toMatchObject({ code: 'CW001' });
    await inventory.setStock(context, { levels: [{ variantId, locationId: place, onHand: '6' }], reason: 'COUNT' });
    expect(await inventory.levels([variantId])).toMatchObject([{ excess: 0n, available: 2000n }]);
  });

  it('is refused when it makes no sense, and nothing is saved', async () => {
    const variantId = newId('variant');
    const set = (levels: { variantId: string; locationId: string; onHand: string }[]) =>
      inventory.setStock(context, { levels, reason: 'COUNT', idempotencyKey: `${variantId}-no` });
    const level = { variantId, locationId: place, onHand: '1' };
    await expect(set([])).rejects.toMatchObject({ code: 'INVALID', path: ['levels'] });
    await expect(set([level, { ...level, onHand: '-1' }])).rejects.toMatchObject({ code: 'INVALID', path: ['levels', 1] });
    await expect(set([{ ...level, onHand: '-1' }])).rejects.toMatchObject({ code: 'INVALID', path: ['levels', 0, 'onHand'] });
    await expect(set([{ ...level, onHand: '1.0001' }])).rejects.toMatchObject({ code: 'INVALID', path: ['levels', 0, 'onHand'] });
    await expect(set([{ ...level, variantId: 'v' }])).rejects.toMatchObject({
      code: 'INVALID',
      path: ['levels', 0, 'variantId'],
    });
    await expect(set([{ ...level, locationId: newId('location') }])).rejects.toMatchObject({
      code: 'NOT_FOUND',
      path: ['levels'],
    });
    expect(await sql(`select from counter where id like '%' || $1 || '%'`, [variantId])).toEqual([]);
    expect(await sql('select from stock_movement where variant_id = $1', [variantId])).toEqual([]);
    expect(await sql('select from idempotency_key where key = $1', [`${variantId}-no`])).toEqual([]);
  });

  it('keeps its movements for ever', async () => {
    await aVariant('1');
    for (const text of ['update stock_movement set delta = 1', 'delete from stock_movement', 'truncate stock_movement'])
      await expect(sql(text)).rejects.toMatchObject({ constraint: 'stock_movement_stands' });
  });

  it('is imported by the thousand, a statement a batch', async () => {
    const counts = Array.from({ length: 6000 }, (_, n) => ({
      variantId: newId('variant'),
      locationId: place,
      onHand: units(n % 10),
      unavailable: null,
      backorder: null,
    }));
    const again = counts.slice(0, 1).map((count) => ({ ...count, onHand: units(77) }));
    let written = 0;
    const sent = await countStatements(postgres.database, async () => {
      written = await inventory.importLevels(context, [...counts, ...again], 'stock.csv');
    });
    expect([written, sent]).toEqual([6000, 2]);
    const ids = counts.map(({ variantId }) => variantId);
    expect(
      await sql('select count(*)::int as levels, sum(on_hand)::text as units from stock_level where variant_id = any ($1)', [
        ids,
      ]),
    ).toEqual([{ levels: 6000, units: String(27_000_000 + 77_000) }]);
    expect(await inventory.levels([ids[0] ?? ''])).toMatchObject([{ onHand: 77_000n, available: 77_000n }]);
    expect(
      await sql(`select count(*)::int as news from outbox where aggregate_id = any ($1)`, [
        ids.map((id) => stockCounterId(id, place)),
      ]),
    ).toEqual([{ news: 6000 }]);
  });
});

describe('claims on stock', () => {
  it('tell of every change, gapless, in the statement that makes it', async () => {
    const [variantId, owner] = [await aVariant('5'), newId('order')];
    const run = async (): Promise<void> => {
      await postgres.database.commit([claiming(owner, [demand(variantId, 2)], later, context)]);
      await postgres.database.commit([posting(owner, context)]);
      await postgres.database.commit([releasing(owner, context)]);
      await postgres.database.commit([claiming(owner, [demand(variantId, 1)], later, context)]);
      await postgres.database.commit([voiding(owner, context)]);
    };
    expect(await countStatements(postgres.database, run)).toBe(5);
    expect(
      (await eventsOf(variantId))
        .map((news) => news as { version: string; payload: object })
        .map(({ version, payload }) => [version, payload]),
    ).toMatchObject([
      ['1', { pending: '0', posted: '0', available: '5', availableBefore: '0' }],
      ['2', { pending: '2', posted: '0', available: '3', availableBefore: '5' }],
      ['3', { pending: '0', posted: '2', available: '3', availableBefore: '3' }],
      ['4', { pending: '0', posted: '0', available: '5', availableBefore: '3' }],
      ['5', { pending: '1', posted: '0', available: '4', availableBefore: '5' }],
      ['6', { pending: '0', posted: '0', available: '5', availableBefore: '4' }],
    ]);
  });

  it('take stock with them when they are consumed', async () => {
    const [variantId, owner] = [await aVariant('5'), newId('order')];
    await postgres.database.commit([claiming(owner, [demand(variantId, 2)], null, context), consuming(owner, context)]);
    expect(await inventory.levels([variantId])).toMatchObject([{ onHand: 3000n, posted: 0n, available: 3000n }]);
    expect((await movementsOf(variantId)).at(-1)).toEqual({
      delta: '-2000',
      reason: 'SHIPPED',
      reference: owner,
      actor: 'system:test',
    });
    expect((await eventsOf(variantId)).at(-1)).toMatchObject({ version: '3', payload: { capacity: '3', posted: '0' } });
  });

  it('go with claims on other counters, which tell nothing', async () => {
    const [variantId, owner, promotion] = [await aVariant('5'), newId('order'), `promotion:${newId('promotion')}`];
    await sql('insert into counter (id, capacity) values ($1, 1)', [promotion]);
    const both = [demand(variantId, 1), { counterId: promotion, quantity: 1n }];
    const [rows] = await postgres.database.commit([claiming(owner, both, null, context)]);
    expect(rows).toMatchObject([
      { counter_id: promotion, posted: '1' },
      { counter_id: stockCounterId(variantId, place), posted: '1000' },
    ]);
    expect(await sql('select from outbox where aggregate_id = $1', [promotion])).toEqual([]);
    const second = await postgres.database
      .commit([claiming(newId('order'), both, null, context)])
      .catch((error: unknown) => error);
    expect(shortageOf(second)).toEqual({ counterId: promotion, asked: 1n, available: 0n });
    expect(await eventsOf(variantId)).toHaveLength(2);
    expect(await inventory.levels([variantId])).toMatchObject([{ posted: 1000n }]);
  });

  it('end by themselves when nobody ends them', async () => {
    const [variantId, owner] = [await aVariant('5'), newId('order')];
    await postgres.database.commit([claiming(owner, [demand(variantId, 2)], new Date('2001-01-01'), context)]);
    const [rows] = await postgres.database.commit([expiring(10, context)]);
    expect(rows).toMatchObject([{ counter_id: stockCounterId(variantId, place), pending: '0', owners: [owner] }]);
    expect((await eventsOf(variantId)).at(-1)).toMatchObject({ version: '3', payload: { pending: '0', available: '5' } });
    expect(await inventory.expireDue(context)).toBe(0);
  });

  it('go beyond stock where back orders are allowed, here and at new places', async () => {
    const variantId = await aVariant('1', { backorder: true });
    await postgres.database.commit([claiming(newId('order'), [demand(variantId, 3)], null, context)]);
    const other = (
      await locations.createLocation(context, { code: `p-${variantId.slice(-8).toLowerCase()}`, name: 'Paris', legalEntityId })
    ).id;
    await inventory.setStock(context, { levels: [{ variantId, locationId: other, onHand: '0' }], reason: 'COUNT' });
    expect((await inventory.levels([variantId])).map(({ backorder }) => backorder)).toEqual([true, true]);
    await postgres.database.commit([allowingBackorder([{ variantId, backorder: false }], context)]);
    expect(await inventory.levels([variantId], [place])).toMatchObject([
      { backorder: false, posted: 3000n, available: 0n, excess: 2000n },
    ]);
    expect((await eventsOf(variantId)).at(-1)).toMatchObject({ version: '3', payload: { excess: '2' } });
    await postgres.database.commit([allowingBackorder([{ variantId, backorder: false }], context)]);
    expect(await eventsOf(variantId)).toHaveLength(3);
  });
});
