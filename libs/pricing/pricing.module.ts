import { Module } from '@nestjs/common';
import { PriceListService } from './price-list.service.js';
import { PricingResolver } from './pricing.resolver.js';
import { PricingService } from './pricing.service.js';

/** Price lists and prices. */
@Module({
  providers: [PriceListService, PricingService, PricingResolver],
  exports: [PriceListService, PricingService],
})
export class PricingModule {}
