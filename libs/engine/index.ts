export { basketHash } from './fingerprint.js';
export type { Basket, BasketLine, ItemFacts, PriceCandidate } from './basket.js';
export { compileTerms, type TermsParts } from './compile-terms.js';
export { conventionChoices, defaultConventions, type Conventions } from './conventions.js';
export { fromJson, toJson, type Json } from './json.js';
export { priceBasket } from './price-basket.js';
export type {
  AppliedDiscount,
  Charge,
  DiscountShare,
  LinePrice,
  PricedBasket,
  PricedLine,
  PricedShipping,
  RefusedCode,
  TaxAmount,
  Totals,
} from './priced-basket.js';
export {
  admission,
  audienceDimensions,
  everybody,
  narrowedTo,
  type Asker,
  type Audience,
  type PriceLevel,
} from './prices/audience.js';
export { rankedLists, type PriceVerdict } from './prices/choose-price.js';
export { parseAction, parseConditions } from './promotions/parse.js';
export {
  canonicalCode,
  longestCode,
  type ActionTerms,
  type ConditionTerms,
  type Lane,
  type PromotionGroupTerms,
  type PromotionTerms,
} from './promotions/promotion.js';
export type { Entry, PriceListTerms, ShippingMethodTerms, ShippingRate, TaxRateTerms, TaxZoneTerms, Terms } from './terms.js';
export { sumByRate, taxed, taxRate } from './taxes/tax.js';
export { pricesSteadyUntil } from './steady.js';
export type { LineTrace, PromotionTrace, TaxTrace, Trace } from './trace.js';
