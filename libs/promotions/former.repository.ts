import { statement, type Database } from '#platform/db';
import { firstIdAt } from '#platform/ids';
import type { ChangedRules } from './former.js';
import { readGroups } from './groups.repository.js';
import { findNamed } from './promotions.repository.js';

const readChanges = statement<{ subject_id: string; before: object | null; at: Date }>(
  'promotions.changes-since',
  'select subject_id, before, at from promotion_change where id > $1 and at > $2 order by id desc',
);

/** How far the clocks of processes, by which ids sort, may be behind that of the database. */
const skewMs = 60_000;

/** SQL: whether a promotion or group was changed since the instant; `first` is the first id of a change from a little before it on. */
export function rulesChangedSince(first: string, since: string): string {
  return `exists (select from promotion_change where id > ${first} and at > ${since})`;
}

/** What sorts before the ids of all changes since an instant. */
export function firstChangeSince(since: Date): string {
  return firstIdAt('promotionChange', new Date(since.getTime() - skewMs));
}

/** The promotions and groups that were changed since an instant, and how. */
export async function readChangedRules(db: Database, since: Date): Promise<ChangedRules> {
  const rows = await db.read(readChanges, [firstChangeSince(since), since]);
  const ids = [...new Set(rows.map(({ subject_id }) => subject_id))];
  const [promotions, groups] = await Promise.all([findNamed(db, ids), readGroups(db)]);
  const changes = rows.map(({ subject_id, ...same }): ChangedRules['changes'][number] => ({ ...same, subjectId: subject_id }));
  return { promotions, groups, changes };
}
