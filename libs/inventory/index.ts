export { InventoryModule } from './inventory.module.js';
export { InventoryService } from './inventory.service.js';
export type { Location } from './location.js';
export { stockCounterId } from './stock-counter.js';
export { claiming, consuming, posting, releasing, voiding } from './stock-holds.repository.js';
export { allowingBackorder } from './stock.repository.js';
export type { StockCount, StockLevel, StockReason } from './stock.js';
