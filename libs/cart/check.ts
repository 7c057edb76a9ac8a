import type { Terms } from '#engine';
import type { ChannelRef, Path } from '#kernel';
import { availableTo } from '#terms/rules';
import { badQuantity, beyondCaps, codeRefused, noSuchGift, noSuchShipping, notPurchasable, outOfStock } from './cart.errors.js';
import { promiseVoid } from './promises/promise.errors.js';
import { lineIdOf } from './cart.js';
import type { CartChange } from './operation.js';
import { mayApplyLater, refusedCodeText } from './refused-code.js';
import type { PricedCart } from './reprice.js';

/** Refuses a new cart when one of the changes that it begins with cannot have its effect. @throws UserError naming the input field */
export function checkBeginning(changes: readonly CartChange[], cart: PricedCart, channel: ChannelRef, terms: Terms): void {
  let codes = 0;
  for (const change of changes) checkChange(change, cart, channel, terms, ['codes', change.type === 'applyCode' ? codes++ : 0]);
}

/**
 * Refuses a change that cannot have its effect: a line that is not sold here, not in this quantity or not in stock,
 * a code that gives nothing (of one that may do so later the channel decides), a way of shipping that is not offered. Whatever the change does not touch is left alone:
 * what became of it is told as problems. @throws UserError naming the input field
 */
export function checkChange(
  change: CartChange,
  cart: PricedCart,
  channel: ChannelRef,
  terms: Terms,
  codePath: Path = ['code'],
): void {
  switch (change.type) {
    case 'add':
      change.lines.forEach(({ variantId, by }, index) => {
        checkLine(lineIdOf(variantId), ['lines', index], by ?? 'variantId', cart, channel);
      });
      break;
    case 'set':
      change.lines.forEach(({ lineId }, index) => {
        checkLine(lineId, ['lines', index], 'lineId', cart, channel);
      });
      break;
    case 'applyCode': {
      const refused = cart.priced.refusedCodes.find(({ code }) => code === change.code);
      if (refused && (terms.conventions.ineligibleCode === 'REJECT' || !mayApplyLater(refused)))
        throw codeRefused(refused, refusedCodeText(refused, terms, [cart.cart.locale]), codePath);
      break;
    }
    case 'setShipping':
      if (change.methodId !== null && !cart.priced.shipping) throw noSuchShipping();
      break;
    case 'setGift':
      if (!cart.priced.gifts.some(({ promotionId }) => promotionId === change.promotionId)) throw noSuchGift();
      break;
    case 'setPromise':
      // by what the cart is another than what was promised is told as problems
      for (const { code, message, facts } of cart.problems)
        if (code === 'PROMISE_VOID' && change.promise !== null) throw promiseVoid(message, facts);
      break;
    // what is adopted was wanted before: what stands in its way now is told as problems
    case 'adopt':
    case 'remove':
    case 'removeCode':
    case 'setContact':
    case 'setTaxes':
      break;
  }
}

function checkLine(
  lineId: string,
  path: Path,
  idField: 'variantId' | 'lineId' | 'sku' | 'gtin',
  { cart, items, priced }: PricedCart,
  channel: ChannelRef,
): void {
  const index = cart.content.lines.findIndex((line) => line.id === lineId);
  const line = cart.content.lines[index];
  if (!line) return;
  const item = items.get(line.variantId);
  const { price, capped } = priced.lines[index] ?? {};
  if (item?.sellable && !price && capped) throw beyondCaps(capped, [...path, 'quantity']);
  if (!item?.sellable || !price) throw notPurchasable([...path, idField]);
  if (line.quantity % item.quantityStep !== 0n) throw badQuantity(item.quantityStep, [...path, 'quantity']);
  const available = availableTo(item, channel.safetyStock);
  if (available !== null && line.quantity > available) throw outOfStock(line.quantity, available, [...path, 'quantity']);
}
