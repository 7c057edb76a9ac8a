import { Module } from '@nestjs/common';
import { RuleFilesService } from './files/rule-files.service.js';
import { PromotionCodesResolver } from './promotion-codes.resolver.js';
import { PromotionCodesService } from './promotion-codes.service.js';
import { PromotionGroupsResolver } from './promotion-groups.resolver.js';
import { PromotionGroupsService } from './promotion-groups.service.js';
import { PromotionsResolver } from './promotions.resolver.js';
import { PromotionsService } from './promotions.service.js';
import { PromotionUses } from './uses.service.js';

/** Promotions, the groups in which they stand to each other, their codes, and how their uses are counted. */
@Module({
  providers: [
    PromotionsService,
    PromotionsResolver,
    PromotionGroupsService,
    PromotionGroupsResolver,
    PromotionCodesService,
    PromotionCodesResolver,
    PromotionUses,
    RuleFilesService,
  ],
  exports: [PromotionsService, PromotionUses, RuleFilesService],
})
export class PromotionsModule {}
