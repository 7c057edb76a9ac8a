import { formatShort, inLanguage, quantityScale, type Id, type LocalizedText } from '#kernel';
import type { AttributeValues } from './attributes/attribute-value.js';
import type { Media, Option, ProductOption, Seo, Unit } from './product.js';

/** A variant as it is read: without what only editing needs. */
export interface VariantRow {
  readonly id: Id<'variant'>;
  readonly sku: string | null;
  readonly gtin: string | null;
  readonly options: readonly Option[];
  /** Its own, or its product's. */
  readonly taxClassId: Id<'taxClass'>;
  readonly unit: Unit;
  readonly quantityStep: number;
  readonly weightGrams: number;
  readonly requiresShipping: boolean;
  readonly tracked: boolean;
  readonly backorder: boolean;
  readonly image: string | null;
  readonly attributes: AttributeValues;
}

/** A product as it is read, with the variants that are offered. */
export interface ProductRow {
  readonly id: Id<'product'>;
  readonly slug: string;
  readonly name: LocalizedText;
  readonly description: LocalizedText;
  readonly vendor: string | null;
  readonly product_type: string | null;
  readonly tags: readonly string[];
  readonly options: readonly ProductOption[];
  readonly media: readonly Media[];
  readonly seo: Seo;
  readonly published_at: Date | null;
  readonly version: string;
  readonly attributes: AttributeValues;
  readonly variants: readonly VariantRow[];
}

/** A product in one language, as the API shows it. */
export interface Product {
  readonly id: Id<'product'>;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly vendor: string | null;
  readonly productType: string | null;
  readonly tags: readonly string[];
  readonly options: readonly ProductOption[];
  readonly media: readonly Media[];
  readonly seo: { readonly title: string; readonly description: string };
  readonly publishedAt: Date | null;
  readonly version: string;
  readonly attributes: AttributeValues;
  readonly variants: readonly Variant[];
}

/** A variant in one language, as the API shows it; price and availability are resolved elsewhere, from these fields. */
export interface Variant extends Omit<VariantRow, 'quantityStep'> {
  readonly productId: Id<'product'>;
  readonly product: Product;
  readonly name: string;
  /** A decimal text. */
  readonly quantityStep: string;
}

/** A category in one language, as the API shows it. */
export interface Category {
  readonly id: Id<'category'>;
  readonly slug: string;
  readonly name: string;
  readonly position: number;
  readonly parentId: Id<'category'> | null;
  /** Present where the whole tree was read. */
  readonly children?: readonly Category[];
}

/** A category as it is stored. */
export interface CategoryRow {
  readonly id: Id<'category'>;
  readonly slug: string;
  readonly name: LocalizedText;
  readonly position: number;
  readonly parent_id: Id<'category'> | null;
}

/** The product in the first language of the chain that each text has. */
export function presentProduct(row: ProductRow, locales: readonly string[]): Product {
  const name = inLanguage(row.name, locales);
  const variants: Variant[] = [];
  const product: Product = {
    id: row.id,
    slug: row.slug,
    name,
    description: inLanguage(row.description, locales),
    vendor: row.vendor,
    productType: row.product_type,
    tags: row.tags,
    options: row.options,
    media: row.media,
    seo: {
      title: inLanguage(row.seo.title ?? {}, locales) || name,
      description: inLanguage(row.seo.description ?? {}, locales),
    },
    publishedAt: row.published_at,
    version: row.version,
    attributes: row.attributes,
    variants,
  };
  for (const variant of row.variants) variants.push(presentVariant(variant, product));
  return product;
}

function presentVariant(row: VariantRow, product: Product): Variant {
  return {
    id: row.id,
    sku: row.sku,
    gtin: row.gtin,
    options: row.options,
    taxClassId: row.taxClassId,
    unit: row.unit,
    weightGrams: row.weightGrams,
    requiresShipping: row.requiresShipping,
    tracked: row.tracked,
    backorder: row.backorder,
    image: row.image,
    attributes: row.attributes,
    productId: product.id,
    product,
    name: row.options.length === 0 ? product.name : row.options.map(({ value }) => value).join(' / '),
    quantityStep: formatShort(BigInt(row.quantityStep), quantityScale),
  };
}

/** The category in the first language of the chain that its name has. */
export function presentCategory({ parent_id, name, ...row }: CategoryRow, locales: readonly string[]): Category {
  return { ...row, name: inLanguage(name, locales), parentId: parent_id };
}

/** The roots of the tree, each with everything below it; rows come in the order in which siblings stand. */
export function presentTree(rows: readonly CategoryRow[], locales: readonly string[]): Category[] {
  const below = new Map<string | null, CategoryRow[]>();
  for (const row of rows) {
    const siblings = below.get(row.parent_id);
    if (siblings) siblings.push(row);
    else below.set(row.parent_id, [row]);
  }
  const grow = (parent: string | null): Category[] =>
    (below.get(parent) ?? []).map((row) => ({ ...presentCategory(row, locales), children: grow(row.id) }));
  return grow(null);
}
