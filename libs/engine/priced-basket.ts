import type { CurrencyCode, Facts, Id, LocalizedText, Percent, Quantity, UnitPrice } from '#kernel';
import type { Admission } from './prices/audience.js';
import type { ContractUse, ReachedCap } from './prices/caps.js';
import type { Conversion } from './prices/conversion.js';
import type { Gift } from './promotions/promotion.js';
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
  /** By what it was converted; left out: it is in the currency of its list. */
  readonly converted?: Conversion;
}

/** How caps of contracts part a line: what prices its units, in order, and the caps that are reached. */
export interface CappedLine {
  /** The units from `from` up to `to`, in thousandths; where there is no price beyond a cap they are not all of the line. */
  readonly parts: readonly { readonly from: Quantity; readonly to: Quantity; readonly price: LinePrice }[];
  readonly reached: readonly ReachedCap[];
}

/** What one promotion takes off one amount, in the entry basis of that amount. */
export interface DiscountShare {
  readonly promotionId: Id<'promotion'>;
  readonly amount: bigint;
  /** Whether the seller is reimbursed for it: taxed with the rest, and not owed by the buyer. */
  readonly reimbursed?: true;
}

/** One tax on one base, or the sum of it over the basket. */
export interface TaxAmount {
  /** Null: an outside engine has answered it. */
  readonly rateId: Id<'taxRate'> | null;
  readonly name: string;
  readonly percent: Percent;
  /** The net; of a compound rate the net with the taxes before it. */
  readonly base: bigint;
  readonly amount: bigint;
}

/** Something charged, in minor units: `net + tax = gross`, and `amount − discount` is the net or gross that was entered and is owed. */
export interface Charge {
  readonly entry: Entry;
  /** Price × quantity before discounts, in the entry basis. */
  readonly amount: bigint;
  readonly discount: bigint;
  readonly net: bigint;
  readonly tax: bigint;
  readonly gross: bigint;
  /** The part of the discount that the seller is reimbursed for: taxed with the rest, and not owed by the buyer. */
  readonly reimbursed: bigint;
  readonly taxes: readonly TaxAmount[];
  readonly discounts: readonly DiscountShare[];
}

/** Units of a line with their part of its amounts: those from `from` up to `to`, in thousandths, counted within the line. */
export interface PricedUnits {
  readonly from: Quantity;
  readonly to: Quantity;
  readonly amount: bigint;
  readonly discount: bigint;
  readonly net: bigint;
  readonly tax: bigint;
  readonly gross: bigint;
  readonly discounts: readonly DiscountShare[];
}

/** A line with its amounts. Without a price (null) they are all zero and it cannot be bought. */
export interface PricedLine extends Charge {
  readonly lineId: string;
  readonly variantId: Id<'variant'>;
  readonly quantity: Quantity;
  readonly price: LinePrice | null;
  /** Left out: no cap of a contract keeps units of it from a price. */
  readonly capped?: CappedLine;
  /** The promotion that has put it in: it stands behind all lines of the basket, and may be without a price. Left out: it is bought. */
  readonly gift?: Id<'promotion'>;
  /** Where promotions have told its units apart: all of them, in order, adding up to the line. Empty: they are all alike. */
  readonly units: readonly PricedUnits[];
}

/** What a promotion gives in addition. What of it the basket does not hold is put in, where it can be had and is wanted. */
export interface PricedGift extends Gift {
  readonly promotionId: Id<'promotion'>;
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
  /** How often one person may use it, where that is counted. */
  readonly perPerson?: number;
  /** Whether its code counts once, so that placing must use it up. */
  readonly singleUse?: true;
  /** Whether the seller is reimbursed for it. */
  readonly reimbursed?: true;
  /** Whether what it gives in this currency is bounded in all, so that placing must claim the amount. */
  readonly budgeted?: true;
  readonly amount: bigint;
}

/**
 * What becomes of a promotion that is looked at. NOTHING: its conditions hold, and there is nothing that it could lower. EXCLUDED: another
 * promotion leaves no room for it. OUTRANKED: another of its group goes before it.
 */
export type PromotionVerdict = 'APPLIED' | 'NOT_STARTED' | 'ENDED' | 'CONDITION' | 'NOTHING' | 'EXCLUDED' | 'OUTRANKED';

/** A code that was entered and does not apply; `code` is its canonical form. UNKNOWN: there is none. USED: it counts once, and has. */
export interface RefusedCode {
  readonly code: string;
  readonly reason: Exclude<PromotionVerdict, 'APPLIED'> | 'UNKNOWN' | 'USED';
  /** What would have to be otherwise. */
  readonly facts: Facts;
}

/** Minor units that always add up: `net + tax − reimbursed = total`, the sum of all gross amounts less what others pay of them. */
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
  /** What others than the buyer pay: coupons that lower the price but not the tax. */
  readonly reimbursed: bigint;
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
  readonly gifts: readonly PricedGift[];
  /** What it takes of contracts, so that placing must claim it; left out: nothing that is counted. */
  readonly contractUses?: readonly ContractUse[];
  readonly refusedCodes: readonly RefusedCode[];
  /** One per rate, goods and shipping together. */
  readonly taxes: readonly TaxAmount[];
  readonly totals: Totals;
  /** Whether the taxes are what an outside engine has answered. */
  readonly assessed?: true;
  readonly trace?: Trace;
}
