import { statement, type Database } from '#platform/db';
import type { Id, PageRequest } from '#kernel';
import { spellingsOf } from './gtin.js';
import type { ProductRow } from './presented.js';
import type { Sight } from './sight.js';

/** What is read of a product `p`: its variants come along as one JSON array, so that no list asks once per row. */
const columns = `p.id, p.slug, p.name, p.description, p.vendor, p.product_type, p.tags, p.options, p.media, p.seo, p.published_at, p.version,
  (select coalesce(json_agg(json_build_object(
     'id', v.id, 'sku', v.sku, 'gtin', v.gtin, 'options', v.options, 'taxClassId', coalesce(v.tax_class_id, p.tax_class_id),
     'unit', v.unit, 'quantityStep', v.quantity_step, 'weightGrams', v.weight_grams, 'requiresShipping', v.requires_shipping,
     'tracked', v.tracked, 'backorder', v.backorder, 'image', v.image) order by v.position), '[]')
   from variant v where v.product_id = p.id and v.active) as variants`;

/** Who may see it: the public only what is published by now. */
const visible = (all: number) => `($${String(all)}::boolean or p.published_at <= now())`;

const bySlug = statement<ProductRow>(
  'catalog.product-by-slug',
  `select ${columns} from product p where p.slug = $1 and ${visible(2)}`,
);

const byId = statement<ProductRow>(
  'catalog.products-by-id',
  `select ${columns} from product p where p.id = any($1::text[]) and ${visible(2)}`,
);

const byVariant = statement<ProductRow>(
  'catalog.products-by-variant',
  `select ${columns} from product p
   where p.id = any(array(select v.product_id from variant v where v.id = any($1::text[]) and v.active)) and ${visible(2)}`,
);

const bySku = statement<ProductRow>(
  'catalog.product-by-sku',
  `select ${columns} from product p
   where p.id = (select v.product_id from variant v where v.sku = $1 and v.active) and ${visible(2)}`,
);

const byGtin = statement<ProductRow>(
  'catalog.product-by-gtin',
  `select ${columns} from product p
   where p.id = (select v.product_id from variant v where v.gtin = any($1::text[]) and v.active limit 1) and ${visible(2)}`,
);

const page = statement<ProductRow>(
  'catalog.page',
  `select ${columns} from product p where p.id > $1 and ${visible(2)} order by p.id limit $3`,
);

const pageOfCategory = statement<ProductRow>(
  'catalog.page-of-category',
  `select ${columns} from category_product cp join product p on p.id = cp.product_id
   where cp.category_id = (select c.id from category c where c.slug = $4) and cp.product_id > $1 and ${visible(2)}
   order by cp.product_id limit $3`,
);

/** One product with its variants. */
export async function findBySlug(db: Database, slug: string, { unpublished }: Sight): Promise<ProductRow | null> {
  const [row] = await db.read(bySlug, [slug, unpublished]);
  return row ?? null;
}

/** Products with their variants, in no order. */
export async function findByIds(db: Database, ids: readonly string[], { unpublished }: Sight): Promise<ProductRow[]> {
  return db.read(byId, [ids, unpublished]);
}

/** The products of these variants, in no order. */
export async function findByVariants(db: Database, ids: readonly string[], { unpublished }: Sight): Promise<ProductRow[]> {
  return db.read(byVariant, [ids, unpublished]);
}

/** The product that a SKU belongs to. */
export async function findBySku(db: Database, sku: string, { unpublished }: Sight): Promise<ProductRow | null> {
  const [row] = await db.read(bySku, [sku, unpublished]);
  return row ?? null;
}

/** The product that a GTIN belongs to, however many digits it was scanned with. */
export async function findByGtin(db: Database, gtin: string, { unpublished }: Sight): Promise<ProductRow | null> {
  const [row] = await db.read(byGtin, [spellingsOf(gtin), unpublished]);
  return row ?? null;
}

/** Products in the order of their ids, of one category or all: up to one more than the page holds. */
export async function findPage(
  db: Database,
  request: PageRequest,
  category: string | null,
  { unpublished }: Sight,
): Promise<ProductRow[]> {
  const values = [request.after?.[0] ?? '', unpublished, request.first + 1];
  return category === null ? db.read(page, values) : db.read(pageOfCategory, [...values, category]);
}

/** The key that a page's cursors are made of. */
export function pageKey({ id }: { readonly id: Id<'product'> }): readonly string[] {
  return [id];
}
