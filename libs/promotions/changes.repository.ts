import { actorName, type Context, type Id, type PageRequest } from '#kernel';
import { statement, type Database, type Write } from '#platform/db';
import type { ChangeKind, RecordedChange } from './change.js';

const insert = statement<never>(
  'promotions.record-change',
  `insert into promotion_change (id, subject_id, kind, before, after, actor, correlation)
   select * from unnest($1::text[], $2::text[], $3::text[], $4::jsonb[], $5::jsonb[], $6::text[], $7::text[])`,
);

interface ChangeRow extends Omit<RecordedChange, 'subjectId'> {
  readonly subject_id: string;
}

const readPage = statement<ChangeRow>(
  'promotions.changes',
  `select id, subject_id, kind, before, after, actor, at from promotion_change
   where id < $1 and ($2::text is null or subject_id = $2) order by id desc limit $3`,
);

/** Sorts behind every id of a change. */
const lastId = 'pchg`';

/** A change that is to be recorded. */
export interface NewChange {
  readonly id: Id<'promotionChange'>;
  readonly subjectId: string;
  readonly kind: ChangeKind;
  readonly before: object | null;
  readonly after: object | null;
}

/** Writes who changed what, in the transaction of the change: one statement, however many. */
export function recordingChanges(changes: readonly NewChange[], { actor, requestId }: Context): Write {
  const json = (value: object | null): string | null => value && JSON.stringify(value);
  return insert.with(
    [
      changes.map(({ id }) => id),
      changes.map(({ subjectId }) => subjectId),
      changes.map(({ kind }) => kind),
      changes.map(({ before }) => json(before)),
      changes.map(({ after }) => json(after)),
      changes.map(() => actorName(actor)),
      changes.map(() => requestId),
    ],
    { rows: changes.length },
  );
}

/** Recorded changes, the latest first, of one promotion or group or of all: up to one more than the page holds. */
export async function findChanges(db: Database, request: PageRequest, subjectId: string | null): Promise<RecordedChange[]> {
  const rows = await db.read(readPage, [request.after?.[0] ?? lastId, subjectId, request.first + 1]);
  return rows.map(({ subject_id, ...same }) => ({ ...same, subjectId: subject_id }));
}
