import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { Context } from '#kernel';
import { Ctx, type CartHandoff as HandoffView, type CreateCartHandoffInput, type OpenCartByCodeInput } from '#platform/graphql';
import { cartView, type CartResult } from '../cart.view.js';
import { CartHandoff } from './handoff.service.js';

/** The way of a cart from a phone to a till, in GraphQL. */
@Resolver()
export class HandoffResolver {
  constructor(private readonly handoffs: CartHandoff) {}

  @Mutation('createCartHandoff')
  async create(@Args('input') { cartId }: CreateCartHandoffInput, @Ctx() context: Context): Promise<{ handoff: HandoffView }> {
    const { code, expiresAt } = await this.handoffs.create(context, cartId);
    return { handoff: { code, expiresAt: expiresAt.toISOString() } };
  }

  @Mutation('openCartByCode')
  async open(@Args('input') { code }: OpenCartByCodeInput, @Ctx() context: Context): Promise<{ cart: CartResult }> {
    return { cart: cartView(await this.handoffs.open(context, code), context) };
  }
}
