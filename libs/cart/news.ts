import { cartUpdated, event, type NewEvent } from '#events';
import { formatMoney, type Id } from '#kernel';
import type { CartNews } from './operation.js';
import type { PricedCart } from './reprice.js';

/** What is told of a cart that has just become version `cart.version`. */
export function cartNews(
  { cart, priced }: PricedCart,
  eventId: Id<'event'>,
  what: CartNews,
  follows?: Id<'cart'> | null,
): NewEvent {
  return event(cartUpdated, eventId, cart.id, BigInt(cart.version), {
    cartId: cart.id,
    ...(follows && { follows }),
    version: String(cart.version),
    change: what,
    currency: cart.currency,
    total: formatMoney({ minor: priced.totals.total, currency: cart.currency }),
    lineCount: priced.lines.length,
  });
}
