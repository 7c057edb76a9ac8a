import { toJson } from '#engine';
import { formatDecimal, priceScale } from '#kernel';
import { statement, type Write } from '#platform/db';
import type { Order, OrderLine } from './order.js';

const insertSales = statement<{ id: string }>(
  'orders.insert-sales',
  `with made as (
      insert into orders (id, number, channel_id, currency, locale, state, contact, net, tax, total, discounts, taxes, version, created_at,
        placed_at, device_id)
      select o.id, o.number, o.channel_id, o.currency, o.locale, o.state, '{}', o.net, o.tax, o.total, o.discounts, o.taxes, o.version,
        o.created_at, o.placed_at, o.device_id
      from jsonb_to_recordset($1::jsonb) o (id text, number bigint, channel_id text, currency text, locale text, state text, net numeric,
        tax numeric, total numeric, discounts jsonb, taxes jsonb, version bigint, created_at timestamptz, placed_at timestamptz, device_id text)
      returning id),
    lines as (
      insert into order_line (order_id, position, line_id, variant_id, sku, name, quantity, unit_price, entry, amount, discount, net, tax,
        gross, location_id, slug, image, options)
      select made.id, l.position, l.line_id, l.variant_id, l.sku, l.name, l.quantity, l.unit_price, l.entry, l.amount, l.discount, l.net,
        l.tax, l.gross, l.location_id, l.slug, l.image, l.options
      from jsonb_to_recordset($2::jsonb) l (order_id text, position int, line_id text, variant_id text, sku text, name text, quantity bigint,
        unit_price numeric, entry text, amount numeric, discount numeric, net numeric, tax numeric, gross numeric, location_id text,
        slug text, image text, options jsonb)
      join made on made.id = l.order_id)
    select id from made`,
);

/** Writes orders that tills have sold without a cart, with their lines: one statement, however many there are. */
export function insertingSales(orders: readonly Order[]): Write {
  return insertSales.with(
    [
      JSON.stringify(orders.map(orderJson)),
      JSON.stringify(orders.flatMap(({ id, lines }) => lines.map((line) => lineJson(id, line)))),
    ],
    { rows: orders.length },
  );
}

function orderJson(order: Order): object {
  const { id, number, currency, locale, state, version, discounts, taxes } = order;
  return {
    ...{ id, number, currency, locale, state, version },
    channel_id: order.channelId,
    net: order.net.toString(),
    tax: order.tax.toString(),
    total: order.total.toString(),
    discounts: JSON.parse(toJson(discounts)) as unknown,
    taxes: JSON.parse(toJson(taxes)) as unknown,
    created_at: order.createdAt,
    placed_at: order.placedAt,
    device_id: order.deviceId,
  };
}

function lineJson(orderId: string, line: OrderLine): object {
  const { position, sku, name, entry, slug, image, options } = line;
  return {
    ...{ order_id: orderId, position, sku, name, entry, slug, image, options },
    line_id: line.lineId,
    variant_id: line.variantId,
    quantity: line.quantity.toString(),
    unit_price: formatDecimal(line.unitPrice, priceScale),
    amount: line.amount.toString(),
    discount: line.discount.toString(),
    net: line.net.toString(),
    tax: line.tax.toString(),
    gross: line.gross.toString(),
    location_id: line.locationId,
  };
}
