import { Module } from '@nestjs/common';
import { ChannelsModule } from '#channels';
import { PaymentsModule } from '#payments';
import { TermsModule } from '#terms';
import { CartOrderResolver } from './cart-order.resolver.js';
import { OrderContexts } from './order-contexts.service.js';
import { OrderEnding } from './order-ending.service.js';
import { OrderReader } from './order-reader.service.js';
import { OrderRepository } from './order.repository.js';
import { OrderResolver } from './order.resolver.js';
import { OrderService } from './order.service.js';
import { OrderSweep } from './order-sweep.service.js';
import { PaymentSettlement } from './payment-settlement.service.js';
import { PayOrderService } from './pay-order.service.js';
import { PlaceOrderService } from './place-order.service.js';

/** Orders: placed once, for what was shown, and what becomes of them. */
@Module({
  imports: [ChannelsModule, PaymentsModule, TermsModule],
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
    OrderResolver,
    CartOrderResolver,
  ],
  exports: [OrderReader, OrderService, OrderSweep, PlaceOrderService],
})
export class OrdersModule {}
