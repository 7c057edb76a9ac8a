import { oneUnit, type Id } from '#kernel';
import { newId } from '#platform/ids';
import { aContext, refusal } from '../../test/support/context.js';
import { usingDatabase } from '../../test/support/database.js';
import { countStatements } from '../../test/support/statements.js';
import { InventoryService } from './inventory.service.js';
import { LocationService } from './location.service.js';
import { claiming, consuming, selling } from './stock-holds.repository.js';
import { stockCounterId } from './stock-counter.js';
import { allowingBackorder } from './stock.repository.js';

const postgres = usingDatabase();
const context = aContext();
let inventory: InventoryService;
let berlin: Id<'location'>;
let paris: Id<'location'>;

const sql = async (text: string, values: readonly unknown[] = []): Promise<unknown[]> =>
  (await postgres.database.pool.query<object>(text, [...values])).rows;

beforeAll(async () => {
  inventory = new InventoryService(postgres.database);
  const legalEntityId = newId('legalEntity');
  await sql(`insert into legal_entity (id, code, name, country) values ($1, 'de', 'Cartwright GmbH', 'DE')`, [legalEntityId]);
  const locations = new LocationService(postgres.database);
  berlin = (await locations.createLocation(context, { code: 'berlin', name: 'Berlin', legalEntityId })).id;
  paris = (await locations.createLocation(context, { code: 'paris', name: 'Paris', legalEntityId })).id;
});

let keys = 0;
const key = (): string => `key-${(keys += 1)}`;

async function aVariant(onHand: string, more: { unavailable?: string } = {}): Promise<Id<'variant'>> {
  const variantId = newId('variant');
  await inventory.setStock(context, { levels: [{ variantId, locationId: berlin, onHand, ...more }], reason: 'COUNT' });
  return variantId;
}

const adjust = (variantId: Id<'variant'>, what: object) =>
  inventory.adjustStock(context, { variantId, locationId: berlin, reason: 'DAMAGED', idempotencyKey: key(), ...what });
const count = (variantId: Id<'variant'>, onHand: string, seenVersion: string) =>
  inventory.setStock(context, {
    levels: [{ variantId, locationId: berlin, onHand, seenVersion }],
    reason: 'COUNT',
    idempotencyKey: key(),
  });
const promise = async (variantId: Id<'variant'>, units: number): Promise<string> => {
  const owner = newId('order');
  const demand = [{ counterId: stockCounterId(variantId, berlin), quantity: BigInt(units) * oneUnit }];
  await postgres.database.commit([claiming(owner, demand, null, context)]);
  return owner;
};
const bookOf = (variantId: Id<'variant'>): Promise<unknown[]> =>
  sql(
    `select l.code, m.delta::int, m.unavailable_delta::int as unavailable, m.on_hand::int, m.level_version::int as version, m.reason
     from stock_movement m join location l on l.id = m.location_id where variant_id = $1 order by m.level_version, l.code`,
    [variantId],
  );
const newsOf = (variantId: Id<'variant'>): Promise<unknown[]> =>
  sql(
    `select payload->>'locationId' as at, payload->>'availableBefore' as before, payload->>'available' as after
     from outbox where payload->>'variantId' = $1 order by id`,
    [variantId],
  );
const nothingOf = async (variantId: Id<'variant'>): Promise<unknown> => ({
  book: await bookOf(variantId),
  news: await newsOf(variantId),
});

describe('what cannot be sold', () => {
  it('is a figure of its own: set aside, found good, thrown away', async () => {
    const variantId = await aVariant('10');
    expect(await adjust(variantId, { unavailableDifference: '3', reason: 'INSPECTED' })).toMatchObject({
      ...{ onHand: 10_000n, unavailable: 3_000n, available: 7_000n, version: '2' },
    });
    expect(await adjust(variantId, { unavailableDifference: '-1', reason: 'INSPECTED' })).toMatchObject({ available: 8_000n });
    expect(await adjust(variantId, { difference: '-2', unavailableDifference: '-2' })).toMatchObject({
      ...{ onHand: 8_000n, unavailable: 0n, available: 8_000n, version: '4' },
    });
    expect(await bookOf(variantId)).toEqual([
      { code: 'berlin', delta: 10_000, unavailable: 0, on_hand: 10_000, version: 1, reason: 'COUNT' },
      { code: 'berlin', delta: 0, unavailable: 3_000, on_hand: 10_000, version: 2, reason: 'INSPECTED' },
      { code: 'berlin', delta: 0, unavailable: -1_000, on_hand: 10_000, version: 3, reason: 'INSPECTED' },
      { code: 'berlin', delta: -2_000, unavailable: -2_000, on_hand: 8_000, version: 4, reason: 'DAMAGED' },
    ]);
  });

  it('is never less than nothing, and a difference of nothing is none', async () => {
    const variantId = await aVariant('10');
    const before = await nothingOf(variantId);
    expect(await refusal(adjust(variantId, { unavailableDifference: '-1' }))).toEqual({
      ...{ code: 'INVALID', path: ['unavailableDifference'] },
    });
    expect(await refusal(adjust(variantId, {}))).toEqual({ code: 'INVALID', path: ['difference'] });
    expect(await nothingOf(variantId)).toEqual(before);
  });
});

