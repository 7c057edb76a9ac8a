import { priceBasket, type Basket, type PricedShipping, type Terms } from '#engine';

/** The ways of shipping that can be had for the basket, each priced as if it were chosen. */
export function shippingOptions(terms: Terms, basket: Basket, at: number): PricedShipping[] {
  return [...terms.shippingMethods.keys()].flatMap((shippingMethodId) => {
    const { shipping } = priceBasket(terms, { ...basket, shippingMethodId }, at);
    return shipping ? [shipping] : [];
  });
}
