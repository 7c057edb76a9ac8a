import { formatShort, quantityScale } from '#kernel';
import type { PricedBasket } from '#engine';
import type { BasketShipping as BasketShippingView, PricedBasket as PricedBasketView } from '#platform/graphql';
import { cartView } from '../cart.view.js';
import { refusedCodesView } from '../explaining/refused-code.view.js';
import { amountsView, discountsOf, unitsView, type Discounts } from '../shares.view.js';
import type { PricedWish } from './basket.js';

/** The basket as resolvers return it: its fingerprint, and why it came out so, are worked out only when they are asked for. */
export type BasketResult = Omit<PricedBasketView, 'explanation' | 'fingerprint'> & { readonly wish: PricedWish };

/** A priced basket in the words of the schema. */
export function basketView(wish: PricedWish): BasketResult {
  const { of, terms, context, asked } = wish;
  const { priced, basket } = of;
  const cart = cartView(of, context);
  const discounts = discountsOf(priced.currency, cart.discounts);
  return {
    wish,
    at: new Date(priced.at).toISOString(),
    rulesVersion: priced.version.toString(),
    currency: cart.currency,
    country: basket.country,
    lines: cart.lines.flatMap((line, index) => {
      const pricedLine = priced.lines[index];
      if (!pricedLine) return [];
      const { price } = pricedLine;
      const list = price && terms.lists.get(price.listId);
      return {
        ...line,
        asked: [...(asked.get(line.id) ?? [])],
        source: list ? { list: list.code, level: price.admittedBy.level } : null,
        discounts: discounts(pricedLine.discounts),
        units: pricedLine.units.map((units) => unitsView(units, priced.currency, discounts)),
      };
    }),
    shipping: priced.shipping && shippingView(priced.shipping, cart.shipping?.name ?? '', priced, discounts),
    discounts: cart.discounts,
    gifts: priced.gifts.map(({ promotionId, variantId, quantity }) => ({
      promotionId,
      variantId,
      quantity: formatShort(quantity, quantityScale),
    })),
    refusedCodes: refusedCodesView(priced.refusedCodes, terms, [of.cart.locale, ...context.locales]),
    taxes: cart.taxes,
    totals: cart.totals,
    problems: cart.problems,
  };
}

function shippingView(
  shipping: NonNullable<PricedBasket['shipping']>,
  name: string,
  priced: PricedBasket,
  shown: Discounts,
): BasketShippingView {
  return { methodId: shipping.methodId, name, kind: shipping.kind, ...amountsView(shipping, priced.currency, shown) };
}
