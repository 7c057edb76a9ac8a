import { differences, inputsOf, pathText, replay, toJson, type Json, type PricedBasket, type PricingInputs } from '#engine';
import type { PricedCart } from '#cart/rules';
import type { Order } from '../order.js';

/** A part of the amounts that came out otherwise than it was stored. */
export interface ReplayDifference {
  readonly path: string;
  readonly stored: string | null;
  readonly replayed: string | null;
}

/** What came of pricing something again. */
export interface Replayed {
  readonly priced: PricedBasket;
  readonly differences: readonly ReplayDifference[];
}

/** Prices an order again from what was stored with it. */
export function replayedOrder(order: Order, inputs: Json<PricingInputs>): Replayed {
  const { lines, shipping, discounts, taxes, net, tax, total } = order;
  const stored = {
    currency: order.currency,
    lines: lines.map(({ lineId, quantity, unitPrice, entry, amount, discount, net, tax, gross }) => ({
      ...{ lineId, quantity, entry, amount, discount, net, tax, gross },
      price: { amount: unitPrice },
    })),
    shipping: shipping && { methodId: shipping.methodId, net: shipping.net, tax: shipping.tax, gross: shipping.gross },
    discounts: discounts.map(({ promotionId, amount }) => ({ promotionId, amount })),
    taxes,
    totals: { net, tax, total },
  };
  return compared(stored, replay(inputs));
}

/** Prices a cart, stores what it was priced from, and prices that again. */
export function replayedCart(cart: PricedCart): Replayed {
  return compared({ ...cart.priced }, replay(inputsOf(cart, cart.terms)));
}

function compared(stored: object, priced: PricedBasket): Replayed {
  const found = differences(stored, priced).map(({ path, expected, actual }) => ({
    path: pathText(path),
    stored: textOf(expected),
    replayed: textOf(actual),
  }));
  return { priced, differences: found };
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value;
  return typeof value === 'bigint' ? value.toString() : toJson(value);
}
