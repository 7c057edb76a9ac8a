import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { connection, pageRequest, type Connection, type Context } from '#kernel';
import { Ctx, type DeleteCartInput, type MakeCartCurrentInput, type RenameCartInput } from '#platform/graphql';
import { cartNameOf } from '../cart.input.js';
import { cartView, type CartResult } from '../cart.view.js';
import { MyCartsService } from './my-carts.service.js';

/** The carts of whoever asks, in GraphQL. */
@Resolver()
export class MyCartsResolver {
  constructor(private readonly carts: MyCartsService) {}

  @Query('currentCart')
  async current(@Ctx() context: Context): Promise<CartResult | null> {
    const cart = await this.carts.current(context);
    return cart && cartView(cart, context);
  }

  @Query('carts')
  async list(
    @Args() args: { first?: number | null; after?: string | null },
    @Ctx() context: Context,
  ): Promise<Connection<CartResult>> {
    const page = pageRequest(args);
    const carts = await this.carts.list(context, page);
    return connection(
      carts.map((cart) => cartView(cart, context)),
      page,
      ({ id }) => [id],
    );
  }

  @Mutation('makeCartCurrent')
  async makeCurrent(@Args('input') { cartId }: MakeCartCurrentInput, @Ctx() context: Context): Promise<{ cart: CartResult }> {
    return { cart: cartView(await this.carts.makeCurrent(context, cartId), context) };
  }

  @Mutation('renameCart')
  async rename(@Args('input') { cartId, name }: RenameCartInput, @Ctx() context: Context): Promise<{ cart: CartResult }> {
    return { cart: cartView(await this.carts.rename(context, cartId, cartNameOf(name)), context) };
  }

  @Mutation('deleteCart')
  async delete(@Args('input') { cartId }: DeleteCartInput, @Ctx() context: Context): Promise<{ cartId: string }> {
    await this.carts.delete(context, cartId);
    return { cartId };
  }
}
