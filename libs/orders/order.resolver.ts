import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { connection, pageRequest, type Connection, type Context } from '#kernel';
import {
  Ctx,
  type CancelOrderInput,
  type CapturePaymentInput,
  type OrderState,
  type PayOrderInput,
  type PlaceOrderInput,
} from '#platform/graphql';
import { paid, type Paid } from './answer.js';
import { OrderReader } from './order-reader.service.js';
import { OrderService } from './order.service.js';
import { tenderOf } from './order.input.js';
import { orderView, type OrderResult } from './order.view.js';
import { PayOrderService } from './pay-order.service.js';
import { PlaceOrderService } from './place-order.service.js';

/** A page of orders, maybe of one state. */
interface Paging {
  first?: number | null;
  after?: string | null;
  state?: OrderState | null;
}

/** Orders in GraphQL: placing and paying for buyers, the rest for staff. */
@Resolver('Order')
export class OrderResolver {
  constructor(
    private readonly reader: OrderReader,
    private readonly placing: PlaceOrderService,
    private readonly paying: PayOrderService,
    private readonly staff: OrderService,
  ) {}

  @Query('order')
  async order(@Args('id') id: string, @Ctx() context: Context): Promise<OrderResult | null> {
    const found = await this.reader.get(context, id);
    return found && orderView(found);
  }

  @Query('orderByNumber')
  async orderByNumber(@Args('number') number: string, @Ctx() context: Context): Promise<OrderResult | null> {
    const found = await this.reader.byNumber(context, number);
    return found && orderView(found);
  }

  @Query('myOrders')
  async mine(@Args() args: Paging, @Ctx() context: Context): Promise<Connection<OrderResult>> {
    const page = pageRequest(args);
    const rows = await this.reader.listMine(context, page.after?.[0] ?? null, args.state ?? null, page.first + 1);
    return connection(rows.map(orderView), page, ({ id }) => [id]);
  }

  @Query('orders')
  async orders(@Args() args: Paging): Promise<Connection<OrderResult>> {
    const page = pageRequest(args);
    const rows = await this.reader.list(page.after?.[0] ?? null, args.state ?? null, page.first + 1);
    return connection(rows.map(orderView), page, ({ id }) => [id]);
  }

  @Mutation('placeOrder')
  async place(@Args('input') input: PlaceOrderInput, @Ctx() context: Context): Promise<Paid> {
    const { cartId, shown, payment, idempotencyKey } = input;
    return paid(await this.placing.place(context, { cartId, shown, tender: tenderOf(payment), idempotencyKey }));
  }

  @Mutation('payOrder')
  async pay(@Args('input') { orderId, payment, idempotencyKey }: PayOrderInput, @Ctx() context: Context): Promise<Paid> {
    return paid(await this.paying.pay(context, orderId, tenderOf(payment), idempotencyKey));
  }

  @Mutation('cancelOrder')
  async cancel(
    @Args('input') { orderId, idempotencyKey }: CancelOrderInput,
    @Ctx() context: Context,
  ): Promise<{ order: OrderResult }> {
    return { order: orderView(await this.staff.cancel(context, orderId, idempotencyKey)) };
  }

  @Mutation('capturePayment')
  async capture(
    @Args('input') { paymentId, idempotencyKey }: CapturePaymentInput,
    @Ctx() context: Context,
  ): Promise<{ order: OrderResult }> {
    return { order: orderView(await this.staff.capture(context, paymentId, idempotencyKey)) };
  }
}
