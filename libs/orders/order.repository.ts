import { Injectable } from '@nestjs/common';
import { cartColumns, type CartRow } from '#cart';
import type { CartContact } from '#cart/rules';
import { fromJson, toJson, type Json } from '#engine';
import { currencyOf, formatDecimal, parseDecimal, priceScale, type Context, type Id } from '#kernel';
import { Database, statement, type Write } from '#platform/db';
import type { PricingInputs } from './inputs.js';
import type { CancelReason, Order, OrderDiscount, OrderLine, OrderShipping, OrderState } from './order.js';

/** A cart on its way to become an order. */
export interface PlacingRow extends CartRow {
  /** The number that the order would get; unused ones are gaps. */
  number: string;
  /** The version of the rules that all processes should know by now. */
  rules: string;
  /** The order that the cart has become already. */
  order_id: string | null;
}

const loadForPlacing = statement<PlacingRow>(
  'orders.load-for-placing',
  `select ${cartColumns('$2::text[]', '$3::text[]')}, nextval('orders_number_seq')::text number,
    coalesce((select version from revision where topic = 'rules'), 0)::text rules,
    (select o.id from orders o where o.cart_id = cart.id and o.state <> 'CANCELLED') order_id
    from cart where cart.id = $1`,
);

const insertOrder = statement<never>(
  'orders.insert',
  `with made as (
      insert into orders (id, number, cart_id, channel_id, currency, locale, state, contact, net, tax, total, shipping, discounts, taxes, inputs,
        version, created_at, placed_at, expires_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) returning id),
    lines as (
      insert into order_line (order_id, position, line_id, variant_id, sku, name, quantity, unit_price, entry, amount, discount, net, tax, gross, location_id)
      select made.id, line.* from made, unnest($20::int[], $21::text[], $22::text[], $23::text[], $24::text[], $25::bigint[], $26::numeric[],
        $27::text[], $28::numeric[], $29::numeric[], $30::numeric[], $31::numeric[], $32::numeric[], $33::text[]) line)
    select id from made`,
);

const changeOrder = statement<never>(
  'orders.change',
  `update orders set state = $4, version = $5, cancel_reason = $6, placed_at = $7 where id = $1 and version = $2 and state = $3`,
);

interface OrderRow {
  id: string;
  number: string;
  cart_id: string;
  channel_id: string;
  currency: string;
  locale: string;
  state: OrderState;
  cancel_reason: CancelReason | null;
  contact: CartContact;
  net: string;
  tax: string;
  total: string;
  shipping: Json<OrderShipping> | null;
  discounts: Json<readonly OrderDiscount[]>;
  taxes: Json<Order['taxes']>;
  version: number;
  created_at: Date;
  placed_at: Date | null;
  expires_at: Date | null;
  lines: readonly LineJson[];
}

/** A line as the database sends it: numbers as text. */
type LineJson = readonly [
  position: number,
  lineId: string,
  variantId: string,
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
];

const orderColumns = `o.id, o.number, o.cart_id, o.channel_id, o.currency, o.locale, o.state, o.cancel_reason, o.contact, o.net, o.tax, o.total,
  o.shipping::text, o.discounts::text, o.taxes::text, o.version::int, o.created_at, o.placed_at, o.expires_at,
  (select json_agg(json_build_array(l.position, l.line_id, l.variant_id, l.sku, l.name, l.quantity::text, l.unit_price::text, l.entry, l.amount::text,
    l.discount::text, l.net::text, l.tax::text, l.gross::text, l.location_id) order by l.position) from order_line l where l.order_id = o.id) lines`;

const orderById = statement<OrderRow>('orders.by-id', `select ${orderColumns} from orders o where o.id = $1`);

const listOrders = statement<OrderRow>(
  'orders.list',
  `select ${orderColumns} from orders o where o.id < $1 order by o.id desc limit $2`,
);

const listOfState = statement<OrderRow>(
  'orders.list-of-state',
  `select ${orderColumns} from orders o where o.state = $3 and o.id < $1 order by o.id desc limit $2`,
);

const livingOfCarts = statement<OrderRow>(
  'orders.of-carts',
  `select ${orderColumns} from orders o where o.cart_id = any($1::text[]) and o.state <> 'CANCELLED'`,
);

