import type { Remainder, RoundingMode } from '#kernel';

/**
 * How amounts come about where law and trade leave a choice; a setting of the channel, stored with the order that was priced
 * by it. docs/conventions.md shows of each an example where the values differ.
 */
export interface Conventions {
  /** What happens to half a minor unit, everywhere. */
  readonly rounding: RoundingMode;
  /** What a tax is rounded on: the line, each unit, or the sum of a rate over the document, shared out to its lines (semantics §4). */
  readonly taxRounding: 'LINE' | 'UNIT' | 'DOCUMENT';
  /** Several rates on one amount: each tax is rounded by itself, or their sum is and then shared out. */
  readonly severalRates: 'EACH' | 'SUM';
  /** Which part of an amount with tax is rounded; the other is what is left. */
  readonly includedTax: 'TAX' | 'NET';
  /** What stays of a price with tax where it is sold into another zone. */
  readonly crossBorder: 'FIXED_GROSS' | 'FIXED_NET';
  /** What taxes shipping: its own class, or the classes of the goods by value. */
  readonly shippingTax: 'OWN_CLASS' | 'FOLLOW_GOODS';
  /** Who gets the minor units that an allocation has left over (semantics §2). */
  readonly remainder: Remainder;
  /** By what the discount of an order is shared out over its lines: their prices as shown, or with tax. */
  readonly orderWeights: 'AS_ENTERED' | 'WITH_TAX';
  /** What of a percentage off is rounded: the discount, or what remains. */
  readonly percentRounding: 'DISCOUNT' | 'REMAINDER';
  /** Whether a percentage off items is rounded once on the line, or on each unit. */
  readonly percentUnit: 'LINE' | 'UNIT';
  /** Whether a percentage off the order is taken once on its total, or line by line. */
  readonly orderPercent: 'ONCE' | 'BY_LINE';
  /** What later promotions take their percentage of: what earlier ones have left, or the first price. */
  readonly promotionBase: 'RUNNING' | 'FIRST';
  /** What thresholds that do not say so themselves look at (semantics §3). */
  readonly threshold: 'BEFORE' | 'AFTER_ITEM' | 'AFTER_ALL';
  /** When a promotion that excludes others has its turn: before all others of its lane, or in sequence, where it applies only if none has before it. */
  readonly exclusivity: 'EXCLUSIVE_FIRST' | 'BY_SEQUENCE';
  /** Several promotions on one item: all of them, or the best alone. */
  readonly itemPromotions: 'STACK' | 'BEST_ONLY';
  /** A sale price and a promotion: both, or whichever makes the line cheaper. */
  readonly salePrice: 'STACK' | 'BEST_DEAL';
  /** Which units are given away: the cheapest or the dearest. */
  readonly givenUnits: 'CHEAPEST' | 'DEAREST';
  /** Whether the given units are sought in each set of units, or in all sets together. */
  readonly unitSets: 'EACH_SET' | 'ALL_SETS';
  /** What becomes of a discount that the least price of an item keeps off it: the other items get it, or nobody. */
  readonly floorPrice: 'REDISTRIBUTE' | 'FORFEIT';
  /** What becomes of a code that does not apply: it is refused, or kept until it does. */
  readonly ineligibleCode: 'KEEP_INACTIVE' | 'REJECT';
  /** Whether upper and lower case of a code are the same. */
  readonly codeCase: 'INSENSITIVE' | 'SENSITIVE';
  /** Which list prices a line: the nearest to the buyer, the cheapest, or the one of greatest priority (semantics §5). */
  readonly priceChoice: 'MOST_SPECIFIC' | 'LOWEST' | 'LIST_PRIORITY';
  /** A sale list that is dearer than what it undercuts: it counts all the same, or it does not. */
  readonly dearerSale: 'APPLY' | 'IGNORE';
  /** What the quantity of a tier is counted over, where the list does not say. */
  readonly tierScope: 'VARIANT' | 'LINE' | 'PRODUCT';
  /** What has no price in the buyer's currency: it cannot be bought, or a price in another one is converted by a published rate. */
  readonly missingCurrency: 'NO_PRICE' | 'CONVERT';
  /** What goods that come back are worth which promotions have lowered (semantics §8). */
  readonly returnedGoods: 'PRORATE' | 'REEVALUATE' | 'KEEP';
}

