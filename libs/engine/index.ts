export { basketHash } from './fingerprint.js';
export type { Basket, BasketLine, ItemFacts, PriceCandidate } from './basket.js';
export { compileTerms, type TermsParts } from './compile-terms.js';
export { clockZone } from './draft.js';
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
export { noPromotions } from './promotions/promotion-index.js';
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
export { levyPercent, taxLevy } from './taxes/levy.js';
export type { TaxRelief } from './taxes/relief.js';
export { sumByRate } from './taxes/tax.js';
export type { TaxTrace } from './taxes/tax-trace.js';
export { differences, type Difference } from './scenario/compare.js';
export { resultJson, resultOf, type LineResult, type Result, type UnitResult } from './scenario/result.js';
export { parseScenario, pathText, type Scenario } from './scenario/scenario.js';
export { scenarioSchema } from './scenario/schema.js';
export { sentences } from './scenario/why/sentences.js';
export { pricesSteadyUntil } from './steady.js';
export { daysWindow, instantOf, parseLocal, type LocalTime, type Window } from './time/local.js';
export { isTimeZone } from './time/zone.js';
export type { GroupTrace, LineTrace, PromotionTrace, Trace } from './trace.js';
