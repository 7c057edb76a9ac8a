import type { Id, Quantity } from '#kernel';
import { variantIdOf, type CartContact } from './cart.js';

/** The device that made an operation, and its number there: 1, 2, 3 without gaps. */
export interface Stamp {
  readonly device: string;
  readonly sequence: number;
}

/** One change of a cart, as it is kept. */
export type CartChange =
  | { readonly type: 'add'; readonly lines: readonly { readonly variantId: Id<'variant'>; readonly quantity: Quantity }[] }
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
  | { readonly type: 'setShipping'; readonly methodId: Id<'shippingMethod'> | null };

/** A change and, if its device numbers them, its stamp: the same stamp twice counts once. */
export interface CartOperation {
  readonly stamp: Stamp | null;
  readonly change: CartChange;
}

/** What was added to a line by an operation that a device may not have seen. */
export interface LaterAdd {
  readonly version: number;
  readonly lineId: string;
  readonly quantity: Quantity;
  /** Who added it; null: a device that does not number its operations. */
  readonly device: string | null;
}

/** The version that the change was made on; null: it does not depend on one. */
export function seenVersionOf(change: CartChange): number | null {
  return change.type === 'set' || change.type === 'remove' ? change.seenVersion : null;
}

/** The operation as the cart that goes on after this one takes it: its device has seen nothing of that cart yet. */
export function forSuccessor({ stamp, change }: CartOperation): CartOperation {
  return { stamp, change: change.type === 'set' || change.type === 'remove' ? { ...change, seenVersion: 0 } : change };
}

/** The variants whose lines the change makes larger or brings (back) in. */
export function variantsOf(change: CartChange): readonly Id<'variant'>[] {
  if (change.type === 'add') return change.lines.map((line) => line.variantId);
  return change.type === 'set' ? change.lines.map((line) => variantIdOf(line.lineId)) : [];
}

/** The change as its row keeps it; personal data stays out of the log of operations. */
export function changeToJson(change: CartChange): object {
  switch (change.type) {
    case 'add':
      return { lines: change.lines.map(({ variantId, quantity }) => [variantId, quantity.toString()]) };
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
  }
}

/** What a cart's event says that changed. */
export type CartNews = 'created' | 'lines' | 'code' | 'contact' | 'shipping' | 'placed';

const newsOf = {
  add: 'lines',
  set: 'lines',
  remove: 'lines',
  applyCode: 'code',
  removeCode: 'code',
  setContact: 'contact',
  setShipping: 'shipping',
} as const satisfies Record<CartChange['type'], CartNews>;

/** The kind of change, as the cart's event names it. */
export function changeName({ type }: CartChange): CartNews {
  return newsOf[type];
}
