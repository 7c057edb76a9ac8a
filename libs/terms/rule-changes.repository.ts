import { revisionColumn, rulesTopic } from '#platform/broadcast';
import { statement, type Database } from '#platform/db';

/** The ids of rules that have changed, by the kind under which the database notes it. */
export type ChangedRules = Readonly<Partial<Record<string, readonly string[]>>>;

/** What is to be read anew. */
interface News {
  /** The version that the rules have now. */
  readonly version: bigint;
  /** What the database sees now: what it will not have seen is what will have changed. */
  readonly snapshot: string;
  /** Null: everything. */
  readonly changed: ChangedRules | null;
}

// what is seen now and was not then; a number that no transaction has had yet comes from before a restore
const read = statement<Omit<News, 'version'> & { readonly version: string }>(
  'terms.changes',
  `select ${revisionColumn(rulesTopic)}::text "version", now.seen::text snapshot,
     case when pg_snapshot_xmax(now.seen) >= pg_snapshot_xmax(before.seen) then
       (select coalesce(json_object_agg(kind, ids), '{}') from (
          select kind, array_agg(id) ids from rule_change
          where xact >= pg_snapshot_xmin(before.seen) and xact < pg_snapshot_xmax(now.seen)
            and not pg_visible_in_snapshot(xact, before.seen)
          group by kind) kinds) end changed
   from (select pg_current_snapshot() seen) now, (select $1::pg_snapshot seen) before`,
);

/** What has changed of the rules since a snapshot; without one, or where the database has been set back since: everything. */
export async function rulesChanged(db: Database, since: string | null): Promise<News> {
  const [row] = await db.read(read, [since]);
  if (!row) throw new Error('a statement without a table returns a row');
  return { ...row, version: BigInt(row.version) };
}
