import { statement, type Database } from '#platform/db';
import type { Id, PageRequest } from '#kernel';
import { spellingsOf } from './gtin.js';
import type { ProductRow } from './presented.js';
import { productJson, productRow, type ProductTuple } from './product-json.js';
import type { Sight } from './sight.js';

/** A product as it is read. */
interface Found {
  readonly product: ProductTuple;
}

const columns = `${productJson} product`;

/** Who may see it: the public only what is published by now. */
const visible = (all: number) => `($${String(all)}::boolean or p.published_at <= now())`;

const bySlug = statement<Found>(
  'catalog.product-by-slug',
  `select ${columns} from product p where p.slug = $1 and ${visible(2)}`,
);

const byId = statement<Found>(
  'catalog.products-by-id',
  `select ${columns} from product p where p.id = any($1::text[]) and ${visible(2)}`,
);

const byVariant = statement<Found>(
  'catalog.products-by-variant',
  `select ${columns} from product p
   where p.id = any(array(select v.product_id from variant v where v.id = any($1::text[]) and v.active)) and ${visible(2)}`,
);

const bySku = statement<Found>(
  'catalog.product-by-sku',
  `select ${columns} from product p
   where p.id = (select v.product_id from variant v where v.sku = $1 and v.active) and ${visible(2)}`,
);

const byGtin = statement<Found>(
  'catalog.product-by-gtin',
  `select ${columns} from product p
   where p.id = (select v.product_id from variant v where v.gtin = any($1::text[]) and v.active limit 1) and ${visible(2)}`,
);

const page = statement<Found>(
  'catalog.page',
  `select ${columns} from product p where p.id > $1 and ${visible(2)} order by p.id limit $3`,
);

const pageOfCategory = statement<Found>(
  'catalog.page-of-category',
  `select ${columns} from category_product cp join product p on p.id = cp.product_id
   where cp.category_id = (select c.id from category c where c.slug = $4) and cp.product_id > $1 and ${visible(2)}
   order by cp.product_id limit $3`,
);

/** One product with its variants. */
export async function findBySlug(db: Database, slug: string, { unpublished }: Sight): Promise<ProductRow | null> {
  const [row] = await db.read(bySlug, [slug, unpublished]);
  return row ? productRow(row.product) : null;
}

/** Products with their variants, in no order. */
export async function findByIds(db: Database, ids: readonly string[], { unpublished }: Sight): Promise<ProductRow[]> {
  return rowsOf(await db.read(byId, [ids, unpublished]));
}

/** The products of these variants, in no order. */
export async function findByVariants(db: Database, ids: readonly string[], { unpublished }: Sight): Promise<ProductRow[]> {
  return rowsOf(await db.read(byVariant, [ids, unpublished]));
}

/** The product that a SKU belongs to. */
export async function findBySku(db: Database, sku: string, { unpublished }: Sight): Promise<ProductRow | null> {
  const [row] = await db.read(bySku, [sku, unpublished]);
  return row ? productRow(row.product) : null;
}

/** The product that a GTIN belongs to, however many digits it was scanned with. */
export async function findByGtin(db: Database, gtin: string, { unpublished }: Sight): Promise<ProductRow | null> {
  const [row] = await db.read(byGtin, [spellingsOf(gtin), unpublished]);
  return row ? productRow(row.product) : null;
}

/** Products in the order of their ids, of one category or all: up to one more than the page holds. */
export async function findPage(
  db: Database,
  request: PageRequest,
  category: string | null,
  { unpublished }: Sight,
): Promise<ProductRow[]> {
  const values = [request.after?.[0] ?? '', unpublished, request.first + 1];
  return rowsOf(await (category === null ? db.read(page, values) : db.read(pageOfCategory, [...values, category])));
}

/** The key that a page's cursors are made of. */
export function pageKey({ id }: { readonly id: Id<'product'> }): readonly string[] {
  return [id];
}

const rowsOf = (found: readonly Found[]): ProductRow[] => found.map(({ product }) => productRow(product));
