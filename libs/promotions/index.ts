export { countedColumns, itemsAsked } from './columns.repository.js';
export type { PromotionInput, PromotionStatus } from './promotion.js';
export { PromotionsModule } from './promotions.module.js';
export { readPromotions } from './promotions.repository.js';
export { readGroups } from './groups.repository.js';
export { PromotionsService } from './promotions.service.js';
export { refusedUse, usesCounter } from './uses.js';
export { PromotionUses } from './uses.service.js';