/** What each convention may be; the first is what holds where a channel declares nothing else. */
export const conventionChoices: { readonly [Key in keyof Conventions]: readonly [Conventions[Key], ...Conventions[Key][]] } = {
  rounding: ['HALF_UP', 'HALF_DOWN', 'HALF_EVEN'],
  taxRounding: ['LINE', 'UNIT', 'DOCUMENT'],
  severalRates: ['EACH', 'SUM'],
  includedTax: ['TAX', 'NET'],
  crossBorder: ['FIXED_GROSS', 'FIXED_NET'],
  shippingTax: ['OWN_CLASS', 'FOLLOW_GOODS'],
  remainder: ['LARGEST_REMAINDER', 'FIRST', 'LAST', 'LARGEST_WEIGHT'],
  orderWeights: ['AS_ENTERED', 'WITH_TAX'],
  percentRounding: ['DISCOUNT', 'REMAINDER'],
  percentUnit: ['LINE', 'UNIT'],
  orderPercent: ['ONCE', 'BY_LINE'],
  promotionBase: ['RUNNING', 'FIRST'],
  threshold: ['AFTER_ITEM', 'BEFORE', 'AFTER_ALL'],
  exclusivity: ['EXCLUSIVE_FIRST', 'BY_SEQUENCE'],
  itemPromotions: ['STACK', 'BEST_ONLY'],
  salePrice: ['STACK', 'BEST_DEAL'],
  givenUnits: ['CHEAPEST', 'DEAREST'],
  unitSets: ['EACH_SET', 'ALL_SETS'],
  floorPrice: ['REDISTRIBUTE', 'FORFEIT'],
  ineligibleCode: ['KEEP_INACTIVE', 'REJECT'],
  codeCase: ['INSENSITIVE', 'SENSITIVE'],
  priceChoice: ['MOST_SPECIFIC', 'LOWEST', 'LIST_PRIORITY'],
  dearerSale: ['APPLY', 'IGNORE'],
  tierScope: ['VARIANT', 'LINE', 'PRODUCT'],
  missingCurrency: ['NO_PRICE', 'CONVERT'],
  returnedGoods: ['PRORATE', 'REEVALUATE', 'KEEP'],
};

/** What holds where a channel declares nothing else. */
export const defaultConventions: Conventions = {
  rounding: 'HALF_UP',
  taxRounding: 'LINE',
  severalRates: 'EACH',
  includedTax: 'TAX',
  crossBorder: 'FIXED_GROSS',
  shippingTax: 'OWN_CLASS',
  remainder: 'LARGEST_REMAINDER',
  orderWeights: 'AS_ENTERED',
  percentRounding: 'DISCOUNT',
  percentUnit: 'LINE',
  orderPercent: 'ONCE',
  promotionBase: 'RUNNING',
  threshold: 'AFTER_ITEM',
  exclusivity: 'EXCLUSIVE_FIRST',
  itemPromotions: 'STACK',
  salePrice: 'STACK',
  givenUnits: 'CHEAPEST',
  unitSets: 'EACH_SET',
  floorPrice: 'REDISTRIBUTE',
  ineligibleCode: 'KEEP_INACTIVE',
  codeCase: 'INSENSITIVE',
  priceChoice: 'MOST_SPECIFIC',
  dearerSale: 'APPLY',
  tierScope: 'VARIANT',
  missingCurrency: 'NO_PRICE',
  returnedGoods: 'PRORATE',
};
