import { Clock } from '#platform/clock';
import { Config } from '#platform/config';
import { Database } from '#platform/db';
import { firstIdAt } from '#platform/ids';
import { usingDatabase } from '../../test/support/database.js';
import { EventPurge } from './event-purge.service.js';
import { forgettingEvents } from './forgetting.repository.js';
import { PulledRepository } from './pulled.repository.js';

const postgres = usingDatabase();
const purge = () => new EventPurge(postgres.database, new Clock(), new Config({ EVENT_DAYS: '30' })).round();
const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60_000);

/** So many events of as many aggregates, `name 1` and so on, that happened then. */
async function happened(name: string, at: Date, relayedAt: Date | null, many = 1): Promise<void> {
  await postgres.database.pool.query(
    `insert into outbox (id, type, aggregate_type, aggregate_id, aggregate_version, actor, payload, occurred_at, relayed_at)
     select $1 || lpad(i::text, 10, '0') || $2, 'order.placed', 'order', $2 || ' ' || i, 1, 'test', '{}', $3, $4 from generate_series(1, $5::int) i`,
    [firstIdAt('event', at), name, at, relayedAt, many],
  );
}
const left = async () =>
  (await postgres.database.pool.query<{ id: string }>('select aggregate_id id from outbox order by 1')).rows.map(({ id }) => id);

beforeEach(async () => {
  await postgres.database.pool.query('truncate outbox, delivery');
});

test('what everybody has heard is forgotten after a while; what is young, waits or is still to be heard stays', async () => {
  await happened('old', daysAgo(31), daysAgo(31));
  await happened('old, never handed on', daysAgo(31), null);
  await happened('old, parked', daysAgo(31), daysAgo(31));
  await happened('young', daysAgo(29), daysAgo(29));
  await postgres.database.pool.query(
    `insert into delivery (consumer, aggregate_id, aggregate_version, event_id, parked_at)
     select 'erp', aggregate_id, 1, id, now() from outbox where aggregate_id = 'old, parked 1'`,
  );
  await purge();
  expect(await left()).toEqual(['old, never handed on 1', 'old, parked 1', 'young 1']);
});

test('it goes on until nothing is left to forget, however much there is, and two at once do not get in each other’s way', async () => {
  await happened('many', daysAgo(40), daysAgo(40), 25_000);
  await happened('young', daysAgo(1), daysAgo(1));
  await Promise.all([purge(), purge()]);
  // whoever skips what another is forgetting ends early, and that other goes on
  await purge();
  expect(await left()).toEqual(['young 1']);
});

test('in search of what is old it looks at nothing that is young', async () => {
  await happened('young', daysAgo(1), daysAgo(1), 20_000);
  await happened('old', daysAgo(40), daysAgo(40), 10);
  await postgres.database.pool.query('analyze outbox');
  const one = new Database({ connectionString: postgres.url, max: 1 });
  try {
    const before = daysAgo(50);
    await one.commit([forgettingEvents(before)]);
    const { rows } = await one.pool.query<{ 'QUERY PLAN': string }>(
      `explain (analyze, costs off, timing off) execute "outbox.forget"('${firstIdAt('event', daysAgo(30))}', now())`,
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toMatch(/Index Scan using outbox_pkey on outbox old \(actual rows=10/);
  } finally {
    await one.close();
  }
});

test('up to where of what is pulled was forgotten is known, and who was away longer is told', async () => {
  const { pool } = postgres.database;
  const pulled = new PulledRepository(postgres.database);
  await happened('pulled', daysAgo(31), daysAgo(31), 3);
  await happened('kept', daysAgo(1), daysAgo(1), 2);
  await pool.query(
    `update outbox set type = 'price.changed', position = nextval('outbox_position_seq') where aggregate_id like 'pulled%'`,
  );
  await pool.query(
    `update outbox set type = 'price.changed', position = nextval('outbox_position_seq') where aggregate_id like 'kept%'`,
  );
  const newest = await pulled.newest();
  await purge();
  expect(await left()).toEqual(['kept 1', 'kept 2']);
  const looked = async (position: bigint) => {
    const { events, gap } = await pulled.since(position, null, 10);
    return { seen: events.length, gap };
  };
  expect(await looked(newest - 3n)).toEqual({ seen: 2, gap: true });
  expect(await looked(newest - 2n)).toEqual({ seen: 2, gap: false });
  expect(await looked(newest)).toEqual({ seen: 0, gap: false });
  expect(await looked(newest + 1n)).toEqual({ seen: 0, gap: true });
  // when all is forgotten, whoever begins does so behind it; a round that forgets nothing that is pulled leaves it
  await pool.query(`update outbox set id = $1 || substr(id, 20), occurred_at = now() - interval '40 days'`, [
    firstIdAt('event', daysAgo(40)),
  ]);
  await purge();
  await happened('not pulled', daysAgo(31), daysAgo(31));
  await purge();
  expect(await left()).toEqual([]);
  expect(await pulled.newest()).toBe(newest);
  expect(await looked(newest)).toEqual({ seen: 0, gap: false });
});
