import { Module } from '@nestjs/common';
import { EventsModule } from '#events';
import { TaxImportService } from './import/tax-import.service.js';
import { OutsideTaxService } from './outside/outside-tax.service.js';
import { OutsideTaxSubscribers } from './outside/outside-tax.subscribers.js';
import { TaxReliefResolver } from './relief/relief.resolver.js';
import { TaxReliefService } from './relief/relief.service.js';
import { TaxResolver } from './tax.resolver.js';
import { TaxService } from './tax.service.js';
import { TaxSubscribers } from './tax.subscribers.js';

/** Tax classes, zones and rates. */
@Module({
  imports: [EventsModule],
  providers: [
    TaxService,
    TaxImportService,
    TaxReliefService,
    OutsideTaxService,
    TaxResolver,
    TaxReliefResolver,
    TaxSubscribers,
    OutsideTaxSubscribers,
  ],
  exports: [TaxService, TaxImportService, OutsideTaxService],
})
export class TaxModule {}
