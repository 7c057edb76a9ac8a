import { extend, type Id, type Quantity } from '#kernel';
import type { Basket, BasketLine } from './basket.js';
import type { DiscountShare } from './priced-basket.js';
import { choosePrice, type ChosenPrice, type PriceQuestion } from './prices/choose-price.js';
import { tierAmount } from './prices/tier-amount.js';
import type { Standing, StandingCharge, StandingLine } from './promotions/standing.js';
import type { ShippingMethodTerms, Terms } from './terms.js';

/** An amount while promotions are at it. */
export interface DraftCharge extends StandingCharge {
  left: bigint;
  readonly discounts: DiscountShare[];
}

/** A line while promotions are at it. */
export interface DraftLine extends StandingLine {
  left: bigint;
  readonly discounts: DiscountShare[];
  readonly price: ChosenPrice | null;
}

/** The chosen shipping while promotions are at it. */
export interface DraftShipping extends DraftCharge {
  readonly method: ShippingMethodTerms;
}

/** A basket with prices, before taxes: lives within one `priceBasket`, and is all that changes there. */
export interface Draft extends Standing {
  readonly lines: readonly DraftLine[];
  readonly shipping: DraftShipping | null;
  readonly goods: { before: bigint; afterItem: bigint; now: bigint };
}

/** Puts the prices to a basket. */
export function draftOf(terms: Terms, basket: Basket, at: number): Draft {
  const lines = draftLines(terms, basket, at);
  const sum = lines.reduce((all, { amount }) => all + amount, 0n);
  const { channelId, conventions, timeZone, storeZones } = terms;
  return {
    at,
    channelId,
    timeZone: (basket.locationId === null ? undefined : storeZones.get(basket.locationId)) ?? timeZone,
    currency: basket.currency,
    conventions,
    basket,
    lines,
    shipping: draftShipping(terms, basket),
    goods: { before: sum, afterItem: sum, now: sum },
  };
}

/** How much of each variant there is over all lines: what tiers are read with (semantics §5). */
export function quantities(lines: readonly BasketLine[]): ReadonlyMap<Id<'variant'>, Quantity> {
  const sums = new Map<Id<'variant'>, Quantity>();
  for (const { variantId, quantity } of lines) sums.set(variantId, (sums.get(variantId) ?? 0n) + quantity);
  return sums;
}

/** Asks for the price of a quantity as the basket's buyer does. */
export function questionOf(
  { channelId }: Terms,
  { buyer, locationId, country, currency }: Basket,
  quantity: Quantity,
  at: number,
): PriceQuestion {
  return { asker: { buyer, locationId, country, channelId }, currency, quantity, at };
}

function draftLines(terms: Terms, basket: Basket, at: number): DraftLine[] {
  const { lines, currency } = basket;
  const all = quantities(lines);
  const seen = new Map<Id<'variant'>, Quantity>();
  return lines.map((line, index) => {
    const { variantId, quantity, prices } = line;
    const before = seen.get(variantId) ?? 0n;
    seen.set(variantId, before + quantity);
    const price = choosePrice(terms, prices, questionOf(terms, basket, all.get(variantId) ?? quantity, at));
    const amount = price === null ? 0n : tierAmount(price, line, before, currency, terms.conventions.rounding);
    const units = [{ from: 0n, to: quantity, amount, left: amount, takenBy: [] }];
    const onSale = price?.list.sale ?? false;
    return {
      line,
      index,
      price,
      onSale,
      taxPercent: 0n,
      entry: price?.list.entry ?? 'GROSS',
      amount,
      left: amount,
      units,
      discounts: [],
    };
  });
}

function draftShipping(terms: Terms, { shippingMethodId, country, currency }: Basket): DraftShipping | null {
  const method = shippingMethodId === null ? undefined : terms.shippingMethods.get(shippingMethodId);
  if (!method || (method.countries.length > 0 && !method.countries.includes(country))) return null;
  const rate = method.rates.get(currency);
  if (!rate && method.kind !== 'PICKUP') return null;
  const amount = rate ? extend(rate.amount, 1000n, currency, terms.conventions.rounding) : 0n;
  return { method, taxPercent: 0n, entry: rate?.entry ?? 'GROSS', amount, left: amount, discounts: [] };
}
