import type { Basket, TaxRelief } from '#engine';
import type { Address, Context, CurrencyCode, Id, Quantity, UnitPrice } from '#kernel';
import { nothingCounted, type Counted } from '#promotions/rules';
import type { FrozenPromise } from './promises/promise.js';
import type { BuyingUnit, Owned } from './owner.js';
import type { AnsweredTaxes } from './taxes/answered-taxes.js';

/** A line: how much of what. Its id follows from what it holds, so devices that were apart name it alike. */
export interface CartLine {
  readonly id: string;
  readonly variantId: Id<'variant'>;
  readonly quantity: Quantity;
  /** The unit price when the cart was last written: what the buyer has seen; null: none. */
  readonly seenPrice: UnitPrice | null;
}

/** Everything that operations have made of the cart. */
export interface CartContent {
  readonly lines: readonly CartLine[];
  /** Codes in canonical form, in the order they were entered. */
  readonly codes: readonly string[];
  readonly shippingMethodId: Id<'shippingMethod'> | null;
  /** What an outside engine has answered for it; no answer: the taxes are those of the tables. */
  readonly taxes?: AnsweredTaxes | null;
  /** The price promise that it was given; null, or left out: none. */
  readonly promiseId?: Id<'pricePromise'> | null;
  /** The variants of the gifts that the buyer was shown when the cart was last written; left out: none. */
  readonly gifts?: readonly Id<'variant'>[];
  /** The promotions whose gifts the buyer does not want; left out: none. */
  readonly declinedGifts?: readonly Id<'promotion'>[];
  /** The last sequence number of each device that numbers its operations. */
  readonly devices: Readonly<Record<string, number>>;
}

/** Personal data, kept apart from the content: no event and no log carries it. */
export interface CartContact {
  readonly email: string | null;
  /** What the buyer's own books call the purchase. */
  readonly purchaseOrderNumber: string | null;
  readonly shippingAddress: Address | null;
  readonly billingAddress: Address | null;
}

/**
 * Whether the cart can still change, or what became of it: an order, part of another cart, thrown away by its owner, or forgotten
 * because nobody touched it.
 */
export type CartState = 'ACTIVE' | 'CONVERTED' | 'MERGED' | 'DELETED' | 'EXPIRED';

/** A cart: the same for every device that has it open. */
export interface Cart extends Owned {
  readonly id: Id<'cart'>;
  readonly channelId: Id<'channel'>;
  readonly currency: CurrencyCode;
  readonly locale: string;
  readonly state: CartState;
  /** Counts the writes, and so the events. */
  readonly version: number;
  readonly content: CartContent;
  readonly contact: CartContact;
  /** The cart that goes on after this one became an order or part of that cart. */
  readonly successorId: Id<'cart'> | null;
  /** Whether its owner sees it on every device. */
  readonly isCurrent: boolean;
  /** What its owner calls it. */
  readonly name: string | null;
  /** How the unit buys that shares it; null: it is shared by none. */
  readonly unit: BuyingUnit | null;
  /** Why its owner owes less tax. */
  readonly taxReliefs: readonly TaxRelief[];
  /** What is counted of the promotions that it may have. */
  readonly counted: Counted;
  /** What is left of the contracts that may price it; left out: nothing is counted of any. */
  readonly contracts?: Pick<Basket, 'capsLeft' | 'bought'>;
  /** The price promise of its content; null, or left out: none, or one that is not kept any more. */
  readonly promise?: FrozenPromise | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The content that every cart begins with. */
export const emptyContent: CartContent = { lines: [], codes: [], shippingMethodId: null, devices: {} };
/** The contact that every cart begins with. */
export const noContact: CartContact = { email: null, purchaseOrderNumber: null, shippingAddress: null, billingAddress: null };

/** What is said of a cart when it is begun. */
export type CartStart = Pick<Cart, 'id' | 'owner' | 'isCurrent' | 'name' | 'currency' | 'contact' | 'taxReliefs'> &
  Partial<Pick<Cart, 'counted'>>;

/** A cart that nothing has been put into yet. */
export function emptyCart(start: CartStart, { channel, locales }: Context, at: Date): Cart {
  return {
    counted: nothingCounted,
    ...start,
    role: null,
    unit: null,
    deviceId: null,
    channelId: channel.id,
    locale: locales[0] ?? 'en',
    state: 'ACTIVE',
    version: 1,
    content: emptyContent,
    successorId: null,
    createdAt: at,
    updatedAt: at,
  };
}

/** The most lines that a cart takes. */
export const mostLines = 1000;
/** The most of one thing: a million units, in thousandths. */
export const largestQuantity: Quantity = 1_000_000_000n;
/** The most codes that a cart takes. */
export const mostCodes = 20;
/** The most devices that number their operations on one cart: the snapshot keeps a number for each. */
export const mostDevices = 100;

/** The variants that a read of the cart brings along. */
export function variantsIn({ lines, gifts = [] }: CartContent): Id<'variant'>[] {
  return [...lines.map(({ variantId }) => variantId), ...gifts];
}

/** The line that holds a variant as it is, without configuration. */
export function lineIdOf(variantId: Id<'variant'>): string {
  return variantId.replace('var_', 'line_');
}

/** The variant that a line id stands for. */
export function variantIdOf(lineId: string): Id<'variant'> {
  return lineId.replace('line_', 'var_') as Id<'variant'>;
}

/** The snapshot as the database keeps it: bigints as text. */
export function contentToJson(content: CartContent): object {
  return {
    ...content,
    lines: content.lines.map(({ id, variantId, quantity, seenPrice }) => [
      id,
      variantId,
      quantity.toString(),
      seenPrice?.toString() ?? null,
    ]),
  };
}

/** The stored form of `contentToJson`. */
export interface StoredContent extends Omit<CartContent, 'lines'> {
  readonly lines: readonly (readonly [id: string, variantId: string, quantity: string, seenPrice: string | null])[];
}

/** The snapshot from its stored form. */
export function contentFromJson(stored: StoredContent): CartContent {
  return {
    ...stored,
    lines: stored.lines.map(([id, variantId, quantity, seenPrice]) => ({
      id,
      variantId: variantId as Id<'variant'>,
      quantity: BigInt(quantity),
      seenPrice: seenPrice === null ? null : BigInt(seenPrice),
    })),
  };
}

/**
 * Whether the request's channel can show and sell the cart. A cart may go from channel to channel, and each prices it on its own
 * terms; only its currency has to be one that the channel sells in.
 */
export function canBeBought({ currency }: Cart, { channel }: Context): boolean {
  return channel.currencies.includes(currency);
}

/** Whether the cart is still there for anybody: not thrown away, not forgotten. */
export function isThere({ state }: Cart): boolean {
  return state !== 'DELETED' && state !== 'EXPIRED';
}
