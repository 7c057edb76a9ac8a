import { newId } from '#platform/ids';
import { aContext } from '../../test/support/context.js';
import { usingDatabase } from '../../test/support/database.js';
import { event } from './event.js';
import { orderCancelled } from './contracts/order.js';
import { priceChanged } from './contracts/price.js';
import { stockChanged } from './contracts/stock.js';
import { recording } from './outbox.js';
import { PulledRepository } from './pulled.repository.js';
import { RelaySeat } from './relay.repository.js';

const postgres = usingDatabase();
const context = aContext();
const here = 'loc_here';
let pulled: PulledRepository;

beforeAll(() => {
  pulled = new PulledRepository(postgres.database);
});

const handOn = async (): Promise<void> => {
  const seat = await RelaySeat.take(postgres.database);
  await seat?.relay(100);
  await seat?.leave();
};

const stock = (id: string, version: number, locationId: string) => {
  const none = { capacity: '0', pending: '0', posted: '0', available: '0', availableBefore: '0', excess: '0' };
  return event(stockChanged, newId('event'), id, BigInt(version), { variantId: id, locationId, ...none });
};
const price = (id: string, version: number) =>
  event(priceChanged, newId('event'), id, BigInt(version), { variantId: id, listId: 'pl_x', currency: 'EUR', prices: [] });
const tell = (...events: Parameters<typeof recording>[0]) => postgres.database.commit([recording(events, context)]);

it('gives positions in the order of being handed on, versions of one thing in theirs, and none to other events', async () => {
  const start = await pulled.newest();
  await tell(price('a', 1), price('a', 2), stock('s', 1, here), stock('t', 1, 'loc_far'));
  await tell(
    event(orderCancelled, newId('event'), 'ord_1', 1n, {
      ...{ orderId: 'ord_1', number: '1', channelId: 'chan', reason: 'x', wasPlaced: true },
      ...{ currency: 'EUR', net: '1', tax: '0', total: '1' },
    }),
  );
  expect(await pulled.since(start, here, 10)).toEqual({ events: [], until: start, more: false, gap: false });
  await handOn();
  const { events, until, more } = await pulled.since(start, here, 10);
  expect(events.map(({ type, aggregateVersion }) => [type, aggregateVersion]).sort()).toEqual([
    ['price.changed', 1n],
    ['price.changed', 2n],
    ['stock.changed', 1n],
  ]);
  const prices = events.filter(({ type }) => type === 'price.changed').map(({ aggregateVersion }) => aggregateVersion);
  expect(prices).toEqual([1n, 2n]);
  expect({ until, more }).toEqual({ until: await pulled.newest(), more: false });
});

it('misses nothing that was committed late, however often it looks meanwhile', async () => {
  let position = await pulled.newest();
  const seen: string[] = [];
  const look = async () => {
    const { events, until } = await pulled.since(position, here, 3);
    seen.push(...events.map(({ payload }) => String(payload['variantId'])));
    position = until;
    return events.length;
  };
  const late = await postgres.database.pool.connect();
  await late.query('begin');
  await late.query(
    `insert into outbox (id, type, aggregate_type, aggregate_id, aggregate_version, actor, payload)
     values ('evt_0', 'price.changed', 'price', 'late', 1, 'system:test', '{"variantId": "late"}')`,
  );
  await tell(...Array.from({ length: 7 }, (_, index) => price(`p${String(index)}`, 1)));
  await handOn();
  while ((await look()) > 0);
  await late.query('commit');
  late.release();
  await tell(price('after', 1));
  await handOn();
  while ((await look()) > 0);
  expect(seen.sort()).toEqual(['after', 'late', 'p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6']);
});

it('goes on past what does not concern the store', async () => {
  const position = await pulled.newest();
  await tell(...Array.from({ length: 5 }, (_, index) => stock(`far${String(index)}`, 1, 'loc_far')));
  await handOn();
  const { events, until, more } = await pulled.since(position, here, 2);
  expect({ events, more }).toEqual({ events: [], more: false });
  expect(until).toBe(await pulled.newest());
  expect(until).toBeGreaterThan(position);
});
