import type { Id, Path } from '#kernel';
import { assortmentAt, everybody } from './assortments/assortment.js';
import { attributesAt } from './attributes/attribute-value.js';
import { refused } from './catalog.errors.js';
import { slugAt, storableAt, textAt, textOrNullAt, textsAt, urlAt } from './checks.js';
import { decideVariants, type Lookups, type NewId } from './decide-variants.js';
import type { CategoryRef, Media, ProductInput, ProductState, Seo } from './product.js';

/** What a decision needs to know besides the product itself. */
export interface Surroundings extends Lookups {
  /** The id of a category, made when it is new and named. @throws UserError NOT_FOUND */
  readonly categoryAt: (category: CategoryRef, path: Path) => Id<'category'>;
  readonly newId: NewId;
  readonly now: Date;
}

/** The tax class of a product that names none. */
export const defaultTaxClass = 'standard';

const longestDescription = 500_000;
const mostTags = 250;

/** Decides what a product becomes; its version stays for the caller to count. @throws UserError naming the field */
export function decideProduct(
  input: ProductInput,
  before: ProductState | undefined,
  around: Surroundings,
  path: Path,
): ProductState {
  const at = (field: string): Path => [...path, field];
  if (before && input.expectedVersion !== undefined && input.expectedVersion !== before.version)
    throw refused.stale(before.version, at('expectedVersion'));
  const slug = input.slug === undefined ? before?.slug : slugAt(input.slug, at('slug'));
  if (slug === undefined) throw refused.missing('the slug', at('slug'));
  const name = textsAt(input.name ?? {}, before?.name ?? {}, 'the name', 1000, at('name'));
  if (!Object.values(name).some((text) => text.trim() !== '')) throw refused.empty('the name', at('name'));
  const { vendor, productType, taxClassCode } = input;
  return {
    id: before?.id ?? around.newId('product'),
    slug,
    name,
    description: textsAt(
      input.description ?? {},
      before?.description ?? {},
      'the description',
      longestDescription,
      at('description'),
    ),
    vendor: vendor === undefined ? (before?.vendor ?? null) : textOrNullAt(vendor, 'the vendor', 255, at('vendor')),
    productType:
      productType === undefined
        ? (before?.productType ?? null)
        : textOrNullAt(productType, 'the product type', 255, at('productType')),
    tags: input.tags ? tagsAt(input.tags, at('tags')) : (before?.tags ?? []),
    media: input.media ? mediaAt(input.media, at('media')) : (before?.media ?? []),
    seo: input.seo ? seoAt(input.seo, before?.seo ?? {}, at('seo')) : (before?.seo ?? {}),
    taxClassId:
      taxClassCode === undefined && before
        ? before.taxClassId
        : around.taxClassAt(taxClassCode ?? defaultTaxClass, at('taxClassCode')),
    publishedAt: publication(input.published, before?.publishedAt ?? null, around.now),
    version: before?.version ?? 0n,
    categoryIds: input.categories ? categoriesAt(input.categories, around, at('categorySlugs')) : (before?.categoryIds ?? []),
    attributes: attributesAt(input.attributes ?? [], before?.attributes ?? {}, around.attributeAt, at('attributes')),
    assortment: input.assortment ? assortmentAt(input.assortment, at('assortment')) : (before?.assortment ?? everybody),
    ...variantsOf(input, before, around, path),
  };
}

function variantsOf(input: ProductInput, before: ProductState | undefined, around: Surroundings, path: Path) {
  if (before && !input.variants) return { variants: before.variants, options: before.options };
  // a product that is sold in one way only has one variant without options
  return decideVariants(input.variants ?? [{}], before?.variants ?? [], around, around.newId, [...path, 'variants']);
}

function publication(wanted: boolean | Date | undefined, before: Date | null, now: Date): Date | null {
  if (wanted === undefined) return before;
  if (wanted === false) return null;
  if (wanted === true) return before !== null && before <= now ? before : now;
  return wanted;
}

function tagsAt(tags: readonly string[], path: Path): readonly string[] {
  if (tags.length > mostTags) throw refused.tooLong('the list of tags', mostTags, path);
  return [...new Set(tags.map((tag, index) => textAt(tag, 'a tag', 255, [...path, index])))];
}

function mediaAt(media: readonly Media[], path: Path): readonly Media[] {
  return media.map(({ url, alt }, index) => ({
    url: urlAt(url, [...path, index, 'url']),
    alt: textOrNullAt(alt, 'the alternative text', 1000, [...path, index, 'alt']),
  }));
}

function seoAt(seo: Seo, before: Seo, path: Path): Seo {
  for (const texts of [seo.title, seo.description])
    for (const text of Object.values(texts ?? {})) storableAt(text, 'the text', 5000, path);
  return {
    ...before,
    ...(seo.title && { title: { ...before.title, ...seo.title } }),
    ...(seo.description && { description: { ...before.description, ...seo.description } }),
  };
}

function categoriesAt(categories: readonly CategoryRef[], around: Surroundings, path: Path): readonly Id<'category'>[] {
  return [...new Set(categories.map((category, index) => around.categoryAt(category, [...path, index])))].sort();
}
