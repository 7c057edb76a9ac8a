import { Clock } from '#platform/clock';
import { newId } from '#platform/ids';
import { usingDatabase } from '../../test/support/database.js';
import { AttemptRepository } from './attempts/attempt.repository.js';
import { AccessPurge } from './purge.service.js';
import { SessionRepository } from './sessions/session.repository.js';

const postgres = usingDatabase();

const purging = () => {
  const { database } = postgres;
  return new AccessPurge(database, new SessionRepository(database), new AttemptRepository(), new Clock()).round();
};

test('what nothing can keep going any more is forgotten, what goes on stays', async () => {
  const { database } = postgres;
  const { pool } = database;
  const [over, living] = [newId('session'), newId('session')];
  await pool.query(
    `insert into session (id, kind, subject_id, ends_at) values
      ($1, 'CUSTOMER', 'cus_1', now() + interval '1 day'), ($2, 'STAFF', 'stf_1', now() + interval '1 day')`,
    [over, living],
  );
  await pool.query(
    `insert into refresh_token (hash, session_id, expires_at, used_at) values
       ('over', $1, now() - interval '1 minute', null), ('over, used', $1, now() + interval '1 day', now()),
       ('living', $2, now() + interval '1 day', null), ('living, used', $2, now() + interval '1 hour', now()),
       ('living, used long ago', $2, now() - interval '1 minute', now())`,
    [over, living],
  );
  await pool.query(`insert into attempt (key, points, expire) values ('past', 3, $1), ('present', 3, $2)`, [
    Date.now() - 1,
    Date.now() + 60_000,
  ]);
  await purging();
  expect((await pool.query('select id from session')).rows).toEqual([{ id: living }]);
  const { rows } = await pool.query('select hash from refresh_token order by hash');
  expect(rows).toEqual([{ hash: 'living' }, { hash: 'living, used' }]);
  expect((await pool.query('select key from attempt')).rows).toEqual([{ key: 'present' }]);
});

test('it goes on until nothing is left to forget, however much there is', async () => {
  const { pool } = postgres.database;
  await pool.query(`insert into attempt (key, points, expire) select 'many ' || i, 1, 0 from generate_series(1, 25000) i`);
  await purging();
  expect((await pool.query(`select count(*)::int as left from attempt where key like 'many %'`)).rows).toEqual([{ left: 0 }]);
});
