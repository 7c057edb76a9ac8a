import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { inLanguage, type Context } from '#kernel';
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
  type SetCartShippingInput,
  type ShippingOption,
} from '#platform/graphql';
import {
  addOf,
  applyCodeOf,
  beginningOf,
  cartKeyOf,
  contactOf,
  removeCodeOf,
  removeOf,
  setOf,
  shippingOf,
  stampOf,
} from './cart.input.js';
import { CartService } from './cart.service.js';
import { cartView, moneyView, type CartResult } from './cart.view.js';
import type { CartChange } from './operation.js';

/** A mutation of a cart names it, and maybe the device's operation. */
interface Operating {
  cartId: string;
  operation?: OperationInput | null;
}

/** Carts in GraphQL: input to change, priced cart to view. */
@Resolver('Cart')
export class CartResolver {
  constructor(private readonly carts: CartService) {}

  @Query('cart')
  async cart(@Args('id') id: string, @Ctx() context: Context): Promise<CartResult | null> {
    const cart = await this.carts.get(context, id);
    return cart && cartView(cart, context);
  }

  @Mutation('createCart')
  async create(@Args('input') input: CreateCartInput, @Ctx() context: Context): Promise<{ cart: CartResult }> {
    const { currency = null } = input;
    const idempotencyKey = cartKeyOf(input.idempotencyKey);
    return {
      cart: cartView(await this.carts.create(context, { currency, idempotencyKey, changes: beginningOf(input) }), context),
    };
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
    return this.operate(context, input, applyCodeOf(input.code));
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

  private async operate(context: Context, { cartId, operation }: Operating, change: CartChange): Promise<{ cart: CartResult }> {
    return { cart: cartView(await this.carts.operate(context, cartId, { stamp: stampOf(operation), change }), context) };
  }
}
