export { basketHash } from './fingerprint.js';
export type { Basket, BasketLine, ItemFacts, PriceCandidate, SingleUse } from './basket.js';
export { compileTerms, withLists, type TermsParts } from './compile-terms.js';
export { clockZone } from './draft.js';
export { conventionChoices, defaultConventions, type Conventions } from './conventions.js';
export { inputsOf, promotionsIn, replay, restored, type PricingInputs, type Restored } from './inputs.js';
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
export { rankedLists, type ExplainedCandidate, type PriceVerdict } from './prices/choose-price.js';
export { tiersIn } from './prices/consider.js';
export { noPromotions } from './promotions/promotion-index.js';
export { amountsAt, fieldsOf, storedAmounts } from './promotions/fields.js';
export { parseAction, parseConditions } from './promotions/parse.js';
export {
  canonicalCode,
  longestCode,
  mostAlternatives,
  type ActionTerms,
  type ConditionTerms,
  type GroupMode,
  type Lane,
  type LocalWindow,
  type MoneyBudget,
  type PromotionGroupTerms,
  type PromotionTerms,
  type Stacking,
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
export type { Called } from './why/called.js';
export { codeSentence } from './why/code-sentence.js';
export { forBuyers } from './why/for-buyers.js';
export { groupSentence } from './why/group-sentences.js';
export { priceSentences } from './why/price-sentences.js';
export { promotionSentences } from './why/promotion-sentences.js';
export { sections, sentences } from './why/sentences.js';
export { taxSentence } from './why/tax-sentences.js';
export { changedSince, fingerprintsOf, rulesOf, snapshotId, type RuleSnapshot } from './snapshot/rule-snapshot.js';
export { storeRules } from './snapshot/store-rules.js';
export { pricesSteadyUntil } from './steady.js';
export { termsFrom, type StoredRules } from './stored-rules.js';
export { instantOf, parseLocal, type LocalTime } from './time/local.js';
export { isTimeZone } from './time/zone.js';
export type { Validity } from './validity.js';
export type { GroupTrace, LineTrace, PromotionTrace, Trace } from './trace.js';
