import { newId } from '#platform/ids';
import { usingDatabase } from '../../test/support/database.js';
import { context, nthOf } from './builders.js';
import type { NewEvent } from './event.js';
import { outboxInsert, outboxValues, recording } from './outbox.js';

const postgres = usingDatabase();
const news = (orderId: string, version: number): NewEvent => nthOf(orderId, version, newId('event'));

async function record(...events: NewEvent[]): Promise<void> {
  await postgres.database.commit([recording(events, context)]);
}

beforeEach(async () => {
  await postgres.database.pool.query('truncate outbox');
});

describe('the outbox', () => {
  test('keeps who, where and in which request, and the payload as it was said', async () => {
    await record(news('ord_a', 1));
    const { rows } = await postgres.database.pool.query(
      'select type, aggregate_type, actor, channel, correlation, payload from outbox',
    );
    expect(rows).toEqual([
      {
        type: 'order.placed',
        aggregate_type: 'order',
        actor: 'guest',
        channel: 'chan_test',
        correlation: 'req-1',
        payload: news('ord_a', 1).payload,
      },
    ]);
  });

  test('takes an event inside another statement', async () => {
    const told = news('ord_a', 1);
    const text = `with changed as (select 'ord_a' as id where $1::boolean), told as (${outboxInsert(2)} from changed) select id from changed`;
    await postgres.database.pool.query(text, [false, ...outboxValues(told, context)]);
    expect((await postgres.database.pool.query('select id from outbox')).rows).toEqual([]);
    await postgres.database.pool.query(text, [true, ...outboxValues(told, context)]);
    expect((await postgres.database.pool.query('select id from outbox')).rows).toEqual([{ id: told.id }]);
  });

  test('gives an event that SQL tells of an id of its own, later ones sorting later', async () => {
    for (const version of [1, 2]) {
      await postgres.database.pool.query(
        `select outbox_record('stock.changed', 'stock', 'stock:v:l', $1, 'guest', null, 'req', '{}')`,
        [version],
      );
    }
    const { rows } = await postgres.database.pool.query<{ id: string }>('select id from outbox order by id');
    expect(rows.map(({ id }) => /^evt_[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(id))).toEqual([true, true]);
    const { rows: order } = await postgres.database.pool.query('select aggregate_version from outbox order by id');
    expect(order).toEqual([{ aggregate_version: '1' }, { aggregate_version: '2' }]);
  });

  test('refuses a version twice', async () => {
    await record(news('ord_a', 1));
    await expect(record(news('ord_a', 1))).rejects.toMatchObject({ constraint: 'outbox_aggregate_id_aggregate_version_key' });
  });
});
