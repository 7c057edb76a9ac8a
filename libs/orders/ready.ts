import type { PricedCart } from '#cart/rules';
import { basketHash } from '#engine';
import { money, parseMoney } from '#kernel';
import { blockedBy, emptyCart, incomplete, totalChanged } from './order.errors.js';

/** What the buyer saw when they decided to buy. */
export interface Shown {
  /** A decimal text in the cart's currency. */
  readonly total: string;
  readonly fingerprint: string;
}

const refusals = {
  NOT_PURCHASABLE: 'NOT_PURCHASABLE',
  CONTRACT_CAP: 'LIMIT_REACHED',
  OUT_OF_STOCK: 'OUT_OF_STOCK',
  QUANTITY_STEP: 'INVALID',
  SHIPPING_UNAVAILABLE: 'NOT_APPLICABLE',
  PRICE_CHANGED: 'NOT_APPLICABLE',
  CODE_REFUSED: 'NOT_APPLICABLE',
  PROMISE_VOID: 'NOT_APPLICABLE',
  PROMISE_DIFFERS: 'NOT_APPLICABLE',
  GIFT_UNAVAILABLE: 'NOT_APPLICABLE',
} as const;

/** Refuses a cart that cannot be placed as it is. @throws UserError saying what is missing */
export function checkReady({ cart, items, priced, problems }: PricedCart): void {
  if (cart.content.lines.length === 0) throw emptyCart();
  const blocking = problems.find(({ severity }) => severity === 'BLOCKING');
  if (blocking) throw blockedBy(refusals[blocking.code], blocking.message, { ...blocking.facts, lineId: blocking.lineId });
  if (!cart.contact.email) throw incomplete('email');
  if (cart.unit?.purchaseOrderRequired && !cart.contact.purchaseOrderNumber) throw incomplete('purchaseOrderNumber');
  const shipped = cart.content.lines.some(({ variantId }) => items.get(variantId)?.requiresShipping);
  if (shipped && !priced.shipping) throw incomplete('shipping');
  const addressed = priced.shipping?.kind !== 'PICKUP' && shipped;
  if (addressed && !cart.contact.shippingAddress) throw incomplete('shippingAddress');
}

/** Refuses a cart that is not what the buyer was shown. @throws UserError TOTAL_CHANGED with what it comes to now */
export function checkShown({ cart, priced }: PricedCart, shown: Shown): void {
  const total = money(priced.totals.total, cart.currency);
  const { minor } = parseMoney(shown.total, cart.currency, ['shown', 'total']);
  const fingerprint = basketHash(priced);
  if (minor !== total.minor || shown.fingerprint !== fingerprint) throw totalChanged(total, fingerprint);
}
