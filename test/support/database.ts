import { randomUUID } from 'node:crypto';
import { Database } from '#platform/db';
import { fromSetup, onServer, urlOf } from './server.js';
import { templateDatabase } from './template.js';

/** A migrated, empty database of one's own. `drop` closes it and deletes it. */
export interface TestDatabase {
  readonly database: Database;
  readonly url: string;
  drop(): Promise<void>;
}

/** Makes a fresh database: migrated, empty, seen by nobody else. */
export async function freshDatabase(): Promise<TestDatabase> {
  const name = `cartwright_${fromSetup('TEST_RUN')}_${randomUUID().slice(0, 8)}`;
  const template = await templateDatabase();
  // file by file: the template is small and at rest, and the other way, through the log, costs twice as much
  await onServer((server) => server.query(`create database "${name}" template "${template}" strategy file_copy`));
  const url = urlOf(name);
  const database = new Database({ connectionString: url });
  return {
    database,
    url,
    drop: async () => {
      await database.close();
      await onServer((server) => server.query(`drop database if exists "${name}" with (force)`));
    },
  };
}

/**
 * Gives the spec file a database of its own from before its first test until after its last:
 * `const postgres = usingDatabase();` and, inside tests, `postgres.database` and `postgres.url`.
 */
export function usingDatabase(): Omit<TestDatabase, 'drop'> {
  let current: TestDatabase | undefined;
  beforeAll(async () => {
    current = await freshDatabase();
  });
  afterAll(async () => {
    await current?.drop();
  });
  const made = (): TestDatabase => {
    if (!current) throw new Error('the database exists inside tests and hooks only');
    return current;
  };
  return {
    get database() {
      return made().database;
    },
    get url() {
      return made().url;
    },
  };
}
