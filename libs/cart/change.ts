import type { Id, Quantity } from '#kernel';
import {
  largestQuantity,
  lineIdOf,
  mostCodes,
  mostDevices,
  mostLines,
  variantIdOf,
  type Cart,
  type CartContact,
  type CartContent,
  type CartLine,
} from './cart.js';
import { futureVersion, operationGap, quantityOutOfRange, tooManyCodes, tooManyDevices, tooManyLines } from './cart.errors.js';
import type { FrozenPromise } from './promises/promise.js';
import { declinedBy, wishing } from './gifts/gifts.js';
import { adoptedDevice, type CartChange, type CartOperation, type LaterAdd, type Stamp } from './operation.js';

/** What a change makes of the cart. */
export type Changed = Pick<Cart, 'content' | 'contact' | 'promise'>;

/** Whether this operation has been counted before. */
export function isRepeated({ content }: Cart, stamp: Stamp | null): boolean {
  return stamp !== null && stamp.sequence <= lastOf(content, stamp.device);
}

/**
 * Applies one operation to the snapshot (semantics §13), which must not have counted it before. `later` holds what was
 * added since the version that a set or remove had seen; what its own device added it knows of.
 * @throws UserError naming the input field; OPERATION_GAP when an operation of the device before this one is missing
 */
export function change(cart: Cart, { stamp, change, through }: CartOperation, all: readonly LaterAdd[]): Changed {
  const later = through ? all.filter(({ device }) => device !== through) : all;
  if (!stamp) return changedBy(cart, change, later);
  const last = lastOf(cart.content, stamp.device);
  if (stamp.sequence !== last + 1) throw operationGap(last + 1);
  const { content, ...changed } = changedBy(
    cart,
    change,
    later.filter(({ device }) => device !== stamp.device),
  );
  const devices = { ...content.devices, [stamp.device]: stamp.sequence };
  if (last === 0 && Object.keys(devices).length > mostDevices) throw tooManyDevices();
  return { ...changed, content: { ...content, devices } };
}

/** The number of the device's last operation; 0: it has made none. */
function lastOf({ devices }: CartContent, device: string): number {
  return Object.hasOwn(devices, device) ? (devices[device] ?? 0) : 0;
}

function changedBy(cart: Cart, change: CartChange, later: readonly LaterAdd[]): Changed {
  const { content, contact } = cart;
  switch (change.type) {
    case 'add':
      return { contact, content: { ...content, lines: added(content.lines, change.lines) } };
    case 'set':
      return { contact, content: { ...content, lines: replaced(cart, change.lines, change.seenVersion, later, ['lines']) } };
    case 'remove': {
      const none = change.lineIds.map((lineId) => ({ lineId, quantity: 0n }));
      return { contact, content: { ...content, lines: replaced(cart, none, change.seenVersion, later, ['lineIds']) } };
    }
    case 'applyCode':
      return { contact, content: withCode(content, change.code) };
    case 'removeCode':
      return { contact, content: { ...content, codes: content.codes.filter((code) => code !== change.code) } };
    case 'setContact':
      return { content: withoutTaxes(content, change.contact), contact: merged(contact, change.contact) };
    case 'setShipping':
      return { contact, content: sentBy(content, change.methodId) };
    case 'setTaxes':
      return { contact, content: { ...content, taxes: change.taxes } };
    case 'setPromise':
      return { contact, content: promised(content, change.promise), promise: change.promise };
    case 'setGift':
      return { contact, content: wishing(content, change.promotionId, change.wanted) };
    case 'adopt': {
      const promise = content.promiseId == null ? (change.promise ?? null) : cart.promise;
      return { contact, content: united(content, change), ...(promise && { promise }) };
    }
  }
}

/** With nothing in it the cart gets what was promised: as much of everything. */
function promised(content: CartContent, promise: FrozenPromise | null): CartContent {
  if (promise === null) return { ...content, promiseId: null };
  const lines = content.lines.length > 0 ? content.lines : added([], promise.frozen.basket.lines);
  return { ...content, lines, promiseId: promise.id };
}

