import { priceBasket, type PricedShipping, type Terms } from '#engine';
import type { Context } from '#kernel';
import { basketOf, reprice, requiresShipping, type PricedCart } from './reprice.js';

/** The ways of shipping that can be had for the cart, each priced as if it were chosen; none when nothing has to be shipped. */
export function shippingOptions(
  { cart, items, priced, promiseId, at }: PricedCart,
  terms: Terms,
  context: Context,
): PricedShipping[] {
  if (!requiresShipping({ cart, items })) return [];
  return [...terms.shippingMethods.keys()].flatMap((methodId) => {
    if (promiseId !== null) {
      // what was promised stays promised, and another way costs what it does now
      const chosen = { ...cart, content: { ...cart.content, shippingMethodId: methodId } };
      return reprice(chosen, items, terms, context, at).priced.shipping ?? [];
    }
    const { shipping } = priceBasket(terms, basketOf(cart, items, terms, context, methodId), priced.at);
    return shipping ? [shipping] : [];
  });
}
