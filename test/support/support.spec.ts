import { statement } from '#platform/db';
import { freshDatabase, usingDatabase } from './database.js';
import { redisUrl } from './redis.js';
import { onServer } from './server.js';
import { countStatements, statementsOf } from './statements.js';

const one = statement<{ one: number }>('test.one', 'select 1 as one');
const addKey = statement('test.tax-class.add', `insert into tax_class (id, code, name) values ($1, $2, $3)`);

describe('the test database', () => {
  const postgres = usingDatabase();

  it('is migrated and empty', async () => {
    const { rows } = await postgres.database.pool.query(`select count(*) from cart`);
    expect(rows).toEqual([{ count: '0' }]);
  });

  it('is nobody else’s, and gone when dropped', async () => {
    const other = await freshDatabase();
    await other.database.commit([addKey.with(['txc_1', 'standard', JSON.stringify({ en: 'Standard' })])]);
    const name = new URL(other.url).pathname.slice(1);
    await other.drop();
    const { rows } = await postgres.database.pool.query(`select count(*) from tax_class`);
    expect(rows).toEqual([{ count: '0' }]);
    const left = await onServer((server) => server.query('select from pg_database where datname = $1', [name]));
    expect(left.rowCount).toBe(0);
  });

  it('counts the statements of a block, without the frame of its transactions', async () => {
    const work = () => postgres.database.commit([one.with([]), one.with([])]);
    expect(await statementsOf(postgres.database, work)).toEqual(['select $1 as one', 'select $1 as one']);
    expect(await countStatements(postgres.database, () => postgres.database.read(one))).toBe(1);
    expect(await countStatements(postgres.database, async () => undefined)).toBe(0);
  });
});

it('gives a spec file its own numbered Redis database', () => {
  const url = redisUrl();
  if (url !== undefined) expect(url).toMatch(/^redis:\/\/127\.0\.0\.1:\d+\/\d+$/);
});