/** Both carts in one: quantities add up, what was there first stays first, and every device can go on numbering. */
function united(content: CartContent, from: Extract<CartChange, { type: 'adopt' }>): CartContent {
  const lines = new Map(content.lines.map((line) => [line.id, line]));
  for (const line of from.lines) {
    const before = lines.get(line.id);
    const sum = line.quantity + (before?.quantity ?? 0n);
    if (sum > largestQuantity) throw quantityOutOfRange(['cartId']);
    lines.set(line.id, before ? counting(before, sum) : line);
  }
  if (lines.size > mostLines) throw tooManyLines(['cartId']);
  const codes = [...new Set([...content.codes, ...from.codes])];
  if (codes.length > mostCodes) throw tooManyCodes(['cartId']);
  const devices = new Map(Object.entries(content.devices));
  for (const [device, last] of Object.entries(from.devices))
    devices.set(devices.has(device) ? adoptedDevice(device, from.cartId) : device, last);
  if (devices.size > mostDevices) throw tooManyDevices();
  return {
    lines: [...lines.values()],
    codes,
    ...declinedBy(content, from),
    shippingMethodId: content.shippingMethodId ?? from.shippingMethodId,
    ...((content.promiseId ?? from.promise) && { promiseId: content.promiseId ?? from.promise?.id ?? null }),
    devices: Object.fromEntries(devices),
  };
}

function added(lines: readonly CartLine[], news: readonly { variantId: Id<'variant'>; quantity: Quantity }[]): CartLine[] {
  const result = [...lines];
  const place = new Map(lines.map((line, index) => [line.id, index]));
  news.forEach(({ variantId, quantity }, index) => {
    const id = lineIdOf(variantId);
    const at = place.get(id) ?? result.length;
    const line = result[at] ?? { id, variantId, quantity: 0n, seenPrice: null };
    const sum = line.quantity + quantity;
    if (quantity <= 0n || sum > largestQuantity) throw quantityOutOfRange(['lines', index, 'quantity']);
    place.set(id, at);
    result[at] = counting(line, sum);
  });
  if (result.length > mostLines) throw tooManyLines(['lines']);
  return result;
}

/** The line with another quantity. Its price may be another by the buyer's own doing, which is no news to them. */
function counting(line: CartLine, quantity: Quantity): CartLine {
  return quantity === line.quantity ? line : { ...line, quantity, seenPrice: null };
}

/** A set replaces all that its device had seen and earlier sets; adds that it had not seen count on top. */
function replaced(
  { content, version }: Cart,
  wanted: readonly { lineId: string; quantity: Quantity }[],
  seenVersion: number,
  later: readonly LaterAdd[],
  path: readonly string[],
): CartLine[] {
  if (seenVersion > version) throw futureVersion(version);
  const lines = new Map(content.lines.map((line) => [line.id, line]));
  const unseen = new Map<string, Quantity>();
  for (const { lineId, version: at, quantity } of later)
    if (at > seenVersion) unseen.set(lineId, (unseen.get(lineId) ?? 0n) + quantity);
  wanted.forEach(({ lineId, quantity }, index) => {
    // a line that another device has removed meanwhile comes back: the set was made without knowing
    const line = lines.get(lineId) ?? { id: lineId, variantId: variantIdOf(lineId), quantity: 0n, seenPrice: null };
    const sum = quantity + (unseen.get(lineId) ?? 0n);
    if (quantity < 0n || sum > largestQuantity) throw quantityOutOfRange([...path, index, 'quantity']);
    if (sum === 0n) lines.delete(lineId);
    else lines.set(lineId, counting(line, sum));
  });
  if (lines.size > mostLines) throw tooManyLines(path);
  return [...lines.values()];
}

function withCode(content: CartContent, code: string): CartContent {
  if (content.codes.includes(code)) return content;
  if (content.codes.length >= mostCodes) throw tooManyCodes(['code']);
  return { ...content, codes: [...content.codes, code] };
}

/** Sent another way it may go elsewhere: what is picked up is supplied where the channel is. */
function sentBy(content: CartContent, shippingMethodId: CartContent['shippingMethodId']): CartContent {
  if (shippingMethodId === content.shippingMethodId || !content.taxes) return { ...content, shippingMethodId };
  return { ...content, shippingMethodId, taxes: null };
}

/** What was answered for another address does not hold any more. */
function withoutTaxes(content: CartContent, { shippingAddress }: Partial<CartContact>): CartContent {
  return shippingAddress === undefined || !content.taxes ? content : { ...content, taxes: null };
}

function merged(contact: CartContact, news: Partial<CartContact>): CartContact {
  const { email = contact.email, shippingAddress = contact.shippingAddress, billingAddress = contact.billingAddress } = news;
  const { purchaseOrderNumber = contact.purchaseOrderNumber } = news;
  return { email, purchaseOrderNumber, shippingAddress, billingAddress };
}
