import { Module } from '@nestjs/common';
import { CatalogModule } from '#catalog';
import { ChannelsModule } from '#channels';
import { EventsModule } from '#events';
import { ExceptionsModule } from '#exceptions';
import { PaymentsModule } from '#payments';
import { TermsModule } from '#terms';
import { ChangesResolver } from './changes.resolver.js';
import { OrderReceiptResolver } from './order-receipt.resolver.js';
import { RecordSalesService } from './record-sales.service.js';
import { SaleRepository } from './sale.repository.js';
import { SaleResolver } from './sale.resolver.js';
import { TillRepository } from './till.repository.js';
import { TillResolver } from './till.resolver.js';
import { TillService } from './till.service.js';

/** Tills that sell on their own for a while: what they sold, and what they missed. */
@Module({
  imports: [CatalogModule, ChannelsModule, EventsModule, ExceptionsModule, PaymentsModule, TermsModule],
  providers: [
    TillRepository,
    SaleRepository,
    TillService,
    RecordSalesService,
    TillResolver,
    SaleResolver,
    OrderReceiptResolver,
    ChangesResolver,
  ],
})
export class TillsModule {}
