import { Module } from '@nestjs/common';
import { TaxResolver } from './tax.resolver.js';
import { TaxService } from './tax.service.js';

/** Tax classes, zones and rates. */
@Module({ providers: [TaxService, TaxResolver], exports: [TaxService] })
export class TaxModule {}
