export { availableTo, offersOf, sourceOf, type Offer, type OffersJson, type StockPromise, type VariantFace } from './offer.js';
