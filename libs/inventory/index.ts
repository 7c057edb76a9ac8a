export { outOfStock } from './inventory.errors.js';
export { InventoryModule } from './inventory.module.js';
export { InventoryService } from './inventory.service.js';
export type { Location } from './location.js';
export { stockCounterId, stockOf } from './stock-counter.js';
export { claiming, consuming, expiring, posting, releasing, voiding } from './stock-holds.repository.js';
export { allowingBackorder, availableOf } from './stock.repository.js';
export type { StockCount, StockLevel, StockReason } from './stock.js';
