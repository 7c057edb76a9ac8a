import type { Id, Quantity } from '#kernel';
import type { FrozenPromise } from './promises/promise.js';
import type { AnsweredTaxes } from './taxes/answered-taxes.js';
import { variantIdOf, type Cart, type CartContact, type CartContent, type CartLine } from './cart.js';

/** The device that made an operation, and its number there: 1, 2, 3 without gaps. */
export interface Stamp {
  readonly device: string;
  readonly sequence: number;
}

/** So much of a variant is added. */
export interface AddedLine {
  readonly variantId: Id<'variant'>;
  readonly quantity: Quantity;
  /** What the buyer named it by, for refusals; left out: by its id. */
  readonly by?: 'sku' | 'gtin';
}

/** One change of a cart, as it is kept. */
export type CartChange =
  | { readonly type: 'add'; readonly lines: readonly AddedLine[] }
  /** Replaces what the device had seen; adds it had not seen count on top. */
  | {
      readonly type: 'set';
      readonly lines: readonly { readonly lineId: string; readonly quantity: Quantity }[];
      readonly seenVersion: number;
    }
  | { readonly type: 'remove'; readonly lineIds: readonly string[]; readonly seenVersion: number }
  | { readonly type: 'applyCode'; readonly code: string }
  | { readonly type: 'removeCode'; readonly code: string }
  | { readonly type: 'setContact'; readonly contact: Partial<CartContact> }
  | { readonly type: 'setShipping'; readonly methodId: Id<'shippingMethod'> | null }
  /** An outside engine has answered for what the cart was; null: what it had answered holds no longer, and nobody answers anew. */
  | { readonly type: 'setTaxes'; readonly taxes: AnsweredTaxes | null }
  /** An empty cart gets what was promised; null takes the promise out again, and nothing else. */
  | { readonly type: 'setPromise'; readonly promise: FrozenPromise | null }
  /** Whether the buyer wants what a promotion gives. */
  | { readonly type: 'setGift'; readonly promotionId: Id<'promotion'>; readonly wanted: boolean }
  /** Everything that another cart held, its devices' numbers included. */
  | ({ readonly type: 'adopt'; readonly cartId: Id<'cart'> } & Pick<
      CartContent,
      'lines' | 'codes' | 'shippingMethodId' | 'devices' | 'declinedGifts'
    > &
      Pick<Cart, 'promise'>);

/** A change and, if its device numbers them, its stamp: the same stamp twice counts once. */
export interface CartOperation {
  readonly stamp: Stamp | null;
  readonly change: CartChange;
  /** The cart that it was meant for, which has become part of this one since: its device knows what that one held. */
  readonly through?: Id<'cart'>;
}

/** What was added to a line by an operation that a device may not have seen. */
export interface LaterAdd {
  readonly version: number;
  readonly lineId: string;
  readonly quantity: Quantity;
  /** Who added it: a device, or the cart that was adopted; null: a device that does not number its operations. */
  readonly device: string | null;
}

/** The version that the change was made on; null: it does not depend on one. */
export function seenVersionOf(change: CartChange): number | null {
  return change.type === 'set' || change.type === 'remove' ? change.seenVersion : null;
}

/**
 * The operation as the cart that goes on after this one takes it: its device has seen nothing of that cart yet, but for what a
 * cart that has become part of it held.
 */
export function forSuccessor(
  { stamp, change, through }: CartOperation,
  { id, state }: Pick<Cart, 'id' | 'state'>,
): CartOperation {
  const unseen = change.type === 'set' || change.type === 'remove' ? { ...change, seenVersion: 0 } : change;
  return { stamp, change: unseen, ...(state === 'MERGED' ? { through: id } : through && { through }) };
}

/**
 * The operation as the cart takes it that has adopted the one it was meant for. Where both carts knew a device of that name, the
 * adopted one's numbers go on under a name of their own.
 */
export function throughAdopted(operation: CartOperation, { content }: Pick<Cart, 'content'>): CartOperation {
  const { stamp, through } = operation;
  const device = stamp && through && adoptedDevice(stamp.device, through);
  return device && Object.hasOwn(content.devices, device) ? { ...operation, stamp: { ...stamp, device } } : operation;
}

/** What a device is called in the cart that adopted one it had numbered its operations on, if its own name is taken there. */
export function adoptedDevice(device: string, adopted: Id<'cart'>): string {
  return `${device}@${adopted}`;
}

/** The operation that puts all of a cart into another. */
export function adopting({ id, content, promise = null }: Cart): CartOperation {
  const { lines, codes, shippingMethodId, devices, declinedGifts } = content;
  const all = { lines, codes, shippingMethodId, devices, ...(declinedGifts && { declinedGifts }) };
  return { stamp: null, change: { type: 'adopt', cartId: id, ...all, promise } };
}

/** The variants whose lines the change makes larger or brings (back) in. */
export function variantsOf(change: CartChange): readonly Id<'variant'>[] {
  if (change.type === 'setPromise') return change.promise?.frozen.basket.lines.map(({ variantId }) => variantId) ?? [];
  if (change.type === 'add' || change.type === 'adopt') return change.lines.map((line) => line.variantId);
  return change.type === 'set' ? change.lines.map((line) => variantIdOf(line.lineId)) : [];
}

/** The change as its row keeps it; personal data stays out of the log of operations. */
export function changeToJson(change: CartChange): object {
  switch (change.type) {
    case 'add':
      return { lines: linesToJson(change.lines) };
    case 'adopt':
      return { cartId: change.cartId, lines: linesToJson(change.lines), codes: change.codes };
    case 'set':
      return {
        seenVersion: change.seenVersion,
        lines: change.lines.map(({ lineId, quantity }) => [lineId, quantity.toString()]),
      };
    case 'remove':
      return { seenVersion: change.seenVersion, lineIds: change.lineIds };
    case 'setContact':
      return { fields: Object.keys(change.contact) };
    case 'applyCode':
    case 'removeCode':
      return { code: change.code };
    case 'setShipping':
      return { methodId: change.methodId };
    case 'setTaxes':
      return { provider: change.taxes?.provider ?? null };
    case 'setGift':
      return { promotionId: change.promotionId, wanted: change.wanted };
    case 'setPromise':
      return { promiseId: change.promise?.id ?? null };
  }
}

function linesToJson(lines: readonly Pick<CartLine, 'variantId' | 'quantity'>[]): (readonly [string, string])[] {
  return lines.map(({ variantId, quantity }) => [variantId, quantity.toString()]);
}

/** What a cart's event says that changed. */
export type CartNews =
  'created' | 'lines' | 'code' | 'contact' | 'shipping' | 'taxes' | 'promise' | 'placed' | 'adopted' | 'kept';

const nameOf = {
  add: 'lines',
  set: 'lines',
  remove: 'lines',
  applyCode: 'code',
  removeCode: 'code',
  setContact: 'contact',
  setShipping: 'shipping',
  setTaxes: 'taxes',
  setPromise: 'promise',
  setGift: 'lines',
  adopt: 'adopted',
} as const satisfies Record<CartChange['type'], CartNews>;

/** What several operations at once changed: the lines, if they did. */
export function newsOf(operations: readonly CartOperation[]): CartNews {
  const names = operations.map(({ change }) => changeName(change));
  return names.includes('lines') ? 'lines' : (names[0] ?? 'contact');
}

/** The kind of change, as the cart's event names it. */
export function changeName({ type }: CartChange): CartNews {
  return nameOf[type];
}
