export type { Refusal as PriceRefusal } from './decide-prices.js';
export type { Price, PriceInput, SavedPrice, Tier } from './price.js';
export type { PriceList, PriceListInput, PriceListKey } from './price-list.js';
export { lowestPrices, pricesAsOf, type PricesAsOf } from './price-history.repository.js';
export { readPriceLists } from './price-list.repository.js';
export { PriceListService } from './price-list.service.js';
export { PricingModule } from './pricing.module.js';
export { PricingService, type SavePricesOptions, type SavingPrices } from './pricing.service.js';
