export {
  availableTo,
  priceOf,
  sourceOf,
  stockOf,
  type Offer,
  type PriceTuple,
  type StockPromise,
  type StockTuple,
  type VariantFace,
} from './offer.js';
