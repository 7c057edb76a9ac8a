import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Context } from '#kernel';
import { Ctx, loader } from '#platform/graphql';
import { OrderReader } from './order-reader.service.js';
import { orderView, type OrderResult } from './order.view.js';

/** The way from a cart to the order that it became, for whoever lost the answer to `placeOrder`. */
@Resolver('Cart')
export class CartOrderResolver {
  private readonly orders = loader<string, OrderResult | null>(async (_context, cartIds) => {
    const orders = await this.reader.ofCarts(cartIds);
    return cartIds.map((cartId) => {
      const found = orders.get(cartId);
      return found ? orderView(found) : null;
    });
  });

  constructor(private readonly reader: OrderReader) {}

  @ResolveField('order')
  async order(
    @Parent() cart: { readonly id: string; readonly state: string },
    @Ctx() context: Context,
  ): Promise<OrderResult | null> {
    return cart.state === 'CONVERTED' ? this.orders(context).load(cart.id) : null;
  }
}
