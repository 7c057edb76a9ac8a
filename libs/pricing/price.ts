import type { Validity } from '#engine';
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
  /** From when on; left out: from now on. */
  readonly validFrom?: Date | null;
  /** Until when, after which what else was to hold does; left out: until the next change that is planned. */
  readonly validTo?: Date | null;
}

/** A price row as it is stored. */
export interface Price extends Tier, Validity {
  readonly id: Id<'price'>;
  readonly listId: Id<'priceList'>;
  readonly variantId: Id<'variant'>;
  /** Since when it is known, in epoch milliseconds; null: since before that was kept. */
  readonly recordedFrom: number | null;
}

/** What a price row said until it was changed; `recordedTo` null: it has ended, and was never taken back. */
export interface FormerPrice extends Price {
  readonly recordedTo: number | null;
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
