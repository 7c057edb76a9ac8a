import { Injectable } from '@nestjs/common';
import { cartColumns, entitledTo, type CartRow } from '#cart';
import { askingCustomer, type Owned } from '#cart/rules';
import { toJson, type Json, type PricingInputs } from '#engine';
import { formatDecimal, priceScale, type Context } from '#kernel';
import { rulesTopic } from '#platform/broadcast';
import { Database, statement, type Write } from '#platform/db';
import { countingOrders, ordersWere, uncountingOrders } from '#promotions';
import { forgettingPlacesOf } from '#tax';
import type { Order, OrderLine } from './order.js';
import { orderIn, type OrderRow } from './order-row.js';

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
  `select ${cartColumns('$2::text[]', '$3::text[]', '$4::text')}, nextval('orders_number_seq')::text number,
    coalesce((select version from revision where topic = '${rulesTopic}'), 0)::text rules,
    (select o.id from orders o where o.cart_id = cart.id and o.state <> 'CANCELLED') order_id
    from cart where cart.id = $1`,
);

const insertOrder = statement<never>(
  'orders.insert',
  `with made as (
      insert into orders (id, number, cart_id, channel_id, currency, locale, state, contact, net, tax, total, shipping, discounts, taxes, inputs,
        version, created_at, placed_at, expires_at, customer_id, organization_id, device_id, reimbursed)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $45) returning id, state, customer_id, organization_id, contact),
    counted as (${countingOrders("(select * from made where state = 'PLACED')")}),
    lines as (
      insert into order_line (order_id, position, line_id, variant_id, sku, name, quantity, unit_price, entry, amount, discount, net, tax, gross,
        location_id, slug, image, options, reimbursed, discounts, units, gift)
      select made.id, line.* from made, unnest($23::int[], $24::text[], $25::text[], $26::text[], $27::text[], $28::bigint[], $29::numeric[],
        $30::text[], $31::numeric[], $32::numeric[], $33::numeric[], $34::numeric[], $35::numeric[], $36::text[], $37::text[], $38::text[], $39::jsonb[],
        $40::numeric[], $41::jsonb[], $42::jsonb[], $43::text[]) line)
    select id from made where ${ordersWere('$44::bigint', 'made', 'counted')}`,
);

const changeOrder = statement<never>(
  'orders.change',
  `with changed as (
      update orders set state = $4, version = $5, cancel_reason = $6, placed_at = $7 where id = $1 and version = $2 and state = $3
      returning id, customer_id, organization_id, contact),
    placed as (${countingOrders("(select * from changed where $4 = 'PLACED' and $3 <> 'PLACED')")}),
    cancelled as (${uncountingOrders("(select * from changed where $4 <> 'PLACED' and $3 = 'PLACED')")})
    select id from changed`,
);

/** An order, what the customer who asks is in the unit that it was placed for, and whether that unit buys on account. */
export interface FoundOrder {
  readonly order: Order;
  readonly role: Owned['role'];
  readonly onAccount: boolean;
}

/** SQL: what the customer of the parameter is in the order's unit, and how that unit pays. */
function unitColumn(customer: string): string {
  return `case when o.organization_id is not null then (select json_build_object(
      'role', (select m.role from organization_member m where m.organization_id = u.id and m.customer_id = ${customer}),
      'onAccount', coalesce((select a.on_account from organization a where a.id = any(u.path) and a.on_account is not null
        order by cardinality(a.path) desc limit 1), false))
    from organization u where u.id = o.organization_id) end unit`;
}

const orderColumns = `o.customer_id, o.organization_id, o.device_id, o.id, o.number, o.cart_id, o.channel_id, o.currency, o.locale, o.state, o.cancel_reason, o.contact, o.net, o.tax, o.total, o.reimbursed,
  o.shipping::text, o.discounts::text, o.taxes::text, o.version::int, o.created_at, o.placed_at, o.expires_at,
  (select json_agg(json_build_array(l.position, l.line_id, l.variant_id, l.sku, l.name, l.quantity::text, l.unit_price::text, l.entry, l.amount::text,
    l.discount::text, l.net::text, l.tax::text, l.gross::text, l.location_id, l.slug, l.image, l.options, l.reimbursed::text,
    l.discounts::text, l.units::text, l.gift) order by l.position) from order_line l where l.order_id = o.id) lines`;

