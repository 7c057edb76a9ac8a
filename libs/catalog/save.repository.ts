import { statement, type Value, type Write } from '#platform/db';
import type { Database } from '#platform/db';
import type { Id, LocalizedText } from '#kernel';
import { isRestricted, type Assortment } from './assortments/assortment.js';
import { attributesByCode } from './attributes/attribute.repository.js';
import type { AttributeValues } from './attributes/attribute-value.js';
import { canonicalGtin, spellingsOf } from './gtin.js';
import type { Media, ProductInput, ProductOption, ProductState, Seo, VariantState } from './product.js';
import type { Known, NewCategory, ProductChange } from './save-products.js';

interface ProductRow {
  id: Id<'product'>;
  slug: string;
  name: LocalizedText;
  description: LocalizedText;
  vendor: string | null;
  product_type: string | null;
  tags: string[];
  options: ProductOption[];
  media: Media[];
  seo: Seo;
  tax_class_id: Id<'taxClass'>;
  published_at: Date | null;
  version: string;
  variants: VariantState[];
  category_ids: Id<'category'>[];
  attributes: AttributeValues;
  visibility: Assortment['visibility'];
  audience: string[];
  channel_ids: string[];
}

const loadProducts = statement<ProductRow>(
  'catalog.load-products',
  `select p.id, p.slug, p.name, p.description, p.vendor, p.product_type, p.tags, p.options, p.media, p.seo, p.tax_class_id,
     p.published_at, p.version, p.attributes, p.visibility, p.audience, p.channel_ids,
     (select coalesce(json_agg(json_build_object(
        'id', v.id, 'position', v.position, 'sku', v.sku, 'gtin', v.gtin, 'options', v.options, 'taxClassId', v.tax_class_id,
        'unit', v.unit, 'quantityStep', v.quantity_step, 'weightGrams', v.weight_grams,
        'requiresShipping', v.requires_shipping, 'tracked', v.tracked, 'backorder', v.backorder, 'image', v.image,
        'active', v.active, 'attributes', v.attributes) order by v.active desc, v.position, v.id), '[]')
      from variant v where v.product_id = p.id) as variants,
     array(select category_id from category_product where product_id = p.id order by category_id collate "C") as category_ids
   from product p where p.id = any($1::text[]) or p.slug = any($2::text[])`,
);

interface ReferenceRow {
  kind: 'category' | 'taxClass' | 'sku' | 'gtin';
  code: string;
  id: string;
}

const loadReferences = statement<ReferenceRow>(
  'catalog.load-references',
  `select 'category' as kind, slug as code, id from category where slug = any($1::text[])
   union all select 'taxClass', code, id from tax_class
   union all select 'sku', sku, id from variant where sku = any($2::text[])
   union all select 'gtin', gtin, id from variant where gtin = any($3::text[])`,
);

/** Reads everything that a batch of products names: two statements, whatever its size. */
export async function loadKnown(db: Database, inputs: readonly ProductInput[]): Promise<Known> {
  const variants = inputs.flatMap((input) => input.variants ?? []);
  const [products, references, attributes] = await Promise.all([
    db.read(loadProducts, [given(inputs.map(({ id }) => id)), given(inputs.map(({ slug }) => slug))]),
    db.read(loadReferences, [
      given(inputs.flatMap((input) => input.categories?.map(({ slug }) => slug) ?? [])),
      given(variants.map(({ sku }) => sku?.trim())),
      given(variants.map(({ gtin }) => gtin?.trim())).flatMap(spellingsOf),
    ]),
    namedAttributes(db, [...inputs, ...variants]),
  ]);
  const ids = (kind: ReferenceRow['kind']) =>
    new Map(references.filter((row) => row.kind === kind).map(({ code, id }) => [code, id]));
  return {
    products: products.map(productOf),
    categories: ids('category') as Map<string, Id<'category'>>,
    taxClasses: ids('taxClass') as Map<string, Id<'taxClass'>>,
    attributes: new Map(attributes.map((attribute) => [attribute.code, attribute])),
    skus: ids('sku') as Map<string, Id<'variant'>>,
    gtins: new Map([...ids('gtin')].map(([gtin, id]) => [canonicalGtin(gtin), id as Id<'variant'>])),
  };
}

