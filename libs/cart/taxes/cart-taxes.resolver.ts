import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { Context } from '#kernel';
import { Ctx, type CalculateCartTaxesInput } from '#platform/graphql';
import { cartView, type CartResult } from '../cart.view.js';
import { CartTaxes } from './cart-taxes.service.js';

/** The taxes of carts, over GraphQL. */
@Resolver()
export class CartTaxesResolver {
  constructor(private readonly taxes: CartTaxes) {}

  @Mutation('calculateCartTaxes')
  async calculate(@Args('input') { cartId }: CalculateCartTaxesInput, @Ctx() context: Context): Promise<{ cart: CartResult }> {
    return { cart: cartView(await this.taxes.calculate(context, cartId), context) };
  }
}
