import type { Buyer, CurrencyCode, Id, Quantity, UnitPrice } from '#kernel';
import type { AssessedTaxes } from './taxes/assessed.js';
import type { TaxRelief } from './taxes/relief.js';

/** A price row that might apply: one tier of one list. */
export interface PriceCandidate {
  readonly id: Id<'price'>;
  readonly listId: Id<'priceList'>;
  /** The tier is half-open: from here up to the next tier of the same list. */
  readonly minQuantity: Quantity;
  readonly amount: UnitPrice;
  /** A former price to show struck through. */
  readonly compareAt: UnitPrice | null;
  /** When it begins and ends to hold, in epoch milliseconds; left out: it always has, and for good. */
  readonly validFrom?: number | null;
  readonly validTo?: number | null;
}

/** What rules may ask about an item besides its price. */
export interface ItemFacts {
  readonly productId: Id<'product'> | null;
  /** The categories that it stands in, with those above them. */
  readonly categoryIds: readonly string[];
  readonly collectionIds: readonly string[];
  /** Values by the attribute's code, of the product and the variant, as texts. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  /** What a unit must not be sold below, in the entry basis of its price; null: no promotion stops at a least price. */
  readonly floorPrice: UnitPrice | null;
}

/** So much of a variant, with every price row of it among the buyer's lists. */
export interface BasketLine {
  readonly id: string;
  readonly variantId: Id<'variant'>;
  /** Above zero. */
  readonly quantity: Quantity;
  readonly taxClassId: Id<'taxClass'>;
  readonly prices: readonly PriceCandidate[];
  /** Left out: nothing is known, and no rule that asks about it holds. */
  readonly item?: ItemFacts;
}

/** A code that counts once. */
export interface SingleUse {
  readonly promotionId: Id<'promotion'>;
  /** Whether another order has it. */
  readonly used: boolean;
}

/** A variant that promotions may give, and what is known of it. */
export interface GiftOffer extends Omit<BasketLine, 'id' | 'quantity'> {
  /** How much there is of it besides what the basket holds; null: as much as is wanted. */
  readonly available: Quantity | null;
}

/** What is to be priced: everything about the purchase that is not a rule. What is left out is not known, and rules that ask about it do not hold. */
export interface Basket {
  readonly currency: CurrencyCode;
  /** For whom it is bought: decides which price lists count. */
  readonly buyer: Buyer;
  /** How many orders the buyer has placed before. */
  readonly ordersBefore?: number;
  /** The store in which it is sold; null: none. */
  readonly locationId: Id<'location'> | null;
  readonly lines: readonly BasketLine[];
  /** As the buyer typed them; compared in canonical form. */
  readonly codes: readonly string[];
  /** What is known of those codes among them that count once each, by the code in canonical form. */
  readonly singleUse?: Readonly<Record<string, SingleUse>>;
  /** What is left of the budgets of promotions in the basket's currency, in minor units; left out: as much as is wanted. */
  readonly budgetsLeft?: Readonly<Record<string, bigint>>;
  /** What is left of caps of contracts, by cap, as it measures; one that is left out has as much as is wanted. */
  readonly capsLeft?: Readonly<Record<string, bigint>>;
  /** What was bought before that counts towards the tiers of a contract's period, by list and variant (`boughtKey`). */
  readonly bought?: Readonly<Record<string, Quantity>>;
  /** What promotions may give and can be had: it is put in. A gift of anything else is told, and no more. */
  readonly gifts?: readonly GiftOffer[];
  /** The promotions whose gifts the buyer does not want. */
  readonly declinedGifts?: readonly Id<'promotion'>[];
  readonly shippingMethodId: Id<'shippingMethod'> | null;
  /** How the buyer means to pay: a payment provider's code. */
  readonly paymentMethod?: string | null;
  /** Where the goods go, or the channel's own country while that is unknown. */
  readonly country: string;
  /** Why the buyer owes less tax than others: what any of these frees is free. */
  readonly taxReliefs?: readonly TaxRelief[];
  /** What an outside engine has answered; the rates of the terms hold where it is left out, or was asked about other charges. */
  readonly assessed?: AssessedTaxes;
}
