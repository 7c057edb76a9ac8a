import type { LocalizedText, Id } from '#kernel';
import type { ProductRow, VariantRow } from './presented.js';

/** A variant as the database sends it: without names, which would be most of the text of a page. */
type VariantTuple = readonly [
  position: number,
  id: Id<'variant'>,
  sku: string | null,
  gtin: string | null,
  options: VariantRow['options'],
  taxClassId: Id<'taxClass'>,
  unit: VariantRow['unit'],
  quantityStep: number,
  weightGrams: number,
  requiresShipping: boolean,
  tracked: boolean,
  backorder: boolean,
  image: string | null,
  attributes: VariantRow['attributes'],
];

/** A product as the database sends it, with the variants that are offered, in no order; null: none. */
export type ProductTuple = readonly [
  id: Id<'product'>,
  slug: string,
  name: LocalizedText,
  description: LocalizedText,
  vendor: string | null,
  productType: string | null,
  tags: readonly string[],
  options: ProductRow['options'],
  media: ProductRow['media'],
  seo: ProductRow['seo'],
  publishedAt: string | null,
  version: string,
  attributes: ProductRow['attributes'],
  variants: VariantTuple[] | null,
];

/** SQL: a product `p` with its variants as the JSON of a `ProductTuple`: one value a row, so that no list asks once per row. */
export const productJson = `json_build_array(p.id, p.slug, p.name, p.description, p.vendor, p.product_type, p.tags, p.options, p.media, p.seo,
  p.published_at, p.version::text, p.attributes,
  (select json_agg(json_build_array(v.position, v.id, v.sku, v.gtin, v.options, coalesce(v.tax_class_id, p.tax_class_id),
     v.unit, v.quantity_step, v.weight_grams, v.requires_shipping, v.tracked, v.backorder, v.image, v.attributes))
   from variant v where v.product_id = p.id and v.active))`;

/** The product in the JSON. */
export function productRow(json: ProductTuple): ProductRow {
  const [
    id,
    slug,
    name,
    description,
    vendor,
    productType,
    tags,
    options,
    media,
    seo,
    publishedAt,
    version,
    attributes,
    variants,
  ] = json;
  return {
    id,
    slug,
    name,
    description,
    vendor,
    product_type: productType,
    tags,
    options,
    media,
    seo,
    published_at: publishedAt === null ? null : new Date(publishedAt),
    version,
    attributes,
    variants: (variants ?? []).sort(([a], [b]) => a - b).map(variantRow),
  };
}

function variantRow(json: VariantTuple): VariantRow {
  const [
    ,
    id,
    sku,
    gtin,
    options,
    taxClassId,
    unit,
    quantityStep,
    weightGrams,
    requiresShipping,
    tracked,
    backorder,
    image,
    attributes,
  ] = json;
  return {
    id,
    sku,
    gtin,
    options,
    taxClassId,
    unit,
    quantityStep,
    weightGrams,
    requiresShipping,
    tracked,
    backorder,
    image,
    attributes,
  };
}
