export { basketHash } from './fingerprint.js';
export type { Basket, BasketLine, GiftOffer, ItemFacts, PriceCandidate, SingleUse } from './basket.js';
export { compileFew, compileTerms, termsOfParts, withLists, type CompiledParts, type TermsParts } from './compile-terms.js';
export { clockZone } from './draft.js';
export { conventionChoices, defaultConventions, type Conventions } from './conventions.js';
export { inputsOf, promotionsIn, replay, restored, type PricingInputs, type Restored } from './inputs.js';
export { fromJson, toJson, type Json } from './json.js';
export { priceBasket } from './price-basket.js';
export type {
  AppliedDiscount,
  CappedLine,
  Charge,
  DiscountShare,
  LinePrice,
  PricedBasket,
  PricedLine,
  PricedShipping,
  PricedUnits,
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
export { CompiledLists } from './prices/compiled-lists.js';
export { NamedLists } from './prices/named-lists.js';
export { rankedLists, type ExplainedCandidate, type PriceVerdict } from './prices/choose-price.js';
export { tiersIn } from './prices/consider.js';
export type { ContractUse } from './prices/caps.js';
export { asksItems, isCounted, type CapTerms, type ContractTerms } from './prices/contract.js';
export { ratesByTarget, rateScale, type ConversionRate, type PricePoints } from './prices/conversion.js';
export { boughtKey } from './prices/question.js';
export { giftVariants } from './promotions/gift-variants.js';
export { CompiledPromotions } from './promotions/compiled-promotions.js';
export { noPromotions } from './promotions/promotion-index.js';
export { amountsAt, fieldsOf, storedAmounts } from './promotions/fields.js';
export { parseAction, parseConditions } from './promotions/parse.js';
export {
  canonicalCode,
  isAskedFor,
  longestCode,
  mostAlternatives,
  type ActionTerms,
  type ConditionTerms,
  type GroupMode,
  type Lane,
  type MoneyBudget,
  type PromotionGroupTerms,
  type PromotionTerms,
  type Stacking,
} from './promotions/promotion.js';
export type { Entry, PriceListTerms, ShippingMethodTerms, ShippingRate, TaxRateTerms, TaxZoneTerms, Terms } from './terms.js';
export { levyPercent, taxLevy } from './taxes/levy.js';
export { assessables, assessmentKey, type Assessable, type AssessedTax, type AssessedTaxes } from './taxes/assessed.js';
export { reliefsVerdict, type TaxRelief } from './taxes/relief.js';
export { sumByRate } from './taxes/tax.js';
export type { TaxTrace } from './taxes/tax-trace.js';
export { refundFor, type Credit, type Refund } from './returns/refund.js';
export type { ReturnedUnits } from './returns/returned.js';
export { differences, type Difference } from './scenario/compare.js';
export { parseRules, type StatedGroup, type StatedPromotion, type StatedRules } from './scenario/rules.js';
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
export { SharedIndex } from './sharing/shared-index.js';
export { SharedMap } from './sharing/shared-map.js';
export { pricesSteadyUntil } from './steady.js';
export { termsFrom, type StoredRules } from './stored-rules.js';
export { instantOf, parseLocal, type LocalTime } from './time/local.js';
export { windowInstants, type ZonedWindow } from './time/window.js';
export { isTimeZone } from './time/zone.js';
export type { Validity } from './validity.js';
export type { GroupTrace, LineTrace, PromotionTrace, Trace } from './trace.js';
