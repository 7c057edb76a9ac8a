import { idOf } from '#kernel';
import { Database, statement } from '#platform/db';
import { usingDatabase } from '../../../test/support/database.js';
import { certificatesColumn, certificatesOf, type CertificatesJson } from './certificates.repository.js';

const postgres = usingDatabase();
const ada = idOf('customer', '1'.padStart(26, '0'));
const named = statement<{ found: CertificatesJson }>('test.certificates', `select ${certificatesColumn('$1::text[]')} found`);

beforeAll(async () => {
  const { pool } = postgres.database;
  await pool.query('insert into customer (id) values ($1)', [ada]);
  await pool.query(
    `insert into tax_relief (id, customer_id, kind, number, class_ids, zone_ids)
     select 'txf_' || n, $1, 'EXEMPT', 'C-' || n, '{}', '{}' from generate_series(1, 5000) n`,
    [ada],
  );
  await pool.query('analyze tax_relief');
});

test('certificates are found by their numbers, and no other is looked at', async () => {
  const one = new Database({ connectionString: postgres.url, max: 1 });
  try {
    const [row] = await one.read(named, [['C-7', 'C-none']]);
    expect([...certificatesOf(row?.found ?? null)].map(([number, { length }]) => [number, length])).toEqual([['C-7', 1]]);
    const { rows } = await one.pool.query<{ 'QUERY PLAN': string }>(
      `explain (costs off) select ${certificatesColumn(`array['C-7', 'C-none']`)}`,
    );
    const plan = rows.map((each) => each['QUERY PLAN']).join('\n');
    expect(plan).toMatch(/using tax_relief_certificate|on tax_relief_certificate/);
    expect(plan).not.toContain('Seq Scan on tax_relief');
  } finally {
    await one.close();
  }
});
