import { Args, Resolver, Subscription } from '@nestjs/graphql';
import { follow, LiveNews, type Sight } from '#events';
import { FreshCtx, type Fresh, type SubscriptionOrderChangedArgs } from '#platform/graphql';
import type { Stream } from '#platform/streams';
import { noSuchOrder } from '../order.errors.js';
import { OrderReader } from '../order-reader.service.js';
import { orderView, type OrderResult } from '../order.view.js';
import { orderSight } from './order-sight.js';

interface OrderChanged {
  readonly orderChanged: { readonly cursor: string; readonly order: OrderResult };
}

/** An order that is followed: whoever may read it is told when it is different. */
@Resolver()
export class OrderLiveResolver {
  constructor(
    private readonly reader: OrderReader,
    private readonly news: LiveNews,
  ) {}

  @Subscription('orderChanged')
  orderChanged(@Args() { orderId, after = null }: SubscriptionOrderChangedArgs, @FreshCtx() fresh: Fresh): Stream<OrderChanged> {
    let first = true;
    return follow(this.news, {
      ids: [orderId],
      after,
      look: () => this.look(fresh, orderId, first).finally(() => (first = false)),
    });
  }

  /** @throws UserError NOT_FOUND at first; afterwards an order that cannot be seen any more is the end and no error */
  private async look(fresh: Fresh, orderId: string, first: boolean): Promise<Sight<OrderChanged> | null> {
    const context = await fresh();
    const found = await this.reader.get(context, orderId);
    if (!found && first) throw noSuchOrder();
    if (!found) return null;
    const sight = orderSight(orderView(found));
    return { ...sight, view: { orderChanged: { cursor: sight.cursor, order: sight.view } } };
  }
}
