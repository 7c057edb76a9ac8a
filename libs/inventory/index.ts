export { InventoryModule } from './inventory.module.js';
export { InventoryService } from './inventory.service.js';
export { locationJson, locationOf, type LocationRow } from './location.repository.js';
export { LocationService } from './location.service.js';
export { locationKinds, type Location, type LocationKind, type NewLocation } from './location.js';
export { stockCounterId } from './stock-counter.js';
export { claiming, consuming, posting, releasing, selling, voiding, type SoldGoods } from './stock-holds.repository.js';
export { allowingBackorder } from './stock.repository.js';
export type { StockCount, StockLevel, StockReason } from './stock.js';
