import { Module } from '@nestjs/common';
import { CartModule } from '#cart';
import { CatalogModule } from '#catalog';
import { ChannelsModule } from '#channels';
import { EventsModule } from '#events';
import { PaymentsModule } from '#payments';
import { PromotionsModule } from '#promotions';
import { TermsModule } from '#terms';
import { CartOrderResolver } from './cart-order.resolver.js';
import { ExplainingResolver } from './explaining/explaining.resolver.js';
import { ExplainingService } from './explaining/explaining.service.js';
import { OrderLiveResolver } from './live/order-live.resolver.js';
import { OrderLineResolver } from './order-line.resolver.js';
import { OrdersSubscribers } from './orders.subscribers.js';
import { OrderContexts } from './order-contexts.service.js';
import { OrderEnding } from './order-ending.service.js';
import { OrderReader } from './order-reader.service.js';
import { OrderRepository } from './order.repository.js';
import { OrderResolver } from './order.resolver.js';
import { OrderService } from './order.service.js';
import { OrderSweep } from './order-sweep.service.js';
import { OutsideTaxesResolver } from './outside-taxes/outside-taxes.resolver.js';
import { PaymentSettlement } from './payment-settlement.service.js';
import { PayOrderService } from './pay-order.service.js';
import { PlaceOrderService } from './place-order.service.js';

/** Orders: placed once, for what was shown, and what becomes of them. */
@Module({
  imports: [CartModule, CatalogModule, ChannelsModule, EventsModule, PaymentsModule, PromotionsModule, TermsModule],
  providers: [
    OrderRepository,
    OrderContexts,
    OrderReader,
    OrderEnding,
    PaymentSettlement,
    PlaceOrderService,
    PayOrderService,
    OrderService,
    OrderSweep,
    ExplainingService,
    ExplainingResolver,
    OrderResolver,
    OrderLiveResolver,
    CartOrderResolver,
    OrderLineResolver,
    OutsideTaxesResolver,
    OrdersSubscribers,
  ],
  exports: [OrderReader, OrderService, OrderSweep, PlaceOrderService],
})
export class OrdersModule {}
