import type { Id, PageRequest } from '#kernel';
import type { GroupMode, Stacking } from '#engine';
import { statement, type Database, type Write } from '#platform/db';
import type { Member, PromotionGroup } from './group.js';

interface GroupRow {
  id: Id<'promotionGroup'>;
  name: string;
  parent_id: Id<'promotionGroup'> | null;
  mode: GroupMode;
  scope: 'ITEM' | 'ORDER';
  stacking: Stacking;
  sequence: number;
  version: string;
}

const columns = 'id, name, parent_id, mode, scope, stacking, sequence, version';

const readAll = statement<GroupRow>('promotions.groups', `select ${columns} from promotion_group`);
const readOne = statement<GroupRow>('promotions.group', `select ${columns} from promotion_group where id = $1`);
const readPage = statement<GroupRow>(
  'promotions.groups-page',
  `select ${columns} from promotion_group where id > $1 order by id limit $2`,
);
const readMembers = statement<Member>(
  'promotions.group-members',
  `select id, group_id as "groupId", lane from promotion where group_id is not null and status <> 'ARCHIVED'`,
);
const given = 'jsonb_populate_recordset(null::promotion_group, $1::jsonb)';
const insert = statement<never>(
  'promotions.insert-group',
  `insert into promotion_group (${columns}) select ${columns} from ${given}`,
);
const update = statement<never>(
  'promotions.update-group',
  `update promotion_group set (${columns}) = row(${columns.replace(/\w+/g, 'given.$&')})
   from ${given} given where promotion_group.id = given.id and promotion_group.version = given.version - 1`,
);
const remove = statement<never>(
  'promotions.delete-group',
  `delete from promotion_group using unnest($1::text[], $2::bigint[]) seen(id, version)
   where promotion_group.id = seen.id and promotion_group.version = seen.version`,
);

/** Every group. */
export async function readGroups(db: Database): Promise<PromotionGroup[]> {
  return (await db.read(readAll)).map(groupOf);
}

/** The promotions that stand in groups, but for those that are archived. */
export async function readGroupMembers(db: Database): Promise<Member[]> {
  return db.read(readMembers);
}

/** One group, or null. */
export async function findGroup(db: Database, id: string): Promise<PromotionGroup | null> {
  const [row] = await db.read(readOne, [id]);
  return row ? groupOf(row) : null;
}

/** Groups in the order of their ids: up to one more than the page holds. */
export async function findGroups(db: Database, request: PageRequest): Promise<PromotionGroup[]> {
  return (await db.read(readPage, [request.after?.[0] ?? '', request.first + 1])).map(groupOf);
}

/** A group as it is to be written; its version was counted up from that of `before`, which is null where it is new. */
export interface SavedGroup {
  readonly before: PromotionGroup | null;
  readonly after: PromotionGroup;
}

/** Writes groups: as many statements for a hundred as for one. */
export function savingGroups(changes: readonly SavedGroup[]): Write[] {
  const made = changes.filter(({ before }) => before === null);
  const changed = changes.filter(({ before }) => before !== null);
  return [
    { write: insert, rows: made },
    { write: update, rows: changed },
  ].flatMap(({ write, rows }) =>
    rows.length > 0 ? [write.with([JSON.stringify(rows.map(({ after }) => rowOf(after)))], { rows: rows.length })] : [],
  );
}

/** Deletes groups in which nothing stands but one another. */
export function deletingGroups(groups: readonly PromotionGroup[]): Write {
  const versions = groups.map(({ version }) => version.toString());
  return remove.with([groups.map(({ id }) => id), versions], { rows: groups.length });
}

function rowOf({ parentId, version, ...same }: PromotionGroup): GroupRow {
  return { ...same, parent_id: parentId, version: version.toString() };
}

function groupOf({ parent_id, version, ...same }: GroupRow): PromotionGroup {
  return { ...same, parentId: parent_id, version: BigInt(version) };
}
