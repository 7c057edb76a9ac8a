import { formatShort, moneyView, quantityScale } from '#kernel';
import type { DiscountShare, PricedBasket, PricedLine } from '#engine';
import type {
  BasketShipping as BasketShippingView,
  Discount as DiscountView,
  PricedBasket as PricedBasketView,
  PricedUnits as PricedUnitsView,
} from '#platform/graphql';
import { cartView } from '../cart.view.js';
import { refusedCodesView } from '../explaining/refused-code.view.js';
import type { PricedWish } from './basket.js';

/** The basket as resolvers return it: its fingerprint, and why it came out so, are worked out only when they are asked for. */
export type BasketResult = Omit<PricedBasketView, 'explanation' | 'fingerprint'> & { readonly wish: PricedWish };

/** A priced basket in the words of the schema. */
export function basketView(wish: PricedWish): BasketResult {
  const { of, terms, context, asked } = wish;
  const { priced, basket } = of;
  const cart = cartView(of, context);
  const discounts = discountsOf(priced, cart.discounts);
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
        units: pricedLine.units.map((units) => unitsView(units, priced, discounts)),
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

type Discounts = (shares: readonly DiscountShare[]) => DiscountView[];

/** The shares of an amount, named as the promotions are. */
function discountsOf({ currency }: PricedBasket, known: readonly DiscountView[]): Discounts {
  const byId = new Map(known.map((discount) => [discount.promotionId, discount]));
  return (shares) =>
    shares.flatMap(({ promotionId, amount }) => {
      const discount = byId.get(promotionId);
      return discount ? [{ ...discount, amount: moneyView(amount, currency) }] : [];
    });
}

type Amounts = Pick<PricedLine, 'amount' | 'discount' | 'net' | 'tax' | 'gross' | 'discounts'>;

function amountsView({ amount, discount, net, tax, gross, discounts }: Amounts, { currency }: PricedBasket, shown: Discounts) {
  const money = (minor: bigint) => moneyView(minor, currency);
  return {
    amount: money(amount),
    discount: money(discount),
    discounts: shown(discounts),
    net: money(net),
    tax: money(tax),
    total: money(gross),
  };
}

function unitsView(units: PricedLine['units'][number], priced: PricedBasket, shown: Discounts): PricedUnitsView {
  const { from, to } = units;
  const place = { from: formatShort(from, quantityScale), to: formatShort(to, quantityScale) };
  return { ...place, ...amountsView(units, priced, shown) };
}

function shippingView(
  shipping: NonNullable<PricedBasket['shipping']>,
  name: string,
  priced: PricedBasket,
  shown: Discounts,
): BasketShippingView {
  return { methodId: shipping.methodId, name, kind: shipping.kind, ...amountsView(shipping, priced, shown) };
}
