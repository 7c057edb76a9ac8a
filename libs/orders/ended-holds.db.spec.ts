import { Config } from '#platform/config';
import { usingDatabase } from '../../test/support/database.js';
import { EndedHolds } from './ended-holds.service.js';

const postgres = usingDatabase();

test('holds that ended long ago are forgotten, but for those of orders that are not decided yet; what is held stays', async () => {
  const { pool } = postgres.database;
  await pool.query(
    `insert into orders (id, cart_id, channel_id, currency, locale, state, contact, net, tax, total, inputs, expires_at)
     values ('ord_open', 'cart_1', 'chan_1', 'EUR', 'en', 'PENDING', '{}', 0, 0, 0, '{}', now())`,
  );
  await pool.query(
    `insert into hold (owner, counter_id, quantity, state, expires_at, closed_at)
     select owner, 'promotion:1', 1, state, now(), case when days is not null then now() - days * interval '1 day' end from (values
       ('ord_1', 'VOIDED', 31), ('ord_1', 'EXPIRED', 31), ('ord_2', 'RELEASED', 31), ('ord_2', 'CONSUMED', 31),
       ('ord_3', 'EXPIRED', 29), ('ord_4', 'POSTED', null), ('ord_4', 'PENDING', null), ('ord_open', 'EXPIRED', 31)) h(owner, state, days)`,
  );
  await pool.query(
    `insert into hold (owner, counter_id, quantity, state, closed_at)
     select 'ord_many', 'promotion:1', 1, 'VOIDED', now() - interval '40 days' from generate_series(1, 21000)`,
  );
  await new EndedHolds(postgres.database, new Config({ ENDED_DAYS: '30' })).round();
  expect((await pool.query('select owner, state from hold order by 1, 2')).rows).toEqual([
    { owner: 'ord_3', state: 'EXPIRED' },
    { owner: 'ord_4', state: 'PENDING' },
    { owner: 'ord_4', state: 'POSTED' },
    { owner: 'ord_open', state: 'EXPIRED' },
  ]);
});
