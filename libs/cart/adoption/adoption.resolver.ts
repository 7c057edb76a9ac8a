import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { SignedInView } from '#customers';
import { stranger, type Context } from '#kernel';
import { BuyersService } from '#organizations';
import { Ctx, type AdoptCartInput, type AdoptedDuring } from '#platform/graphql';
import { cartView, type CartResult } from '../cart.view.js';
import { CartAdoption } from './adoption.service.js';

/** What signing in says of its cart. */
interface Adopting {
  adopt?: string | null;
  during?: AdoptedDuring | null;
}

/** `adoptCart`, for whoever is signed in already. */
@Resolver()
export class AdoptionResolver {
  constructor(private readonly adoption: CartAdoption) {}

  @Mutation('adoptCart')
  async adopt(@Args('input') { cartId, during }: AdoptCartInput, @Ctx() context: Context): Promise<{ cart: CartResult }> {
    return { cart: cartView(await this.adoption.adopt(context, cartId, during ?? 'BROWSING'), context) };
  }
}

/** The cart that goes on after signing in, asked for as the customer who has just signed in. */
@Resolver('SignInCustomerPayload')
export class SignInCartResolver {
  constructor(
    private readonly adoption: CartAdoption,
    private readonly buyers: BuyersService,
  ) {}

  @ResolveField('cart')
  async cart(
    @Parent() { actor }: Partial<SignedInView>,
    @Args() { adopt = null, during }: Adopting,
    @Ctx() context: Context,
  ): Promise<CartResult | null> {
    if (!actor) return null;
    const buyerOf = async () => (await this.buyers.of(actor.id, null)) ?? stranger;
    const cart = await this.adoption.afterSignIn({ ...context, actor }, buyerOf, adopt, during ?? 'BROWSING');
    return cart && cartView(cart, context);
  }
}

/** The same after signing up. */
@Resolver('SignUpCustomerPayload')
export class SignUpCartResolver extends SignInCartResolver {}