describe('a count', () => {
  it('of what was seen at a version takes what left since into account', async () => {
    const variantId = await aVariant('12');
    const owner = await promise(variantId, 3);
    // somebody counts 10 on the shelf at version 1; meanwhile three leave with an order and one comes back
    await postgres.database.commit([consuming(owner, context)]);
    await adjust(variantId, { difference: '1', reason: 'RETURNED' });
    expect(await count(variantId, '10', '1')).toMatchObject([{ onHand: 8_000n, available: 8_000n, version: '4' }]);
    expect((await bookOf(variantId)).slice(1)).toEqual([
      { code: 'berlin', delta: -3_000, unavailable: 0, on_hand: 9_000, version: 2, reason: 'SHIPPED' },
      { code: 'berlin', delta: 1_000, unavailable: 0, on_hand: 10_000, version: 3, reason: 'RETURNED' },
      { code: 'berlin', delta: -2_000, unavailable: 0, on_hand: 8_000, version: 4, reason: 'COUNT' },
    ]);
    // a count that agrees with what was there moves nothing
    expect(await count(variantId, '9', '2')).toMatchObject([{ onHand: 8_000n, version: '4' }]);
  });

  it('of a place without a level saw version 0', async () => {
    const variantId = newId('variant');
    await count(variantId, '4', '0');
    await adjust(variantId, { difference: '2', reason: 'RECEIVED' });
    expect(await count(variantId, '5', '0')).toMatchObject([{ onHand: 11_000n }]);
  });

  it('of a version that never was is refused, and nothing is kept', async () => {
    const variantId = await aVariant('12');
    const before = await nothingOf(variantId);
    expect(await refusal(count(variantId, '10', '7'))).toEqual({ code: 'INVALID', path: ['levels', 0, 'seenVersion'] });
    expect(await refusal(count(variantId, '10', 'x'))).toEqual({ code: 'INVALID', path: ['levels', 0, 'seenVersion'] });
    expect(await nothingOf(variantId)).toEqual(before);
  });
});

describe('a transfer', () => {
  const transfer = (lines: readonly { variantId: string; quantity: string }[], more: object = {}) =>
    inventory.transferStock(context, {
      ...{ fromLocationId: berlin, toLocationId: paris, lines, reference: 'note 4', idempotencyKey: key() },
      ...more,
    });

  it('writes both sides of all lines in one statement, and tells of each', async () => {
    const [one, two] = [await aVariant('10'), await aVariant('5')];
    let levels: readonly object[] = [];
    const sent = await countStatements(postgres.database, async () => {
      levels = await transfer([
        { variantId: one, quantity: '4' },
        { variantId: two, quantity: '5' },
      ]);
    });
    expect(sent).toBe(4); // the key looked up and kept, the transfer, the levels that are answered
    expect(levels).toMatchObject([
      { variantId: one, locationId: berlin, onHand: 6_000n },
      { variantId: one, locationId: paris, onHand: 4_000n },
      { variantId: two, locationId: berlin, onHand: 0n },
      { variantId: two, locationId: paris, onHand: 5_000n },
    ]);
    expect((await bookOf(one)).slice(1)).toEqual([
      { code: 'paris', delta: 4_000, unavailable: 0, on_hand: 4_000, version: 1, reason: 'TRANSFER' },
      { code: 'berlin', delta: -4_000, unavailable: 0, on_hand: 6_000, version: 2, reason: 'TRANSFER' },
    ]);
    expect(await newsOf(two)).toEqual(
      expect.arrayContaining([
        { at: berlin, before: '5', after: '0' },
        { at: paris, before: '0', after: '5' },
      ]),
    );
  });

  it('happens once per key, also when it is sent three times at once', async () => {
    const variantId = await aVariant('10');
    const idempotencyKey = key();
    await Promise.all([1, 2, 3].map(() => transfer([{ variantId, quantity: '4' }], { idempotencyKey })));
    expect(await inventory.levels([variantId])).toMatchObject([{ onHand: 6_000n }, { onHand: 4_000n }]);
  });

  it('takes nothing that is promised, and then moves nothing at all', async () => {
    const [one, two] = [await aVariant('10'), await aVariant('5')];
    await promise(two, 3);
    const before = [await nothingOf(one), await nothingOf(two)];
    const lines = [
      { variantId: one, quantity: '1' },
      { variantId: two, quantity: '3' },
    ];
    await expect(transfer(lines)).rejects.toMatchObject({
      ...{ code: 'OUT_OF_STOCK', path: ['lines', 1, 'quantity'], facts: { asked: '3', available: '2' } },
    });
    expect([await nothingOf(one), await nothingOf(two)]).toEqual(before);
  });

  it('is refused when it makes no sense', async () => {
    const variantId = await aVariant('1');
    const line = { variantId, quantity: '1' };
    expect(await refusal(transfer([line], { toLocationId: berlin }))).toEqual({ code: 'INVALID', path: ['toLocationId'] });
    expect(await refusal(transfer([line], { toLocationId: newId('location') }))).toEqual({
      ...{ code: 'NOT_FOUND', path: ['toLocationId'] },
    });
    expect(await refusal(transfer([]))).toEqual({ code: 'INVALID', path: ['lines'] });
    expect(await refusal(transfer([line, line]))).toEqual({ code: 'INVALID', path: ['lines', 1, 'variantId'] });
    expect(await refusal(transfer([{ variantId, quantity: '0' }]))).toEqual({ code: 'INVALID', path: ['lines', 0, 'quantity'] });
    expect(await bookOf(variantId)).toHaveLength(1);
  });
});

