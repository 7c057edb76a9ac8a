import { statement, type Database, type Write } from '#platform/db';
import type { Id, LocalizedText } from '#kernel';
import type { CategoryRow } from './presented.js';

const columns = 'c.id, c.slug, c.name, c.position, c.parent_id';

const all = statement<CategoryRow>('category.all', `select ${columns} from category c order by c.position, c.slug`);
const bySlug = statement<CategoryRow & { version: string }>(
  'category.by-slug',
  `select ${columns}, c.version from category c where c.slug = $1`,
);
const byId = statement<CategoryRow & { version: string }>(
  'category.by-id',
  `select ${columns}, c.version from category c where c.id = any($1::text[])`,
);
const below = statement<CategoryRow>(
  'category.below',
  `select ${columns} from category c where c.parent_id = any($1::text[]) order by c.position, c.slug`,
);
const ofProducts = statement<CategoryRow & { product_id: string }>(
  'category.of-products',
  `select ${columns}, cp.product_id from category_product cp join category c on c.id = cp.category_id
   where cp.product_id = any($1::text[]) order by c.position, c.slug`,
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
  'insert into category (id, slug, name, parent_id, position, version) values ($1, $2, $3, $4, $5, 1)',
);
const update = statement<never>(
  'category.update',
  `update category set slug = $2, name = $3, parent_id = $4, position = $5, version = version + 1 where id = $1 and version = $6`,
);

/** A category with the version that a change of it is decided on. */
export interface CategoryState {
  readonly id: Id<'category'>;
  readonly slug: string;
  readonly name: LocalizedText;
  readonly position: number;
  readonly parentId: Id<'category'> | null;
  readonly version: bigint;
}

/** All categories, siblings in their order. */
export async function allCategories(db: Database): Promise<CategoryRow[]> {
  return db.read(all);
}

/** One category. */
export async function categoryBySlug(db: Database, slug: string): Promise<CategoryState | null> {
  const [row] = await db.read(bySlug, [slug]);
  return row ? stateOf(row) : null;
}

/** Categories by id, in no order. */
export async function categoriesById(db: Database, ids: readonly string[]): Promise<CategoryState[]> {
  return (await db.read(byId, [ids])).map(stateOf);
}

/** The categories right below these. */
export async function categoriesBelow(db: Database, parents: readonly string[]): Promise<CategoryRow[]> {
  return db.read(below, [parents]);
}

/** The categories of each of these products. */
export async function categoriesOf(db: Database, products: readonly string[]): Promise<(CategoryRow & { product_id: string })[]> {
  return db.read(ofProducts, [products]);
}

/** The category and all above it. */
export async function lineage(db: Database, id: string): Promise<Set<string>> {
  return new Set((await db.read(ancestors, [id])).map((row) => row.id));
}

/** Writes a new category. */
export function insertingCategory({ id, slug, name, parentId, position }: CategoryState): Write {
  return insert.with([id, slug, name, parentId, position], { rows: 1 });
}

/** Writes a changed category, unless somebody else has changed it since. */
export function updatingCategory({ id, slug, name, parentId, position, version }: CategoryState): Write {
  return update.with([id, slug, name, parentId, position, version], { rows: 1 });
}

function stateOf({ parent_id, version, ...row }: CategoryRow & { version: string }): CategoryState {
  return { ...row, parentId: parent_id, version: BigInt(version) };
}
