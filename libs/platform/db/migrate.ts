import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { projectFolder, StartupError } from '#platform/config';
import { connect } from './connect.js';

/** The key that Prisma's own engine locks while it migrates. */
const prismaLock = 72707369;

/** What a migration run did, and what a person should know about it. */
export interface Migrated {
  readonly applied: readonly string[];
  readonly warnings: readonly string[];
}

/** How far a database is. */
export interface MigrationState {
  /** How many are applied. */
  readonly applied: number;
  /** Those that the next start applies, in order. */
  readonly missing: readonly string[];
  /** One that was begun by another tool and never finished. */
  readonly half: string | null;
  readonly warnings: readonly string[];
}

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

interface Known {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
}

/**
 * Brings the database up to date: each migration that it lacks, in order, in a transaction of its own,
 * recorded in Prisma's table. Any number of processes may call it at once.
 * @throws StartupError when a migration fails (nothing of it is kept) or an earlier one is half applied
 */
export async function migrate(url: string, folder: string = join(projectFolder, 'prisma/migrations')): Promise<Migrated> {
  const client = await connect(url);
  try {
    await client.query('select pg_advisory_lock($1)', [prismaLock]);
    await client.query(`create table if not exists _prisma_migrations (
      id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz, migration_name varchar(255) not null,
      logs text, rolled_back_at timestamptz, started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`);
    const rows = await knownTo(client);
    refuseHalfApplied(rows);
    const known = new Map(rows.map((row) => [row.migration_name, row.checksum]));
    const migrations = migrationsIn(folder);
    const missing = migrations.filter(({ name }) => !known.has(name));
    for (const migration of missing) await apply(client, migration);
    return { applied: missing.map(({ name }) => name), warnings: warningsOf(migrations, known) };
  } finally {
    // with the connection goes the lock
    await client.end();
  }
}

/** Looks how far the database is, and changes nothing. */
export async function migrationsOf(
  client: Client,
  folder: string = join(projectFolder, 'prisma/migrations'),
): Promise<MigrationState> {
  const { rowCount } = await client.query(`select from pg_class where oid = to_regclass('_prisma_migrations')`);
  const rows = rowCount ? await knownTo(client) : [];
  const known = new Map(rows.map((row) => [row.migration_name, row.checksum]));
  const migrations = migrationsIn(folder);
  return {
    applied: rows.filter((row) => row.finished_at !== null).length,
    missing: migrations.filter(({ name }) => !known.has(name)).map(({ name }) => name),
    half: rows.find((row) => row.finished_at === null)?.migration_name ?? null,
    warnings: warningsOf(migrations, known),
  };
}

async function knownTo(client: Client): Promise<Known[]> {
  const { rows } = await client.query<Known>(
    'select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null order by started_at',
  );
  return rows;
}

function migrationsIn(folder: string): Migration[] {
  return readdirSync(folder)
    .sort()
    .filter((name) => existsSync(join(folder, name, 'migration.sql')))
    .map((name) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

function refuseHalfApplied(rows: readonly Known[]): void {
  const half = rows.find((row) => row.finished_at === null);
  if (!half) return;
  throw new StartupError(
    `The migration ${half.migration_name} was begun by another tool and never finished: undo by hand what it did of its ` +
      `migration.sql, then run "update _prisma_migrations set rolled_back_at = now() where migration_name = '${half.migration_name}'" ` +
      `in the database, or restore a backup, and start again.`,
  );
}

async function apply(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(
      'insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) values ($1, $2, $3, clock_timestamp(), 1)',
      [randomUUID(), checksum, name],
    );
    await client.query(sql);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    const reason = (error as { message?: string }).message ?? String(error);
    const extension = forbiddenExtension(error);
    if (extension !== null)
      throw new StartupError(
        `The migration ${name} needs the PostgreSQL extension ${extension} (${reason}). Either let the role create it (grant create on ` +
          `the database), or have an administrator run "create extension ${extension}" in the database, then start again.`,
      );
    throw new StartupError(`The migration ${name} failed (${reason}); nothing of it was kept: correct it and start again.`);
  }
}

/** The extension that a migration could not create, because the role may not or the server does not have it; null: it failed otherwise. */
function forbiddenExtension(error: unknown): string | null {
  const { code, message = '' } = error as { code?: string; message?: string };
  const named = /extension "(\w+)"/.exec(message)?.[1];
  return named !== undefined && (code === '42501' || code === '0A000' || code === '58P01') ? named : null;
}

function warningsOf(migrations: readonly Migration[], known: ReadonlyMap<string, string>): string[] {
  const names = new Set(migrations.map(({ name }) => name));
  return [
    ...migrations
      .filter(({ name, checksum }) => known.has(name) && known.get(name) !== checksum)
      .map(({ name }) => `The migration ${name} was edited after it was applied to this database.`),
    ...[...known.keys()]
      .filter((name) => !names.has(name))
      .map((name) => `The database has the migration ${name}, which this version does not know.`),
  ];
}
