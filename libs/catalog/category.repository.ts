import { statement, type Database, type Value, type Write } from '#platform/db';
import type { Id, LocalizedText } from '#kernel';
import { isRestricted, type Assortment } from './assortments/assortment.js';
import type { CategoryRow } from './presented.js';
import { categorySeenBy } from './seen.js';

const columns = 'c.id, c.slug, c.name, c.position, c.parent_id';

/** Who looks at categories: whoever manages them sees all, others what is not hidden from them. */
export interface CategoryLooker {
  readonly all: boolean;
  readonly viewer: readonly string[];
}

/** $1 and $2: `seeing`. */
const seen = `($1::boolean or ${categorySeenBy('c', '$2::text[]')})`;

const seeing = ({ all, viewer }: CategoryLooker): [boolean, readonly string[]] => [all, viewer];

const stateColumns = `${columns}, c.version, c.visibility, c.audience, c.channel_ids, c.restricted_by`;

const all = statement<CategoryRow>('category.all', `select ${columns} from category c where ${seen} order by c.position, c.slug`);
const bySlug = statement<StateRow>('category.by-slug', `select ${stateColumns} from category c where c.slug = $3 and ${seen}`);
const byId = statement<StateRow>('category.by-id', `select ${stateColumns} from category c where c.id = any($1::text[])`);
const below = statement<CategoryRow>(
  'category.below',
  `select ${columns} from category c where c.parent_id = any($3::text[]) and ${seen} order by c.position, c.slug`,
);
const ofProducts = statement<CategoryRow & { product_id: string }>(
  'category.of-products',
  `select ${columns}, cp.product_id from category_product cp join category c on c.id = cp.category_id
   where cp.product_id = any($3::text[]) and ${seen} order by c.position, c.slug`,
);
const ancestors = statement<{ id: string }>(
  'category.ancestors',
  `with recursive above as (
     select id, parent_id from category where id = $1
     union select c.id, c.parent_id from category c join above on c.id = above.parent_id)
   select id from above`,
);
const insert = statement<never>(
  'category.insert',
  `insert into category (id, slug, name, parent_id, position, version, visibility, audience, channel_ids, restricted_by)
   values ($1, $2, $3, $4, $5, 1, $6, $7, $8, $9)`,
);
const update = statement<never>(
  'category.update',
  `update category set slug = $2, name = $3, parent_id = $4, position = $5, visibility = $6, audience = $7, channel_ids = $8,
     restricted_by = $9, version = version + 1
   where id = $1 and version = $10`,
);
const restrictBelow = statement<never>(
  'category.restrict-below',
  `with recursive below as (
     select id, restricted_by from category where id = $1
     union all
     select c.id, b.restricted_by || case when c.visibility <> 'PUBLIC' or c.channel_ids <> '{}' then array[c.id] else '{}' end
     from category c join below b on b.id = c.parent_id)
   update category set restricted_by = below.restricted_by from below
   where category.id = below.id and category.restricted_by <> below.restricted_by`,
);
const noteProducts = statement<never>(
  'category.note-products',
  `with recursive below as (select $1::text id union all select c.id from category c join below b on b.id = c.parent_id)
   select catalog_restrict(ids), search_index(ids)
   from (select array(select distinct product_id from category_product where category_id in (select id from below) order by 1) ids) listed`,
);

/** A category with the version that a change of it is decided on. */
export interface CategoryState {
  readonly id: Id<'category'>;
  readonly slug: string;
  readonly name: LocalizedText;
  readonly position: number;
  readonly parentId: Id<'category'> | null;
  readonly version: bigint;
  readonly assortment: Assortment;
  /** It and those above it that are restricted. */
  readonly restrictedBy: readonly string[];
}

interface StateRow extends CategoryRow {
  readonly version: string;
  readonly visibility: Assortment['visibility'];
  readonly audience: readonly string[];
  readonly channel_ids: readonly string[];
  readonly restricted_by: readonly string[];
}

/** All categories, siblings in their order. */
export async function allCategories(db: Database, looker: CategoryLooker): Promise<CategoryRow[]> {
  return db.read(all, seeing(looker));
}

/** One category. */
export async function categoryBySlug(db: Database, slug: string, looker: CategoryLooker): Promise<CategoryState | null> {
  const [row] = await db.read(bySlug, [...seeing(looker), slug]);
  return row ? stateOf(row) : null;
}

/** Categories by id, in no order. */
export async function categoriesById(db: Database, ids: readonly string[]): Promise<CategoryState[]> {
  return (await db.read(byId, [ids])).map(stateOf);
}

/** The categories right below these. */
export async function categoriesBelow(db: Database, parents: readonly string[], looker: CategoryLooker): Promise<CategoryRow[]> {
  return db.read(below, [...seeing(looker), parents]);
}

/** The categories of each of these products. */
export async function categoriesOf(
  db: Database,
  products: readonly string[],
  looker: CategoryLooker,
): Promise<(CategoryRow & { product_id: string })[]> {
  return db.read(ofProducts, [...seeing(looker), products]);
}

/** The category and all above it. */
export async function lineage(db: Database, id: string): Promise<Set<string>> {
  return new Set((await db.read(ancestors, [id])).map((row) => row.id));
}

/** Writes a new category. */
export function insertingCategory(category: CategoryState): Write {
  return insert.with(valuesOf(category), { rows: 1 });
}

/** Writes a changed category, unless somebody else has changed it since. */
export function updatingCategory(category: CategoryState): Write {
  return update.with([...valuesOf(category), category.version], { rows: 1 });
}

/** Carries on to what stands below a changed category who may know of it, and to the products what they are found by. */
export function noting({ id }: CategoryState): Write[] {
  return [restrictBelow.with([id]), noteProducts.with([id])];
}

/** What a category is restricted by below a parent that is restricted by these. */
export function restrictions(id: string, assortment: Assortment, above: readonly string[]): readonly string[] {
  return isRestricted(assortment) ? [...above, id] : above;
}

function valuesOf({ id, slug, name, parentId, position, assortment, restrictedBy }: CategoryState): Value[] {
  const { visibility, audience, channelIds } = assortment;
  return [id, slug, name, parentId, position, visibility, audience, channelIds, restrictedBy];
}

function stateOf({ parent_id, version, visibility, audience, channel_ids, restricted_by, ...row }: StateRow): CategoryState {
  const assortment = { visibility, audience, channelIds: channel_ids };
  return { ...row, parentId: parent_id, version: BigInt(version), assortment, restrictedBy: restricted_by };
}