const dueOrders = statement<OrderRow>(
  'orders.due',
  `select ${orderColumns} from orders o where o.state = 'PENDING' and o.expires_at <= now() order by o.expires_at limit $1`,
);

const inputsById = statement<{ inputs: Json<PricingInputs> }>('orders.inputs', 'select inputs::text from orders where id = $1');

/** Sorts behind every id of an order. */
const lastId = 'ord`';

/** The only file that reads and writes orders. */
@Injectable()
export class OrderRepository {
  constructor(private readonly database: Database) {}

  /** Everything that placing decides on, in one statement. */
  async loadForPlacing(cartId: string, lists: readonly string[], { channel }: Context): Promise<PlacingRow | null> {
    const [row] = await this.database.read(loadForPlacing, [cartId, lists, channel.locationIds]);
    return row ?? null;
  }

  async find(id: string): Promise<Order | null> {
    const [row] = await this.database.read(orderById, [id]);
    return row ? orderIn(row) : null;
  }

  /** Newest first, from below the id `before`. */
  async list(before: string | null, state: string | null, limit: number): Promise<Order[]> {
    const page = [before ?? lastId, limit];
    const rows = state === null ? this.database.read(listOrders, page) : this.database.read(listOfState, [...page, state]);
    return (await rows).map(orderIn);
  }

  /** The orders that the carts have become and that are not cancelled. */
  async ofCarts(cartIds: readonly string[]): Promise<Order[]> {
    return (await this.database.read(livingOfCarts, [cartIds])).map(orderIn);
  }

  /** PENDING orders whose time is up, longest overdue first. */
  async due(limit: number): Promise<Order[]> {
    return (await this.database.read(dueOrders, [limit])).map(orderIn);
  }

  /** What the order's amounts were computed from. */
  async inputs(id: string): Promise<Json<PricingInputs> | null> {
    const [row] = await this.database.read(inputsById, [id]);
    return row?.inputs ?? null;
  }

  inserting(order: Order, inputs: Json<PricingInputs>): Write {
    const column = <T>(value: (line: OrderLine) => T): T[] => order.lines.map(value);
    return insertOrder.with(
      [
        order.id,
        order.number,
        order.cartId,
        order.channelId,
        order.currency,
        order.locale,
        order.state,
        order.contact,
        order.net,
        order.tax,
        order.total,
        order.shipping && toJson(order.shipping),
        toJson(order.discounts),
        toJson(order.taxes),
        inputs,
        order.version,
        order.createdAt,
        order.placedAt,
        order.expiresAt,
        column((line) => line.position),
        column((line) => line.lineId),
        column((line) => line.variantId),
        column((line) => line.sku),
        column((line) => line.name),
        column((line) => line.quantity.toString()),
        column((line) => formatDecimal(line.unitPrice, priceScale)),
        column((line) => line.entry),
        column((line) => line.amount.toString()),
        column((line) => line.discount.toString()),
        column((line) => line.net.toString()),
        column((line) => line.tax.toString()),
        column((line) => line.gross.toString()),
        column((line) => line.locationId),
      ],
      { rows: 1 },
    );
  }

  /** Writes what an order has become, unless somebody has changed it since it was `before`. */
  changing(before: Order, after: Order): Write {
    return changeOrder.with(
      [after.id, before.version, before.state, after.state, after.version, after.cancelReason, after.placedAt],
      { rows: 1 },
    );
  }
}

function orderIn(row: OrderRow): Order {
  return {
    id: row.id as Id<'order'>,
    number: row.number,
    cartId: row.cart_id as Id<'cart'>,
    channelId: row.channel_id as Id<'channel'>,
    currency: currencyOf(row.currency),
    locale: row.locale,
    state: row.state,
    cancelReason: row.cancel_reason,
    contact: row.contact,
    net: BigInt(row.net),
    tax: BigInt(row.tax),
    total: BigInt(row.total),
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
  const [position, lineId, variantId, sku, name, quantity, unitPrice, entry, amount, discount, net, tax, gross, locationId] =
    line;
  return {
    position,
    lineId,
    variantId: variantId as Id<'variant'>,
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
  };
}
