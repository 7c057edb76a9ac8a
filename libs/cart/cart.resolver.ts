import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Attempts } from '#access';
import { basketHash } from '#engine';
import { inLanguage, moneyView, type Context } from '#kernel';
import {
  Ctx,
  type AddCartLinesInput,
  type ApplyCartCodeInput,
  type CreateCartInput,
  type OperationInput,
  type RemoveCartCodeInput,
  type RemoveCartLinesInput,
  type SetCartContactInput,
  type SetCartLinesInput,
  type SetCartPromiseInput,
  type SetCartShippingInput,
  type ShippingOption,
} from '#platform/graphql';
import {
  addOf,
  applyCodeOf,
  beginningOf,
  cartKeyOf,
  cartNameOf,
  contactOf,
  removeCodeOf,
  promiseOf,
  removeOf,
  setOf,
  shippingOf,
  stampOf,
} from './cart.input.js';
import { CartService } from './cart.service.js';
import { cartView, type CartResult } from './cart.view.js';
import { guestsNameNoCarts } from './cart.errors.js';
import type { GivenWish } from './named.js';

/** A mutation of a cart names it, and maybe the device's operation. */
interface Operating {
  cartId: string;
  operation?: OperationInput | null;
}

/** Carts in GraphQL: input to change, priced cart to view. */
@Resolver('Cart')
export class CartResolver {
  constructor(
    private readonly carts: CartService,
    private readonly attempts: Attempts,
  ) {}

  @Query('cart')
  async cart(@Args('id') id: string, @Ctx() context: Context): Promise<CartResult | null> {
    const cart = await this.carts.get(context, id);
    return cart && cartView(cart, context);
  }

  @Mutation('createCart')
  async create(@Args('input') input: CreateCartInput, @Ctx() context: Context): Promise<{ cart: CartResult }> {
    const { currency = null } = input;
    const name = cartNameOf(input.name);
    if (name !== null && context.actor.kind !== 'customer') throw guestsNameNoCarts();
    const idempotencyKey = cartKeyOf(input.idempotencyKey);
    const wished = { currency, name, idempotencyKey, wishes: beginningOf(input) };
    const create = () => this.carts.create(context, wished);
    const cart = await (input.codes?.length ? this.countingCodes(null, context, create) : create());
    return { cart: cartView(cart, context) };
  }

  @Mutation('addCartLines')
  addLines(@Args('input') input: AddCartLinesInput, @Ctx() context: Context): Promise<{ cart: CartResult }> {
    return this.operate(context, input, addOf(input));
  }

  @Mutation('setCartLines')
  setLines(@Args('input') input: SetCartLinesInput, @Ctx() context: Context): Promise<{ cart: CartResult }> {
    return this.operate(context, input, setOf(input));
  }

  @Mutation('removeCartLines')
  removeLines(@Args('input') input: RemoveCartLinesInput, @Ctx() context: Context): Promise<{ cart: CartResult }> {
    return this.operate(context, input, removeOf(input));
  }

  @Mutation('applyCartCode')
  applyCode(@Args('input') input: ApplyCartCodeInput, @Ctx() context: Context): Promise<{ cart: CartResult }> {
    return this.countingCodes(input.cartId, context, () => this.operate(context, input, applyCodeOf(input.code)));
  }

  @Mutation('removeCartCode')
  removeCode(@Args('input') input: RemoveCartCodeInput, @Ctx() context: Context): Promise<{ cart: CartResult }> {
    return this.operate(context, input, removeCodeOf(input.code));
  }

  @Mutation('setCartContact')
  setContact(@Args('input') input: SetCartContactInput, @Ctx() context: Context): Promise<{ cart: CartResult }> {
    return this.operate(context, input, contactOf(input));
  }

  @Mutation('setCartShipping')
  setShipping(@Args('input') input: SetCartShippingInput, @Ctx() context: Context): Promise<{ cart: CartResult }> {
    return this.operate(context, input, shippingOf(input.shippingMethodId ?? null));
  }

  @Mutation('setCartPromise')
  setPromise(@Args('input') input: SetCartPromiseInput, @Ctx() context: Context): Promise<{ cart: CartResult }> {
    return this.operate(context, input, promiseOf(input.promise ?? null));
  }

  @ResolveField('shippingOptions')
  shippingOptions(@Parent() { of }: CartResult, @Ctx() context: Context): ShippingOption[] {
    const { currency, locale } = of.cart;
    return this.carts.shippingOptions(context, of).map(({ methodId, kind, name, net, tax, gross }) => ({
      id: methodId,
      kind,
      name: inLanguage(name, [locale, ...context.locales]),
      net: moneyView(net, currency),
      tax: moneyView(tax, currency),
      total: moneyView(gross, currency),
    }));
  }

  @ResolveField('fingerprint')
  fingerprint(@Parent() { of }: CartResult): string {
    return basketHash(of.priced);
  }

  /** Whoever tries codes until one is right has to wait. */
  private countingCodes<T>(cartId: string | null, context: Context, work: () => Promise<T>): Promise<T> {
    return this.attempts.guessed('code', cartId, context, ({ facts }) => facts.reason === 'UNKNOWN', work);
  }

  private async operate(context: Context, { cartId, operation }: Operating, change: GivenWish): Promise<{ cart: CartResult }> {
    return { cart: cartView(await this.carts.operate(context, cartId, { stamp: stampOf(operation), change }), context) };
  }
}
