import { noContact, type CartContact, type Owned } from '#cart/rules';
import { fromJson, type Json } from '#engine';
import { currencyOf, parseDecimal, priceScale, type Id } from '#kernel';
import type { CancelReason, Order, OrderDiscount, OrderLine, OrderShipping, OrderState } from './order.js';

/** An order as the database sends it. */
export interface OrderRow {
  id: string;
  number: string;
  cart_id: string | null;
  channel_id: string;
  currency: string;
  locale: string;
  state: OrderState;
  cancel_reason: CancelReason | null;
  contact: CartContact;
  net: string;
  tax: string;
  total: string;
  reimbursed: string;
  shipping: Json<OrderShipping> | null;
  discounts: Json<readonly OrderDiscount[]>;
  taxes: Json<Order['taxes']>;
  version: number;
  created_at: Date;
  placed_at: Date | null;
  expires_at: Date | null;
  customer_id: Id<'customer'> | null;
  organization_id: Id<'organization'> | null;
  device_id: Id<'accessKey'> | null;
  /** What the customer who asks is in its unit, and whether that unit buys on account; null: it has none, or nobody asks. */
  unit: { readonly role: Owned['role']; readonly onAccount: boolean } | null;
  lines: readonly LineJson[];
}

/** A line as the database sends it: numbers as text. */
type LineJson = readonly [
  position: number,
  lineId: string,
  variantId: string | null,
  sku: string | null,
  name: string,
  quantity: string,
  unitPrice: string,
  entry: OrderLine['entry'],
  amount: string,
  discount: string,
  net: string,
  tax: string,
  gross: string,
  locationId: string | null,
  slug: string,
  image: string | null,
  options: OrderLine['options'],
  reimbursed: string,
  discounts: Json<OrderLine['discounts']>,
  units: Json<OrderLine['units']>,
  gift: string | null,
];

/** The order in a row. */
export function orderIn(row: OrderRow): Order {
  return {
    id: row.id as Id<'order'>,
    number: row.number,
    cartId: row.cart_id as Id<'cart'> | null,
    channelId: row.channel_id as Id<'channel'>,
    currency: currencyOf(row.currency),
    locale: row.locale,
    state: row.state,
    cancelReason: row.cancel_reason,
    owner: { customerId: row.customer_id, organizationId: row.organization_id },
    deviceId: row.device_id,
    contact: { ...noContact, ...row.contact },
    net: BigInt(row.net),
    tax: BigInt(row.tax),
    total: BigInt(row.total),
    reimbursed: BigInt(row.reimbursed),
    lines: row.lines.map(lineIn),
    shipping: row.shipping && fromJson(row.shipping),
    discounts: fromJson(row.discounts),
    taxes: fromJson(row.taxes),
    version: row.version,
    createdAt: row.created_at,
    placedAt: row.placed_at,
    expiresAt: row.expires_at,
  };
}

function lineIn(line: LineJson): OrderLine {
  const [position, lineId, variantId, sku, name, quantity, unitPrice, entry, amount, discount, net, tax, gross, ...rest] = line;
  const [locationId, slug, image, options, reimbursed, discounts, units, gift] = rest;
  return {
    position,
    lineId,
    variantId: variantId as Id<'variant'> | null,
    sku,
    name,
    quantity: BigInt(quantity),
    unitPrice: parseDecimal(unitPrice, priceScale),
    entry,
    amount: BigInt(amount),
    discount: BigInt(discount),
    net: BigInt(net),
    tax: BigInt(tax),
    gross: BigInt(gross),
    locationId: locationId as Id<'location'> | null,
    slug,
    image,
    options,
    reimbursed: BigInt(reimbursed),
    discounts: fromJson(discounts),
    units: fromJson(units),
    gift: gift as Id<'promotion'> | null,
  };
}
