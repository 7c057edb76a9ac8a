import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { isId, type Context } from '#kernel';
import { Ctx, type SetCartGiftInput } from '#platform/graphql';
import { noSuchGift } from '../cart.errors.js';
import { stampOf } from '../cart.input.js';
import { CartService } from '../cart.service.js';
import { cartView, type CartResult } from '../cart.view.js';

/** Whether a buyer wants what a promotion gives, in GraphQL. */
@Resolver('Cart')
export class GiftResolver {
  constructor(private readonly carts: CartService) {}

  @Mutation('setCartGift')
  async setGift(@Args('input') input: SetCartGiftInput, @Ctx() context: Context): Promise<{ cart: CartResult }> {
    const { cartId, promotionId, wanted, operation } = input;
    if (!isId('promotion', promotionId)) throw noSuchGift();
    const change = { type: 'setGift', promotionId, wanted } as const;
    return { cart: cartView(await this.carts.operate(context, cartId, { stamp: stampOf(operation), change }), context) };
  }
}
