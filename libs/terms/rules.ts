export { askedIn, factsOf, type FactsJson, type KnownItem } from './item-facts.js';
export { itemsWanted } from './list-index.js';
export {
  availableTo,
  beside,
  counterIdsOf,
  leftIn,
  leftOf,
  offersOf,
  priceOf,
  promisesOf,
  sourceOf,
  type Offer,
  type OffersJson,
  type PriceColumns,
  type StockPromise,
  type VariantFace,
} from './offer.js';
export { RuleBook, type RuleChanges, type Rules } from './rule-book.js';