/** Reads nothing for a batch that describes nothing. */
async function namedAttributes(db: Database, inputs: readonly Pick<ProductInput, 'attributes'>[]) {
  const codes = given(inputs.flatMap((input) => input.attributes?.map(({ code }) => code) ?? []));
  return codes.length > 0 ? attributesByCode(db, codes) : [];
}

function given(values: readonly (string | null | undefined)[]): string[] {
  // a zero character is refused by the decision, and Postgres would not take it here
  return [...new Set(values.filter((value): value is string => !!value && !value.includes('\u0000')))];
}

function productOf(row: ProductRow): ProductState {
  const { product_type, tax_class_id, published_at, version, category_ids, visibility, audience, channel_ids, ...same } = row;
  return {
    ...same,
    productType: product_type,
    taxClassId: tax_class_id,
    publishedAt: published_at,
    version: BigInt(version),
    categoryIds: category_ids,
    assortment: { visibility, audience, channelIds: channel_ids },
  };
}

const insertCategories = statement<never>(
  'catalog.insert-categories',
  `insert into category (id, slug, name, version)
   select id, slug, name, 1 from jsonb_to_recordset($1::jsonb) as c(id text, slug text, name jsonb) order by id`,
);

const saveProducts = statement<never>(
  'catalog.save-products',
  `insert into product as kept (id, slug, name, description, vendor, product_type, tags, options, media, seo, tax_class_id, published_at, version,
     attributes, visibility, audience, channel_ids, restricted)
   select id, slug, name, description, vendor, product_type, tags, options, media, seo, tax_class_id, published_at, version,
     attributes, visibility, audience, channel_ids, restricted
   from jsonb_to_recordset($1::jsonb) as p(id text, slug text, name jsonb, description jsonb, vendor text, product_type text,
     tags text[], options jsonb, media jsonb, seo jsonb, tax_class_id text, published_at timestamptz, version bigint,
     attributes jsonb, visibility text, audience text[], channel_ids text[], restricted boolean)
   order by id
   on conflict (id) do update set slug = excluded.slug, name = excluded.name, description = excluded.description,
     vendor = excluded.vendor, product_type = excluded.product_type, tags = excluded.tags, options = excluded.options,
     media = excluded.media, seo = excluded.seo, tax_class_id = excluded.tax_class_id, published_at = excluded.published_at,
     version = excluded.version, attributes = excluded.attributes, visibility = excluded.visibility, audience = excluded.audience,
     channel_ids = excluded.channel_ids, restricted = kept.restricted or excluded.restricted, updated_at = now()
   where kept.version = excluded.version - 1`,
);

const saveVariants = statement<never>(
  'catalog.save-variants',
  `insert into variant (id, product_id, position, sku, gtin, options, tax_class_id, unit, quantity_step, weight_grams,
     requires_shipping, tracked, backorder, image, active, attributes)
   select id, product_id, position, sku, gtin, options, tax_class_id, unit, quantity_step, weight_grams,
     requires_shipping, tracked, backorder, image, active, attributes
   from jsonb_to_recordset($1::jsonb) as v(id text, product_id text, position int, sku text, gtin text, options jsonb,
     tax_class_id text, unit text, quantity_step bigint, weight_grams int, requires_shipping boolean, tracked boolean,
     backorder boolean, image text, active boolean, attributes jsonb)
   on conflict (id) do update set position = excluded.position, sku = excluded.sku, gtin = excluded.gtin,
     options = excluded.options, tax_class_id = excluded.tax_class_id, unit = excluded.unit,
     quantity_step = excluded.quantity_step, weight_grams = excluded.weight_grams,
     requires_shipping = excluded.requires_shipping, tracked = excluded.tracked, backorder = excluded.backorder,
     image = excluded.image, active = excluded.active, attributes = excluded.attributes`,
);

