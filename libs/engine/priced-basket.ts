import type { CurrencyCode, Facts, Id, LocalizedText, Percent, Quantity, UnitPrice } from '#kernel';
import type { Admission } from './prices/audience.js';
import type { Entry, ShippingMethodTerms } from './terms.js';
import type { Trace } from './trace.js';

/** The price row that was chosen. Its amount is that of the tier reached, also where a graduated list mixes tiers. */
export interface LinePrice {
  readonly id: Id<'price'>;
  readonly listId: Id<'priceList'>;
  readonly amount: UnitPrice;
  readonly compareAt: UnitPrice | null;
  /** The predicate by which the list is for the buyer: no price without one. */
  readonly admittedBy: Admission;
}

/** What one promotion takes off one amount, in the entry basis of that amount. */
export interface DiscountShare {
  readonly promotionId: Id<'promotion'>;
  readonly amount: bigint;
}

/** One tax on one base, or the sum of it over the basket. */
export interface TaxAmount {
  readonly rateId: Id<'taxRate'>;
  readonly name: string;
  readonly percent: Percent;
  /** Net. */
  readonly base: bigint;
  readonly amount: bigint;
}

/** Something charged, in minor units: `net + tax = gross`, and `amount − discount` is the net or gross that was entered. */
export interface Charge {
  readonly entry: Entry;
  /** Price × quantity before discounts, in the entry basis. */
  readonly amount: bigint;
  readonly discount: bigint;
  readonly net: bigint;
  readonly tax: bigint;
  readonly gross: bigint;
  readonly taxes: readonly TaxAmount[];
  readonly discounts: readonly DiscountShare[];
}

/** A line with its amounts. Without a price (null) they are all zero and it cannot be bought. */
export interface PricedLine extends Charge {
  readonly lineId: string;
  readonly variantId: Id<'variant'>;
  readonly quantity: Quantity;
  readonly price: LinePrice | null;
}

/** The chosen way of shipping with its amounts. */
export interface PricedShipping extends Charge {
  readonly methodId: Id<'shippingMethod'>;
  readonly code: string;
  readonly name: LocalizedText;
  readonly kind: ShippingMethodTerms['kind'];
}

/** A promotion that applies: what it gives in all. One that was asked for by code is told even when it gives nothing. */
export interface AppliedDiscount {
  readonly promotionId: Id<'promotion'>;
  readonly code: string | null;
  readonly name: LocalizedText;
  /** Whether its uses are counted, so that placing must claim one. */
  readonly limited: boolean;
  readonly amount: bigint;
}

/** A code that was entered and does not apply; `code` is its canonical form. */
export interface RefusedCode {
  readonly code: string;
  readonly reason: 'UNKNOWN' | 'NOT_STARTED' | 'ENDED' | 'CONDITION';
  /** What would have to be otherwise. */
  readonly facts: Facts;
}

/** Minor units that always add up: `net + tax = total`, the sum of all gross amounts. */
export interface Totals {
  /** Goods before discounts, in their entry basis. */
  readonly amount: bigint;
  /** Taken off the goods. */
  readonly discount: bigint;
  /** Goods and shipping. */
  readonly net: bigint;
  /** Goods and shipping. */
  readonly tax: bigint;
  /** Shipping with its tax, after its discount. */
  readonly shipping: bigint;
  readonly total: bigint;
}

/** A basket with prices, discounts, taxes and totals: plain data that survives `toJson`. */
export interface PricedBasket {
  /** Of the terms. */
  readonly version: bigint;
  /** The one instant at which every rule was read; epoch milliseconds. */
  readonly at: number;
  readonly currency: CurrencyCode;
  readonly lines: readonly PricedLine[];
  /** Null: none chosen, or the chosen one is not to be had there or in this currency. */
  readonly shipping: PricedShipping | null;
  /** In order of evaluation. */
  readonly discounts: readonly AppliedDiscount[];
  readonly refusedCodes: readonly RefusedCode[];
  /** One per rate, goods and shipping together. */
  readonly taxes: readonly TaxAmount[];
  readonly totals: Totals;
  readonly trace?: Trace;
}
