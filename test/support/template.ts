import { migrate } from '#platform/db';
import { fromSetup, onServer, urlOf } from './server.js';

/** The migrated, empty database that every test database is a copy of; made by the first who asks. */
export async function templateDatabase(): Promise<string> {
  const name = `cartwright_${fromSetup('TEST_RUN')}_template`;
  await onServer(async (server) => {
    await server.query('select pg_advisory_lock(hashtextextended($1, 0))', [name]);
    const { rowCount } = await server.query('select from pg_database where datname = $1 and datistemplate', [name]);
    if (rowCount) return;
    // a half-made one is left over when migrating failed for the one who asked before
    await server.query(`drop database if exists "${name}" with (force)`);
    await server.query(`create database "${name}"`);
    await migrate(urlOf(name));
    // closed: nobody, not even autovacuum, may be in a database while it is copied
    await server.query(`alter database "${name}" is_template true allow_connections false`);
  });
  return name;
}
