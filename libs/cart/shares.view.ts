import type { DiscountShare, PricedUnits } from '#engine';
import { formatShort, moneyView, quantityScale, type CurrencyCode } from '#kernel';
import type { Discount as DiscountView, PricedUnits as PricedUnitsView } from '#platform/graphql';

/** Says the shares of an amount in the words of the schema. */
export type Discounts = (shares: readonly DiscountShare[]) => DiscountView[];

/** The shares of amounts in a currency, named as the promotions are. */
export function discountsOf(currency: CurrencyCode, known: readonly DiscountView[]): Discounts {
  const byId = new Map(known.map((discount) => [discount.promotionId, discount]));
  return (shares) =>
    shares.flatMap(({ promotionId, amount }) => {
      const discount = byId.get(promotionId);
      return discount ? [{ ...discount, amount: moneyView(amount, currency) }] : [];
    });
}

type Amounts = Omit<PricedUnits, 'from' | 'to'>;

/** What something comes to, and what promotions take off it. */
export function amountsView(
  { amount, discount, net, tax, gross, discounts }: Amounts,
  currency: CurrencyCode,
  shown: Discounts,
): Omit<PricedUnitsView, 'from' | 'to'> {
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

/** Units of a line with their part of its amounts. */
export function unitsView(units: PricedUnits, currency: CurrencyCode, shown: Discounts): PricedUnitsView {
  const { from, to } = units;
  const place = { from: formatShort(from, quantityScale), to: formatShort(to, quantityScale) };
  return { ...place, ...amountsView(units, currency, shown) };
}
