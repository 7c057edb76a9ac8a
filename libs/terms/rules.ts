export {
  availableTo,
  counterIdsOf,
  leftIn,
  leftOf,
  offersOf,
  promisesOf,
  sourceOf,
  type Offer,
  type OffersJson,
  type StockPromise,
  type VariantFace,
} from './offer.js';