const leaveCategories = statement<never>(
  'catalog.leave-categories',
  `delete from category_product using unnest($1::text[], $2::text[]) as gone(category, product)
   where category_id = gone.category and product_id = gone.product`,
);

const enterCategories = statement<never>(
  'catalog.enter-categories',
  'insert into category_product (category_id, product_id) select * from unnest($1::text[], $2::text[])',
);

/** What the tables say of the products by now: who may know of them, and what searching finds them by. */
const noteProducts = statement<never>('catalog.note-products', 'select catalog_restrict($1::text[]), search_index($1::text[])');

/** Writes what a batch has decided: at most six statements, and none that would touch nothing. */
export function savingChanges(changes: readonly ProductChange[], newCategories: readonly NewCategory[]): Write[] {
  const variants = changes.flatMap(changedVariants);
  const left = pairs(changes, ({ before, after }) => [before?.categoryIds ?? [], after.categoryIds]);
  const entered = pairs(changes, ({ before, after }) => [after.categoryIds, before?.categoryIds ?? []]);
  return [
    newCategories.length > 0 && insertCategories.with([JSON.stringify(newCategories)], { rows: newCategories.length }),
    changes.length > 0 &&
      saveProducts.with([JSON.stringify(changes.map(({ after }) => productRow(after)))], { rows: changes.length }),
    variants.length > 0 && saveVariants.with([JSON.stringify(variants)], { rows: variants.length }),
    left.length > 0 && leaveCategories.with(columns(left), { rows: left.length }),
    entered.length > 0 && enterCategories.with(columns(entered), { rows: entered.length }),
    // the last: it reads what those before it have written
    changes.length > 0 && noteProducts.with([changes.map(({ after }) => after.id).sort()]),
  ].filter((write) => write !== false);
}

function productRow(product: ProductState): object {
  const { productType, taxClassId, publishedAt, version, assortment, ...same } = product;
  const { id, slug, name, description, vendor, tags, options, media, seo, attributes } = same;
  return {
    ...{ id, slug, name, description, vendor, tags, options, media, seo, attributes },
    product_type: productType,
    tax_class_id: taxClassId,
    published_at: publishedAt,
    version: version.toString(),
    visibility: assortment.visibility,
    audience: assortment.audience,
    channel_ids: assortment.channelIds,
    restricted: isRestricted(assortment),
  };
}

function changedVariants({ before, after }: ProductChange): object[] {
  const old = new Map(before?.variants.map((variant) => [variant.id, JSON.stringify(variantRow(variant, after.id))]));
  return after.variants.map((variant) => variantRow(variant, after.id)).filter((row) => old.get(row.id) !== JSON.stringify(row));
}

function variantRow(variant: VariantState, productId: string) {
  return {
    id: variant.id,
    product_id: productId,
    position: variant.position,
    sku: variant.sku,
    gtin: variant.gtin,
    options: variant.options.map(({ name, value }) => ({ name, value })),
    tax_class_id: variant.taxClassId,
    unit: variant.unit,
    quantity_step: variant.quantityStep,
    weight_grams: variant.weightGrams,
    requires_shipping: variant.requiresShipping,
    tracked: variant.tracked,
    backorder: variant.backorder,
    image: variant.image,
    active: variant.active,
    attributes: variant.attributes,
  };
}

function pairs(
  changes: readonly ProductChange[],
  sides: (change: ProductChange) => [readonly string[], readonly string[]],
): [string, string][] {
  return changes.flatMap((change) => {
    const [these, without] = sides(change);
    return these
      .filter((category) => !without.includes(category))
      .map((category): [string, string] => [category, change.after.id]);
  });
}

function columns(rows: readonly [string, string][]): Value[] {
  return [rows.map(([category]) => category), rows.map(([, product]) => product)];
}
