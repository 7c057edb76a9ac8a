import type { Buyer, CurrencyCode, Id, Quantity, UnitPrice } from '#kernel';

/** A price row that might apply: one tier of one list. */
export interface PriceCandidate {
  readonly id: Id<'price'>;
  readonly listId: Id<'priceList'>;
  /** The tier is half-open: from here up to the next tier of the same list. */
  readonly minQuantity: Quantity;
  readonly amount: UnitPrice;
  /** A former price to show struck through. */
  readonly compareAt: UnitPrice | null;
}

/** So much of a variant, with every price row of it among the buyer's lists. */
export interface BasketLine {
  readonly id: string;
  readonly variantId: Id<'variant'>;
  /** Above zero. */
  readonly quantity: Quantity;
  readonly taxClassId: Id<'taxClass'>;
  readonly prices: readonly PriceCandidate[];
}

/** What is to be priced: everything about the purchase that is not a rule. */
export interface Basket {
  readonly currency: CurrencyCode;
  /** For whom it is bought: decides which price lists count. */
  readonly buyer: Buyer;
  /** The store in which it is sold; null: none. */
  readonly locationId: Id<'location'> | null;
  readonly lines: readonly BasketLine[];
  /** As the buyer typed them; compared in canonical form. */
  readonly codes: readonly string[];
  readonly shippingMethodId: Id<'shippingMethod'> | null;
  /** Where the goods go, or the channel's own country while that is unknown. */
  readonly country: string;
}
