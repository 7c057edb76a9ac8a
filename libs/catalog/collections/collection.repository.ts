import type { Id, LocalizedText, PageRequest } from '#kernel';
import { statement, type Database, type Value, type Write } from '#platform/db';
import { placeIn, type CollectionState } from './collection.js';

interface CollectionRow {
  readonly id: Id<'collection'>;
  readonly slug: string;
  readonly name: LocalizedText;
  readonly description: LocalizedText;
  readonly position: number;
  readonly published_at: Date | null;
  readonly version: string;
}

/** SQL: the collections that a product is in, whether they are shown or not; null: none. */
export function collectionsColumn(product: string): string {
  return `(select json_agg(cp.collection_id) from collection_product cp where cp.product_id = ${product})`;
}

const columns = 'c.id, c.slug, c.name, c.description, c.position, c.published_at, c.version';
const seen = '($1::boolean or c.published_at <= now())';

const bySlug = statement<CollectionRow>(
  'collection.by-slug',
  `select ${columns} from collection c where c.slug = $2 and ${seen}`,
);
const byId = statement<CollectionRow>('collection.by-id', `select ${columns} from collection c where c.id = $1`);
const page = statement<CollectionRow>(
  'collection.page',
  `select ${columns} from collection c where ${seen} and (c.position, c.slug) > ($2::bigint, $3) order by c.position, c.slug limit $4`,
);
const ofProducts = statement<CollectionRow & { product_id: string }>(
  'collection.of-products',
  `select ${columns}, cp.product_id from collection_product cp join collection c on c.id = cp.collection_id
   where cp.product_id = any($2::text[]) and ${seen} order by c.position, c.slug`,
);
const productsIn = statement<{ product_id: string }>(
  'collection.products',
  'select product_id from collection_product where collection_id = $1 order by position, product_id',
);
const knownProducts = statement<{ id: string }>('collection.known-products', 'select id from product where id = any($1::text[])');
const insert = statement<never>(
  'collection.insert',
  `insert into collection (id, slug, name, description, position, published_at, version) values ($1, $2, $3, $4, $5, $6, 1)`,
);
const update = statement<never>(
  'collection.update',
  `update collection set slug = $2, name = $3, description = $4, position = $5, published_at = $6, version = version + 1
   where id = $1 and version = $7`,
);
const setProducts = statement<never>(
  'collection.set-products',
  `with gone as (delete from collection_product where collection_id = $1 and product_id <> all($2::text[]))
   insert into collection_product as cp (collection_id, product_id, position)
   select $1, product_id, place - 1 from unnest($2::text[]) with ordinality wanted(product_id, place)
   on conflict (collection_id, product_id) do update set position = excluded.position where cp.position <> excluded.position`,
);

/** One collection, if it is shown or `all` are wanted. */
export async function collectionBySlug(db: Database, slug: string, all: boolean): Promise<CollectionState | null> {
  const [row] = await db.read(bySlug, [all, slug]);
  return row ? stateOf(row) : null;
}

/** One collection, shown or not. */
export async function collectionById(db: Database, id: string): Promise<CollectionState | null> {
  const [row] = await db.read(byId, [id]);
  return row ? stateOf(row) : null;
}

/** Collections in their order: up to one more than the page holds. */
export async function pageOfCollections(db: Database, request: PageRequest, all: boolean): Promise<CollectionState[]> {
  const [position, slug] = placeIn(request);
  return (await db.read(page, [all, position, slug, request.first + 1])).map(stateOf);
}

/** The collections of each of these products that are shown, in their order. */
export async function collectionsOf(
  db: Database,
  products: readonly string[],
): Promise<readonly (CollectionState & { readonly productId: string })[]> {
  const rows = await db.read(ofProducts, [false, products]);
  return rows.map(({ product_id: productId, ...row }) => ({ productId, ...stateOf(row) }));
}

/** The products of a collection in its order. */
export async function productsOf(db: Database, id: string): Promise<string[]> {
  return (await db.read(productsIn, [id])).map(({ product_id }) => product_id);
}

/** Which of these products there are. */
export async function whichProducts(db: Database, ids: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set((await db.read(knownProducts, [ids])).map(({ id }) => id));
}

/** Writes a new collection in its first version. */
export function insertingCollection(collection: CollectionState): Write {
  return insert.with(valuesOf(collection), { rows: 1 });
}

/** Writes a changed collection in the next version, unless somebody else has changed it since. */
export function updatingCollection(collection: CollectionState): Write {
  return update.with([...valuesOf(collection), collection.version], { rows: 1 });
}

/** Makes the collection hold exactly these products, in their order. */
export function settingProducts(id: string, products: readonly string[]): Write {
  return setProducts.with([id, products]);
}

function valuesOf({ id, slug, name, description, position, publishedAt }: CollectionState): Value[] {
  return [id, slug, name, description, position, publishedAt];
}

function stateOf({ published_at: publishedAt, version, ...row }: CollectionRow): CollectionState {
  return { ...row, publishedAt, version: BigInt(version) };
}
