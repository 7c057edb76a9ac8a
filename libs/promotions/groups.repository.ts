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
const insert = statement<never>(
  'promotions.insert-group',
  `insert into promotion_group (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
);
const update = statement<never>(
  'promotions.update-group',
  `update promotion_group set name = $2, parent_id = $3, mode = $4, scope = $5, stacking = $6, sequence = $7, version = $8
   where id = $1 and version = $8::bigint - 1`,
);
const remove = statement<never>('promotions.delete-group', 'delete from promotion_group where id = $1 and version = $2');

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

/** Writes a group whose version was counted up from that of `before`. */
export function savingGroup(after: PromotionGroup, before: PromotionGroup | null): Write {
  const { id, name, parentId, mode, scope, stacking, sequence, version } = after;
  const values = [id, name, parentId, mode, scope, stacking, sequence, version.toString()];
  return (before ? update : insert).with(values, { rows: 1 });
}

/** Deletes a group in which nothing stands. */
export function deletingGroup({ id, version }: PromotionGroup): Write {
  return remove.with([id, version.toString()], { rows: 1 });
}

function groupOf({ parent_id, version, ...same }: GroupRow): PromotionGroup {
  return { ...same, parentId: parent_id, version: BigInt(version) };
}
