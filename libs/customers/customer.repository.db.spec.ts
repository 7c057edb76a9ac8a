import { Database } from '#platform/db';
import { usingDatabase } from '../../test/support/database.js';
import { CustomerRepository } from './customer.repository.js';

const postgres = usingDatabase();
const idOf = (i: number) => `cus_${String(i).padStart(26, '0')}`;

beforeAll(async () => {
  const { pool } = postgres.database;
  await pool.query(`insert into customer (id) select 'cus_' || lpad(i::text, 26, '0') from generate_series(1, 5000) i`);
  await pool.query(`insert into customer_person (customer_id, email) select id, id || '@example.test' from customer`);
  await pool.query(`insert into customer_group (id, code, name) values ('grp_few', 'few', 'Few'), ('grp_many', 'many', 'Many')`);
  await pool.query(
    `insert into customer_group_member (customer_id, group_id)
     select 'cus_' || lpad(i::text, 26, '0'), 'grp_few' from generate_series(1, 5) i
     union all select 'cus_' || lpad(i::text, 26, '0'), 'grp_many' from generate_series(4, 5000) i`,
  );
  await pool.query('analyze customer, customer_person, customer_group_member');
});

test('the customers of a group come a page at a time, the newest first, each with all its groups', async () => {
  const repository = new CustomerRepository(postgres.database);
  const first = await repository.page({ first: 2, after: null }, null, 'grp_few');
  expect(first.map(({ id, groups }) => [id, groups.map(({ code }) => code)])).toEqual([
    [idOf(5), ['few', 'many']],
    [idOf(4), ['few', 'many']],
    // one more than the page holds
    [idOf(3), ['few']],
  ]);
  const next = await repository.page({ first: 2, after: [idOf(4)] }, null, 'grp_few');
  expect(next.map(({ id }) => id)).toEqual([idOf(3), idOf(2), idOf(1)]);
  expect(await repository.page({ first: 2, after: [idOf(1)] }, null, 'grp_few')).toEqual([]);
  expect((await repository.page({ first: 2, after: null }, 'cus_', 'grp_few')).map(({ id }) => id)).toEqual(
    [3, 4, 5].map(idOf).reverse(),
  );
  expect((await repository.page({ first: 1, after: null }, null, null)).map(({ id }) => id)).toEqual([idOf(5000), idOf(4999)]);
});

test('for a page of a group nobody else is looked at', async () => {
  const one = new Database({ connectionString: postgres.url, max: 1 });
  try {
    await new CustomerRepository(one).page({ first: 2, after: null }, null, 'grp_few');
    const { rows } = await one.pool.query<{ 'QUERY PLAN': string }>(
      `explain (analyze, costs off, timing off) execute "customers.page-of-group"('cus_z', 3, 'grp_few')`,
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toMatch(/Index Only Scan .*using customer_group_member_of_group .*rows=3/);
    expect(plan).not.toContain('Seq Scan on customer ');
    expect(plan).not.toContain('Seq Scan on customer_person');
  } finally {
    await one.close();
  }
});
