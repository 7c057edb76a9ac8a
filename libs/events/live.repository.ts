import { statement, type Database } from '#platform/db';
import type { News } from './news.js';

// each id is looked up in the outbox's own index: what it costs depends on what is watched, not on what has happened
const newest = statement<{ id: string; version: string }>(
  'live.newest',
  `select watched.id, newest.version from unnest($1::text[]) as watched(id) cross join lateral (
     select aggregate_version as version from outbox where aggregate_id = watched.id order by aggregate_version desc limit 1
   ) as newest`,
);

/** The newest version of each aggregate that has one: one statement, however many. */
export async function newestOf(database: Database, ids: readonly string[]): Promise<News> {
  const rows = await database.read(newest, [ids]);
  return new Map(rows.map(({ id, version }) => [id, BigInt(version)]));
}
