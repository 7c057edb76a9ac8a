import { offersTopic, revisionColumn } from '#platform/broadcast';
import { quickRead, statement, type Database } from '#platform/db';
import type { PageRequest } from '#kernel';
import { placeIn } from './collections/collection.js';
import { spellingsOf } from './gtin.js';
import type { ProductRow } from './presented.js';
import { productJson, productRow, type ProductTuple } from './product-json.js';
import { productSeenBy } from './seen.js';
import type { Sight } from './sight.js';

/** A product as it is read. */
interface Found {
  readonly product: ProductTuple;
}

const columns = `${productJson} product`;

/** Who looks: what is read is what he may see. */
export interface Looker extends Sight {
  readonly viewer: readonly string[];
}

/** Who may see it: staff who ask for it all, others what is published by now and not hidden from them. $2 and $3: `seeing`. */
const visible = `($2::boolean or p.published_at <= now() and ${productSeenBy('p', '$3::text[]')})`;

const seeing = ({ unpublished, viewer }: Looker): [boolean, readonly string[]] => [unpublished, viewer];

const byId = statement<Found>(
  'catalog.products-by-id',
  `select ${columns} from product p where p.id = any($1::text[]) and ${visible}`,
);

const byVariant = statement<Found>(
  'catalog.products-by-variant',
  `select ${columns} from product p
   where p.id = any(array(select v.product_id from variant v where v.id = any($1::text[]) and v.active)) and ${visible}`,
);

const bySku = statement<Found>(
  'catalog.product-by-sku',
  `select ${columns} from product p
   where p.id = (select v.product_id from variant v where v.sku = $1 and v.active) and ${visible}`,
);

const byGtin = statement<Found>(
  'catalog.product-by-gtin',
  `select ${columns} from product p
   where p.id = (select v.product_id from variant v where v.gtin = any($1::text[]) and v.active limit 1) and ${visible}`,
);

const byCode = statement<Found & { readonly n: number; readonly variant: string }>(
  'catalog.products-by-code',
  `select code.n::int, hit.variant, ${columns}
   from unnest($1::text[]) with ordinality code(code, n) cross join lateral (
     select v.id variant, v.product_id, named.kind, named.near from (
       select number.variant_id, 0 kind, array_position($4::text[], number.owner_id) near from part_number number
         where number.number = code.code and number.owner_id = any($4::text[])
       union all select sold.id, 1, 0 from variant sold where sold.sku = code.code
       union all select sold.id, 2, 0 from unnest($5::text[], $6::int[]) spelling(gtin, n) join variant sold on sold.gtin = spelling.gtin
         where spelling.n = code.n) named
     join variant v on v.id = named.variant_id and v.active join product p on p.id = v.product_id
     where ${visible} and (named.kind = 0 or not $7::boolean) order by named.kind, named.near limit 1) hit
   join product p on p.id = hit.product_id`,
);

/** A page as the database sends it: no products when the revision is the one that was named. */
interface FoundPage<Listed = ProductTuple> {
  readonly revision: string;
  readonly until: Date | null;
  readonly products: readonly Listed[] | null;
}

/** A product with its position in what lists it. */
type Placed = readonly [product: ProductTuple, position: number];

/**
 * SQL: a page of the products that `from` selects, by their ids or the `position` of each, unless the caller knows it by the revision $5,
 * until the instant $6.
 */
function pageOf(from: string, position?: string): string {
  const [listed, more, order] = position
    ? ['json_build_array(listed.product, listed.position)', `, ${position} as position`, `${position}, p.id`]
    : ['listed.product', '', 'p.id'];
  return `select offers.revision,
      case when known.it then null else (select min(published_at) from product where published_at > now()) end "until",
      case when known.it then null else (select coalesce(json_agg(${listed}), '[]') from
        (select ${columns}${more} ${from} and ${visible} order by ${order} limit $4) listed) end products
    from (select ${revisionColumn(offersTopic)} revision) offers,
      lateral (select coalesce(offers.revision = $5::bigint and now() < coalesce($6::timestamptz, 'infinity'), false) it) known`;
}

const bySlug = quickRead<FoundPage>('catalog.product-by-slug', pageOf('from product p where p.slug = $1'));

// a page that is not known may take its time, when much of the catalogue is hidden: it has a connection of its own
const page = statement<FoundPage>('catalog.page', pageOf('from product p where p.id > $1'));

const pageOfCategory = statement<FoundPage>(
  'catalog.page-of-category',
  pageOf(`from category_product cp join product p on p.id = cp.product_id
     where cp.category_id = (select c.id from category c where c.slug = $7) and cp.product_id > $1`),
);

