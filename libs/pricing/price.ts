import type { CurrencyCode, Id, Quantity, UnitPrice } from '#kernel';

/** What a unit costs from a quantity on, up to the next tier (semantics §5). */
export interface Tier {
  readonly minQuantity: Quantity;
  readonly amount: UnitPrice;
  /** A former price to show struck through; none: null. */
  readonly compareAt: UnitPrice | null;
}

/** All that a variant costs in a list: tiers that are not named are removed; none: it has no price there. */
export interface PriceInput {
  /** The code or the id of the list. */
  readonly list: string;
  readonly variantId: string;
  readonly tiers: readonly Tier[];
}

/** A price row as it is stored. */
export interface Price extends Tier {
  readonly id: Id<'price'>;
  readonly listId: Id<'priceList'>;
  readonly variantId: Id<'variant'>;
}

/** What prices need to know of their list. */
export interface ListRef {
  readonly id: Id<'priceList'>;
  readonly code: string;
  readonly currency: CurrencyCode;
}

/** What became of a variant's prices in a list, in the order of the input. */
export interface SavedPrice {
  readonly listId: Id<'priceList'>;
  readonly variantId: Id<'variant'>;
  readonly changed: boolean;
}
