export {
  demandOf,
  promotionStatus,
  usesCounter,
  type Promotion,
  type PromotionInput,
  type PromotionStatus,
} from './promotion.js';
export { PromotionsModule } from './promotions.module.js';
export { readPromotions } from './promotions.repository.js';
export { PromotionsService } from './promotions.service.js';
