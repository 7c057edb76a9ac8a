import { Module } from '@nestjs/common';
import { ContractsResolver } from './contracts/contracts.resolver.js';
import { ContractsService } from './contracts/contracts.service.js';
import { ConversionRatesResolver } from './conversion/conversion-rates.resolver.js';
import { ConversionRatesService } from './conversion/conversion-rates.service.js';
import { CorrectionsResolver } from './corrections/corrections.resolver.js';
import { CorrectionsService } from './corrections/corrections.service.js';
import { FloorPricesResolver } from './floors/floor-prices.resolver.js';
import { FloorPricesService } from './floors/floor-prices.service.js';
import { PriceListService } from './price-list.service.js';
import { PricingResolver } from './pricing.resolver.js';
import { PricingService } from './pricing.service.js';

/** Price lists and prices. */
@Module({
  providers: [
    PriceListService,
    PricingService,
    PricingResolver,
    FloorPricesService,
    FloorPricesResolver,
    ContractsService,
    ContractsResolver,
    ConversionRatesService,
    CorrectionsResolver,
    CorrectionsService,
    ConversionRatesResolver,
  ],
  exports: [PriceListService, PricingService, FloorPricesService],
})
export class PricingModule {}
