import { Module } from '@nestjs/common';
import { PromotionsResolver } from './promotions.resolver.js';
import { PromotionsService } from './promotions.service.js';

/** Promotions and their codes. */
@Module({ providers: [PromotionsService, PromotionsResolver], exports: [PromotionsService] })
export class PromotionsModule {}