describe('an exception', () => {
  const openOf = (variantId: Id<'variant'>) =>
    sql(`select id, location_id, facts from exception where kind = 'STOCK' and variant_id = $1 and resolved_at is null`, [
      variantId,
    ]);

  it('is raised by a count below what is promised, and is one however much more is taken', async () => {
    const variantId = await aVariant('5');
    await promise(variantId, 4);
    await inventory.setStock(context, {
      levels: [{ variantId, locationId: berlin, onHand: '3' }],
      reason: 'COUNT',
      reference: 's 1',
    });
    const [raised, ...more] = await openOf(variantId);
    expect(more).toEqual([]);
    expect(raised).toMatchObject({ location_id: berlin, facts: { excess: '1', reason: 'COUNT', reference: 's 1' } });
    const { id } = raised as { id: string };
    await adjust(variantId, { difference: '-2', reason: 'LOST' });
    expect(await openOf(variantId)).toEqual([{ id, location_id: berlin, facts: { excess: '3', reason: 'LOST' } }]);
    await adjust(variantId, { difference: '2', reason: 'FOUND' });
    expect(await openOf(variantId)).toEqual([{ id, location_id: berlin, facts: { excess: '3', reason: 'LOST' } }]);
  });

  it('is another when more is taken after it was resolved', async () => {
    const variantId = await aVariant('5');
    await promise(variantId, 4);
    await adjust(variantId, { difference: '-3', unavailableDifference: '0' });
    await sql(
      `update exception set resolved_at = now(), resolved_by = 'staff:x', resolution = 'C-17 waits' where variant_id = $1`,
      [variantId],
    );
    expect(await openOf(variantId)).toEqual([]);
    await adjust(variantId, { difference: '-1' });
    expect(await openOf(variantId)).toMatchObject([{ facts: { excess: '3', reason: 'DAMAGED' } }]);
  });

  it('is raised when back orders end with more promised than there is', async () => {
    const variantId = newId('variant');
    await inventory.setStock(context, {
      levels: [{ variantId, locationId: berlin, onHand: '1', backorder: true }],
      reason: 'COUNT',
    });
    await promise(variantId, 3);
    expect(await openOf(variantId)).toEqual([]);
    await postgres.database.commit([allowingBackorder([{ variantId, backorder: false }], context)]);
    expect(await openOf(variantId)).toMatchObject([{ facts: { excess: '2', reason: 'BACKORDER_ENDED' } }]);
  });
});

describe('goods that left with sales', () => {
  it('have a movement each, in their order, one news a place, and make the level that there was not', async () => {
    const [known, unknown] = [await aVariant('2'), newId('variant')];
    const [one, two] = [newId('order'), newId('order')];
    const goods = [
      { owner: one, variantId: known, quantity: oneUnit },
      { owner: one, variantId: unknown, quantity: oneUnit },
      { owner: two, variantId: known, quantity: 3n * oneUnit },
    ];
    const statements = () => postgres.database.commit([selling(goods, berlin, context)]);
    expect(await countStatements(postgres.database, statements)).toBe(1);
    expect(await bookOf(known)).toEqual([
      { code: 'berlin', delta: 2000, unavailable: 0, on_hand: 2000, version: 1, reason: 'COUNT' },
      { code: 'berlin', delta: -1000, unavailable: 0, on_hand: 1000, version: 2, reason: 'OFFLINE_SALE' },
      { code: 'berlin', delta: -3000, unavailable: 0, on_hand: -2000, version: 3, reason: 'OFFLINE_SALE' },
    ]);
    expect(await inventory.levels([known, unknown])).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ variantId: known, onHand: -2000n, excess: 2000n, available: 0n, version: '3' }),
        expect.objectContaining({ variantId: unknown, onHand: -1000n, excess: 1000n, available: 0n, version: '1' }),
      ]),
    );
    expect(
      await sql(
        `select payload->>'excess' excess, payload->>'availableBefore' before from outbox
        where aggregate_id = $1 order by aggregate_version`,
        [stockCounterId(known, berlin)],
      ),
    ).toEqual([
      { excess: '0', before: '0' },
      { excess: '2', before: '2' },
    ]);
    expect(
      await sql(`select owner, quantity::int, state from hold where owner = any($1) order by quantity`, [[one, two]]),
    ).toEqual([
      { owner: one, quantity: 1000, state: 'CONSUMED' },
      { owner: one, quantity: 1000, state: 'CONSUMED' },
      { owner: two, quantity: 3000, state: 'CONSUMED' },
    ]);
  });
});
