import type { ItemFacts } from '#engine';
import type { Id } from '#kernel';

/** What rules may ask of an item, as the database sends it. */
export interface FactsJson {
  /** With those above them; null: it stands in none. */
  readonly categories: readonly string[] | null;
  /** Values by the attribute's code, those of the variant before those of the product. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What rules may ask of an item. */
export function factsOf(productId: string, { categories, attributes }: FactsJson): ItemFacts {
  return {
    productId: productId as Id<'product'>,
    categoryIds: categories ?? [],
    collectionIds: [],
    attributes: Object.fromEntries(Object.entries(attributes).map(([code, value]) => [code, textsOf(value)])),
    floorPrice: null,
  };
}

/** One value, several, or a text in several languages. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsOf);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [String(value)] : [];
}
