import type { Client } from 'pg';
import { StartupError, type Config } from '#platform/config';
import { connect, migrationsOf } from '#platform/db';
import { fromSentence, graded, levelOf, ok, wrong, type Finding } from './finding.js';

/** Connections of a process besides its pool: those that hold turns, and the ear of its broadcast. */
const besidesPool = 5;
const oldest = { version: 150_000, name: '15' };
const extensions = ['pg_trgm', 'unaccent', 'btree_gist'];

/** What is known of the database: how it is, and whether its tables can be asked. */
export interface DatabaseState {
  readonly findings: readonly Finding[];
  readonly migrated: boolean;
}

/** Looks at PostgreSQL without changing anything in it. */
export async function examineDatabase(url: string, config: Config): Promise<DatabaseState> {
  let client: Client;
  try {
    client = await connect(url);
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    return { findings: [fromSentence('database', error.message)], migrated: false };
  }
  try {
    const migrations = await migrationsFound(client);
    const findings = [
      await version(client),
      await durability(client),
      await connections(client, config),
      await extended(client),
      await clock(client),
      ...migrations.findings,
    ];
    return { findings, migrated: migrations.whole };
  } finally {
    await client.end();
  }
}

async function version(client: Client): Promise<Finding> {
  const { rows } = await client.query<{ number: number; name: string; encoding: string }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as name,
       current_setting('server_encoding') as encoding`,
  );
  const { number = 0, name = '', encoding = '' } = rows[0] ?? {};
  if (number < oldest.version)
    return wrong('bad', 'database', `PostgreSQL ${name} is older than ${oldest.name}.`, `Upgrade to ${oldest.name} or newer.`);
  if (encoding !== 'UTF8')
    return wrong('bad', 'database', `The database keeps its texts as ${encoding}.`, "Make one with encoding 'UTF8'.");
  return ok('database', `PostgreSQL ${name} answers.`);
}

async function durability(client: Client): Promise<Finding> {
  const { rows } = await client.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off'`,
  );
  const off = rows.map(({ name }) => name).sort();
  if (off.length === 0)
    return ok('durability', 'What is committed survives a crash (fsync, full_page_writes, synchronous_commit).');
  const level = off.some((name) => name !== 'synchronous_commit') ? 'bad' : 'warn';
  return wrong(level, 'durability', `A crash may lose what was sold: ${off.join(', ')} off.`, `Set ${off.join(', ')} = on.`);
}

async function connections(client: Client, { databasePool }: Config): Promise<Finding> {
  const { rows } = await client.query<{ most: number; used: number }>(
    `select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as most,
       (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as used`,
  );
  const { most = 0, used = 0 } = rows[0] ?? {};
  const each = databasePool + besidesPool;
  const room = Math.floor(most / each);
  const says = `${used.toString()} of ${most.toString()} connections are taken; ${room.toString()} processes of ${each.toString()} (DATABASE_POOL and ${besidesPool.toString()} more) fit.`;
  const level = room < 1 ? 'bad' : room < 2 || used > 0.9 * most ? 'warn' : 'ok';
  return graded(level, 'connections', says, 'Raise max_connections of PostgreSQL, or lower DATABASE_POOL.');
}

async function extended(client: Client): Promise<Finding> {
  const { rows } = await client.query<{ name: string }>('select name from pg_available_extensions where name = any($1)', [
    extensions,
  ]);
  const there = new Set(rows.map(({ name }) => name));
  const missing = extensions.filter((name) => !there.has(name));
  if (missing.length === 0) return ok('extensions', `${extensions.join(', ')} can be had.`);
  return wrong(
    'bad',
    'extensions',
    `This server lacks ${missing.join(', ')}.`,
    'Install them, as with the package postgresql-contrib.',
  );
}

async function clock(client: Client): Promise<Finding> {
  const before = Date.now();
  const { rows } = await client.query<{ now: string }>('select extract(epoch from clock_timestamp()) * 1000 as now');
  const skew = Math.abs(Number(rows[0]?.now) - (before + Date.now()) / 2) / 1000;
  const says = `The clocks of this machine and of the database are ${skew < 0.1 ? 'together' : `${skew.toFixed(1)} s apart`}.`;
  return graded(levelOf(skew, 2, 30), 'clock', says, 'Let both set their clocks by NTP.');
}

async function migrationsFound(client: Client): Promise<{ readonly findings: readonly Finding[]; readonly whole: boolean }> {
  const { applied, missing, half, warnings } = await migrationsOf(client);
  const about = 'migrations';
  const found: Finding[] = [];
  if (half !== null)
    found.push(wrong('bad', about, `${half} was begun and never finished.`, 'Start a process: it says what to do.'));
  else if (missing.length > 0)
    found.push(
      wrong(
        'warn',
        about,
        `${applied.toString()} applied, ${missing.length.toString()} missing, from ${missing[0] ?? ''} on.`,
        'Start any process: it applies them.',
      ),
    );
  else found.push(ok(about, `All ${applied.toString()} are applied.`));
  for (const warning of warnings) found.push(wrong('warn', about, warning, 'Run the version that this database belongs to.'));
  return { findings: found, whole: half === null && missing.length === 0 };
}
