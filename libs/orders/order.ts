import type { CartContact, Owner, PricedCart } from '#cart/rules';
import type { AppliedDiscount, Charge, DiscountShare, Entry, PricedBasket, PricedLine, PricedShipping, TaxAmount } from '#engine';
import type { Demand } from '#holds';
import { inLanguage, type CurrencyCode, type Id, type LocalizedText, type Quantity, type UnitPrice } from '#kernel';
import { stockCounterId } from '#inventory';
import { beside, sourceOf, type StockPromise, type VariantFace } from '#terms/rules';
import type { orderMachine } from './order.machine.js';

/** A state of the order machine. */
export type OrderState = keyof typeof orderMachine.to;

/** Why an order was cancelled. NO_STOCK: it was paid too late, and what it held was gone. */
export type CancelReason = 'REQUESTED' | 'EXPIRED' | 'NO_STOCK';

/** One line, as it was bought: amounts in minor units, `amount` and `discount` in the entry basis. */
export interface OrderLine
  extends Pick<Charge, 'amount' | 'discount' | 'net' | 'tax' | 'gross'>, Pick<VariantFace, 'slug' | 'image' | 'options'> {
  readonly position: number;
  readonly lineId: string;
  /** Null: a till sold something that nobody knows. */
  readonly variantId: Id<'variant'> | null;
  readonly sku: string | null;
  readonly name: string;
  readonly quantity: Quantity;
  readonly unitPrice: UnitPrice;
  readonly entry: Entry;
  /** The part of the discount that the shop is reimbursed for. */
  readonly reimbursed: bigint;
  /** What each promotion took off. */
  readonly discounts: readonly DiscountShare[];
  /** Where promotions have told its units apart: all of them, in order. Empty: they are all alike. */
  readonly units: PricedLine['units'];
  /** The promotion that has put it in; null: it was bought. */
  readonly gift: Id<'promotion'> | null;
  /** Where it is served from; null: sold without looking at stock. */
  readonly locationId: Id<'location'> | null;
}

/** The way of shipping that was bought. */
export interface OrderShipping extends Pick<PricedShipping, 'methodId' | 'code' | 'kind' | 'net' | 'tax' | 'gross'> {
  readonly name: string;
}

/** A promotion that the order had. */
export interface OrderDiscount extends Omit<AppliedDiscount, 'name'> {
  readonly name: LocalizedText;
}

/** What was bought, for how much and why: immutable but for its state. */
export interface Order {
  readonly id: Id<'order'>;
  readonly number: string;
  /** Null: a till sold it while nobody was asked, and the goods were handed over. */
  readonly cartId: Id<'cart'> | null;
  readonly channelId: Id<'channel'>;
  /** Whose it is: as the cart was. */
  readonly owner: Owner;
  /** The till that placed it; null: none did. */
  readonly deviceId: Id<'accessKey'> | null;
  readonly currency: CurrencyCode;
  readonly locale: string;
  readonly state: OrderState;
  readonly cancelReason: CancelReason | null;
  readonly contact: CartContact;
  readonly net: bigint;
  readonly tax: bigint;
  readonly total: bigint;
  /** What others than the buyer pay: `net + tax − reimbursed = total`. */
  readonly reimbursed: bigint;
  readonly lines: readonly OrderLine[];
  readonly shipping: OrderShipping | null;
  readonly discounts: readonly OrderDiscount[];
  readonly taxes: readonly TaxAmount[];
  /** Counts its events. */
  readonly version: number;
  readonly createdAt: Date;
  readonly placedAt: Date | null;
  /** When a PENDING order lets go of what it holds. */
  readonly expiresAt: Date | null;
}

/** The order that a priced cart becomes: the amounts are those that were shown, to the minor unit. */
export function orderOf(
  { cart, items, priced, at }: PricedCart,
  made: Pick<Order, 'id' | 'number' | 'state' | 'placedAt' | 'expiresAt' | 'channelId' | 'deviceId'>,
  safetyStock: Quantity,
): Order {
  const { net, tax, total, reimbursed } = priced.totals;
  return {
    ...made,
    cartId: cart.id,
    owner: cart.owner,
    currency: cart.currency,
    locale: cart.locale,
    cancelReason: null,
    contact: cart.contact,
    net,
    tax,
    total,
    reimbursed,
    lines: linesOf(priced, items, cart.locale, safetyStock),
    shipping: priced.shipping && shippingOf(priced.shipping, cart.locale),
    discounts: priced.discounts,
    taxes: priced.taxes,
    version: made.state === 'PLACED' ? 1 : 0,
    createdAt: at,
  };
}

/** The stock that the order needs, by line. What it uses of promotions is theirs to say (`PromotionUses`). */
export function stockDemandOf({ lines }: Order, safetyStock: Quantity): Demand[] {
  return lines.flatMap(({ variantId, locationId, quantity }) =>
    variantId && locationId ? [{ counterId: stockCounterId(variantId, locationId), quantity, keep: safetyStock }] : [],
  );
}

function linesOf({ lines }: PricedBasket, items: PricedCart['items'], locale: string, safetyStock: Quantity): OrderLine[] {
  // a gift is served besides what is bought of the same, and besides other gifts
  const stockFor = ({ variantId, gift }: PricedLine, index: number): readonly StockPromise[] => {
    const stock = items.get(variantId)?.stock ?? [];
    const others = gift ? lines.slice(0, index).filter((each) => each.variantId === variantId) : [];
    return others.reduce((left, { quantity }) => beside(left, quantity, safetyStock), stock);
  };
  return lines.map((line, index) => {
    const item = items.get(line.variantId);
    if (!item || (!line.price && !line.gift)) throw new Error(`line ${line.lineId} cannot be bought`);
    const source = item.tracked ? sourceOf(stockFor(line, index), line.quantity, safetyStock) : null;
    return {
      position: index + 1,
      lineId: line.lineId,
      variantId: line.variantId,
      sku: item.face.sku,
      name: inLanguage(item.face.name, [locale]),
      slug: item.face.slug,
      image: item.face.image,
      options: item.face.options,
      quantity: line.quantity,
      unitPrice: line.price?.amount ?? 0n,
      entry: line.entry,
      amount: line.amount,
      discount: line.discount,
      net: line.net,
      tax: line.tax,
      gross: line.gross,
      reimbursed: line.reimbursed,
      discounts: line.discounts,
      units: line.units,
      gift: line.gift ?? null,
      locationId: source?.locationId ?? null,
    };
  });
}

function shippingOf({ methodId, code, kind, name, net, tax, gross }: PricedShipping, locale: string): OrderShipping {
  return { methodId, code, kind, name: inLanguage(name, [locale]), net, tax, gross };
}