const orderById = statement<OrderRow>(
  'orders.by-id',
  `select ${orderColumns}, ${unitColumn('$2::text')} from orders o where o.id = $1`,
);

const orderByNumber = statement<OrderRow>(
  'orders.by-number',
  `select ${orderColumns}, ${unitColumn('$2::text')} from orders o where o.number = $1`,
);

const listOfOwner = statement<OrderRow>(
  'orders.list-of-owner',
  `select ${orderColumns}, null unit from orders o where coalesce(o.organization_id, o.customer_id) = $3 and o.customer_id is not null
     and o.id < $1 and ($4::text is null or o.state = $4)
   order by o.id desc limit $2`,
);

const listOrders = statement<OrderRow>(
  'orders.list',
  `select ${orderColumns}, null unit from orders o where o.id < $1 order by o.id desc limit $2`,
);

const listOfState = statement<OrderRow>(
  'orders.list-of-state',
  `select ${orderColumns}, null unit from orders o where o.state = $3 and o.id < $1 order by o.id desc limit $2`,
);

const livingOfCarts = statement<OrderRow>(
  'orders.of-carts',
  `select ${orderColumns}, null unit from orders o where o.cart_id = any($1::text[]) and o.state <> 'CANCELLED'`,
);

const dueOrders = statement<OrderRow>(
  'orders.due',
  `select ${orderColumns}, null unit from orders o where o.state = 'PENDING' and o.expires_at <= now() order by o.expires_at limit $1`,
);

const inputsById = statement<{ inputs: Json<PricingInputs> | null }>(
  'orders.inputs',
  'select inputs::text from orders where id = $1',
);

const forgetContacts = statement<never>(
  'orders.forget-contacts',
  `with places as (${forgettingPlacesOf('select id from orders where customer_id = $1')})
    update orders set contact = '{}' where customer_id = $1`,
);

/** Takes everything personal out of the customer's orders. */
export function forgettingContacts(customerId: string): Write {
  return forgetContacts.with([customerId]);
}

/** Sorts behind every id of an order. */
const lastId = 'ord`';

/** The only file that reads and writes orders. */
@Injectable()
export class OrderRepository {
  constructor(private readonly database: Database) {}

  /** Everything that placing decides on, in one statement. */
  async loadForPlacing(cartId: string, lists: readonly string[], context: Context): Promise<PlacingRow | null> {
    const values = [cartId, entitledTo(lists, context), context.channel.locationIds, askingCustomer(context)];
    const [row] = await this.database.read(loadForPlacing, values);
    return row ?? null;
  }

  /** The order, and what the customer is in its unit. */
  async find(id: string, customerId: string | null): Promise<FoundOrder | null> {
    const [row] = await this.database.read(orderById, [id, customerId]);
    return row ? foundIn(row) : null;
  }

  /** The order of that number. */
  async findByNumber(number: string, customerId: string | null): Promise<FoundOrder | null> {
    const [row] = await this.database.read(orderByNumber, [number, customerId]);
    return row ? foundIn(row) : null;
  }

  /** Those of a customer or a unit, newest first, from below the id `before`. */
  async listOf(owner: string, before: string | null, state: string | null, limit: number): Promise<Order[]> {
    return (await this.database.read(listOfOwner, [before ?? lastId, limit, owner, state])).map(orderIn);
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

  /** What the order's amounts were computed from; null: there is no such order, or a till computed them. */
  async inputs(id: string): Promise<Json<PricingInputs> | null> {
    const [row] = await this.database.read(inputsById, [id]);
    return row?.inputs ?? null;
  }

  /** Writes a new order. `ordersBefore`: how many its buyer had placed as it was read; null: no rule asks. */
  inserting(order: Order, inputs: Json<PricingInputs>, ordersBefore: number | null): Write {
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
        order.owner.customerId,
        order.owner.organizationId,
        order.deviceId,
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
        column((line) => line.slug),
        column((line) => line.image),
        column((line) => JSON.stringify(line.options)),
        column((line) => line.reimbursed.toString()),
        column((line) => toJson(line.discounts)),
        column((line) => toJson(line.units)),
        column((line) => line.gift),
        ordersBefore,
        order.reimbursed,
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

function foundIn(row: OrderRow): FoundOrder {
  return { order: orderIn(row), role: row.unit?.role ?? null, onAccount: row.unit?.onAccount ?? false };
}