const pageOfCollection = statement<FoundPage<Placed>>(
  'catalog.page-of-collection',
  pageOf(
    `from collection_product cp join product p on p.id = cp.product_id
     where cp.collection_id = $7 and (cp.position, cp.product_id) > ($8::bigint, $1)`,
    'cp.position',
  ),
);

/** Products with their variants, in no order. */
export async function findByIds(db: Database, ids: readonly string[], looker: Looker): Promise<ProductRow[]> {
  return rowsOf(await db.read(byId, [ids, ...seeing(looker)]));
}

/** The products of these variants, in no order. */
export async function findByVariants(db: Database, ids: readonly string[], looker: Looker): Promise<ProductRow[]> {
  return rowsOf(await db.read(byVariant, [ids, ...seeing(looker)]));
}

/** The product that a SKU belongs to. */
export async function findBySku(db: Database, sku: string, looker: Looker): Promise<ProductRow | null> {
  const [row] = await db.read(bySku, [sku, ...seeing(looker)]);
  return row ? productRow(row.product) : null;
}

/** The product that a GTIN belongs to, however many digits it was scanned with. */
export async function findByGtin(db: Database, gtin: string, looker: Looker): Promise<ProductRow | null> {
  const [row] = await db.read(byGtin, [spellingsOf(gtin), ...seeing(looker)]);
  return row ? productRow(row.product) : null;
}

/** How codes are looked up: whose part numbers count, and whether nothing else does. */
export interface CodeSearch {
  readonly owners: readonly string[];
  readonly partNumbersOnly: boolean;
}

/** What each code means, by its place: the product, and which of its variants. A part number goes before a SKU, that before a GTIN. */
export async function findByCodes(
  db: Database,
  codes: readonly string[],
  { owners, partNumbersOnly }: CodeSearch,
  looker: Looker,
): Promise<Map<number, { row: ProductRow; variantId: string }>> {
  const spellings = codes.flatMap((code, index) => spellingsOf(code).map((gtin) => ({ gtin, n: index + 1 })));
  const rows = await db.read(byCode, [
    codes,
    ...seeing(looker),
    owners,
    spellings.map(({ gtin }) => gtin),
    spellings.map(({ n }) => n),
    partNumbersOnly,
  ]);
  return new Map(rows.map(({ n, product, variant }) => [n - 1, { row: productRow(product), variantId: variant }]));
}

/** By what a page is known that was read before. */
export interface KnownPage {
  /** How often products and prices had changed by then. */
  readonly revision: string;
  /** The next publication that has been set: until then only changes change the page; null: none has. */
  readonly until: Date | null;
}

/** A page of products as it is read. */
export interface ProductPage extends KnownPage {
  /** Up to one more than the page holds. */
  readonly rows: readonly ProductRow[];
  /** Where each stands, by its id, if that is not in the order of ids. */
  readonly positions?: ReadonlyMap<string, number>;
}

/** One product with its variants, as a page of its own; null: the page that is known is what it was. */
export async function findBySlug(
  db: Database,
  slug: string,
  looker: Looker,
  known: KnownPage | null,
): Promise<ProductPage | null> {
  const [found] = await db.read(bySlug, [slug, ...seeing(looker), 1, known?.revision ?? null, known?.until ?? null]);
  return pageIn(found);
}

/** Products in the order of their ids, of one category or all; null: the page that is known is what it was. */
export async function findPage(
  db: Database,
  request: PageRequest,
  category: string | null,
  looker: Looker,
  known: KnownPage | null,
): Promise<ProductPage | null> {
  const values = [request.after?.[0] ?? '', ...seeing(looker), request.first + 1, known?.revision ?? null, known?.until ?? null];
  const [found] = await (category === null ? db.read(page, values) : db.read(pageOfCategory, [...values, category]));
  return pageIn(found);
}

/** Products of a collection in its order; null: the page that is known is what it was. */
export async function findPageOfCollection(
  db: Database,
  request: PageRequest,
  collectionId: string,
  looker: Looker,
  known: KnownPage | null,
): Promise<ProductPage | null> {
  const [position, after] = placeIn(request);
  const values = [after, ...seeing(looker), request.first + 1, known?.revision ?? null, known?.until ?? null];
  const [found] = await db.read(pageOfCollection, [...values, collectionId, position]);
  if (!found?.products) return null;
  const { revision, until, products } = found;
  const rows = products.map(([product, at]) => ({ row: productRow(product), at }));
  return { revision, until, rows: rows.map(({ row }) => row), positions: new Map(rows.map(({ row, at }) => [row.id, at])) };
}

function pageIn(found: FoundPage | undefined): ProductPage | null {
  if (!found?.products) return null;
  return { revision: found.revision, until: found.until, rows: found.products.map(productRow) };
}

const rowsOf = (found: readonly Found[]): ProductRow[] => found.map(({ product }) => productRow(product));
