import type { Id } from '#kernel';
import { ConsumerRegistry, type Effects, type StoredEvent } from '#events';
import { usingDatabase } from '../../test/support/database.js';
import { InsightRepository } from './insight.repository.js';
import { InsightSubscribers } from './insight.subscribers.js';

const postgres = usingDatabase();

/** Statements without a delivery round them. */
const effects: Effects = {
  read: (statement, values) => postgres.database.read(statement, values),
  write: (writes) => postgres.database.commit(writes),
};

function heard(type: string, currency: string, total: string, at: string, wasPlaced = true): StoredEvent {
  return {
    id: 'evt_1' as Id<'event'>,
    type,
    aggregateType: 'order',
    aggregateId: 'ord_1',
    aggregateVersion: 1n,
    schemaVersion: 1,
    payload: {
      orderId: 'ord_1',
      number: 'C-1',
      cartId: 'cart_1',
      channelId: 'chan_web',
      reason: 'changed my mind',
      wasPlaced,
      currency,
      net: total,
      tax: '0',
      total,
      lines: [],
    },
    occurredAt: new Date(at),
    actor: 'guest',
    onBehalfOf: null,
    channel: 'chan_web',
    correlation: null,
    causation: null,
  };
}

test('counts what is placed and cancelled by UTC day, channel and currency', async () => {
  const insight = new InsightSubscribers(new ConsumerRegistry());
  await insight.hear(heard('order.placed', 'EUR', '12.90', '2026-11-21T23:59:59.999Z'), effects);
  await insight.hear(heard('order.placed', 'EUR', '7.10', '2026-11-21T00:00:00Z'), effects);
  await insight.hear(heard('order.placed', 'JPY', '500', '2026-11-21T12:00:00Z'), effects);
  await insight.hear(heard('order.cancelled', 'EUR', '12.90', '2026-11-22T08:00:00Z'), effects);
  await insight.hear(heard('order.cancelled', 'EUR', '5.00', '2026-11-22T09:00:00Z', false), effects);
  expect(await new InsightRepository(postgres.database).salesByDay('2026-11-21', '2026-11-22')).toEqual([
    { day: '2026-11-21', channelId: 'chan_web', placed: 2, cancelled: 0, total: { amount: '20.00', currency: 'EUR' } },
    { day: '2026-11-21', channelId: 'chan_web', placed: 1, cancelled: 0, total: { amount: '500', currency: 'JPY' } },
    { day: '2026-11-22', channelId: 'chan_web', placed: 0, cancelled: 1, total: { amount: '-12.90', currency: 'EUR' } },
  ]);
});

test('refuses an event that does not keep its contract, and counts nothing', async () => {
  const insight = new InsightSubscribers(new ConsumerRegistry());
  await expect(insight.hear(heard('order.placed', 'EUR', '1e3', '2026-11-23T00:00:00Z'), effects)).rejects.toThrow();
  expect(await new InsightRepository(postgres.database).salesByDay('2026-11-23', '2026-11-23')).toEqual([]);
});
