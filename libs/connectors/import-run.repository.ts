import type { Id } from '#kernel';
import { statement, type Database, type Write } from '#platform/db';
import type { Counts } from './counts.js';
import type { ImportKind } from './importer.js';

/** A run that has begun: how far it has come, and what it has done. */
export interface ImportRun {
  readonly id: Id<'importRun'>;
  /** The last row of the file that is done with. */
  readonly rowsDone: number;
  readonly counts: Counts;
}

/** What makes a run the same when it is started again. */
export interface RunKey {
  readonly kind: ImportKind;
  readonly fileHash: string;
  readonly options: object;
}

const unfinished = statement<{ id: Id<'importRun'>; rows_done: string; counts: Counts }>(
  'connectors.unfinished-run',
  `select id, rows_done, counts from import_run
   where file_hash = $1 and kind = $2 and options = $3::jsonb and state = 'RUNNING' order by id desc limit 1`,
);
const insert = statement<never>(
  'connectors.insert-run',
  'insert into import_run (id, kind, file_hash, file_name, options) values ($1, $2, $3, $4, $5::jsonb)',
);
const advance = statement<never>(
  'connectors.advance-run',
  'update import_run set rows_done = $3, counts = $4::jsonb where id = $1 and rows_done = $2',
);
const finish = statement<never>(
  'connectors.finish-run',
  `update import_run set state = 'FINISHED', finished_at = now() where id = $1 and state = 'RUNNING'`,
);

// what an import looks up while it fills the tables: plans made for empty ones would read them whole
const refresh = statement<never>(
  'connectors.refresh-statistics',
  `analyze product, variant, category, category_product, price, price_aggregate, counter, stock_level, stock_movement, location,
     customer, customer_person, customer_address, customer_group_member, organization, organization_member`,
);

/** The run of this file with these options that was broken off, if there is one. */
export async function unfinishedRun(db: Database, { kind, fileHash, options }: RunKey): Promise<ImportRun | null> {
  const [row] = await db.read(unfinished, [fileHash, kind, JSON.stringify(options)]);
  return row ? { id: row.id, rowsDone: Number(row.rows_done), counts: row.counts } : null;
}

/** Writes that a run begins. */
export function beginningRun(id: Id<'importRun'>, { kind, fileHash, options }: RunKey, fileName: string): Write {
  return insert.with([id, kind, fileHash, fileName, JSON.stringify(options)], { rows: 1 });
}

/** Writes how far a run has come, in the transaction of what it did; refused when another process has gone on with it. */
export function advancingRun(run: ImportRun, rowsDone: number, counts: Counts): Write {
  return advance.with([run.id, run.rowsDone, rowsDone, JSON.stringify(counts)], { rows: 1 });
}

/** Lets the planner see how much the tables hold by now. */
export function refreshingStatistics(): Write {
  return refresh.with([]);
}

/** Writes that a run has come to its end. */
export function finishingRun(id: Id<'importRun'>): Write {
  return finish.with([id], { rows: 1 });
}
