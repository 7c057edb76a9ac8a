import type { ItemFacts } from '#engine';
import { parseDecimal, priceScale, type CurrencyCode, type Id, type UnitPrice } from '#kernel';

/** What rules may ask of an item, as the database sends it. */
export interface FactsJson {
  /** With those above them; null: it stands in none. */
  readonly categories: readonly string[] | null;
  /** Values by the attribute's code, those of the variant before those of the product. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Null: it is in none. */
  readonly collections: readonly string[] | null;
  /** What a unit must not be sold below, by currency, in major units; null: nothing is said. */
  readonly floors: Readonly<Record<string, string>> | null;
}

/** What rules may ask of an item, whatever it is bought in. */
export interface KnownItem extends Omit<ItemFacts, 'floorPrice'> {
  /** What a unit must not be sold below, by currency. */
  readonly floors: Readonly<Record<string, UnitPrice>>;
}

/** What rules may ask of an item, as it was sent. */
export function factsOf(productId: string, { categories, attributes, collections, floors }: FactsJson): KnownItem {
  return {
    productId: productId as Id<'product'>,
    categoryIds: categories ?? [],
    collectionIds: collections ?? [],
    attributes: Object.fromEntries(Object.entries(attributes).map(([code, value]) => [code, textsOf(value)])),
    floors: Object.fromEntries(Object.entries(floors ?? {}).map(([code, amount]) => [code, parseDecimal(amount, priceScale)])),
  };
}

/** What rules may ask of an item that is bought in the currency. */
export function askedIn({ floors, ...facts }: KnownItem, currency: CurrencyCode): ItemFacts {
  return { ...facts, floorPrice: floors[currency] ?? null };
}

/** One value, several, or a text in several languages. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsOf);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [String(value)] : [];
}
