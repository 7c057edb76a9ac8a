import { Injectable } from '@nestjs/common';
import { currencyOf, type Context, type Id } from '#kernel';
import { Database, statement, type Write } from '#platform/db';
import { outboxInsert, outboxValues, type NewEvent } from '#events';
import { offersColumns } from '#terms';
import { contentFromJson, contentToJson, type Cart, type CartContact, type CartState, type StoredContent } from './cart.js';
import { itemsOf, type Items, type ItemsJson } from './item.js';
import { changeToJson, type CartOperation, type LaterAdd } from './operation.js';

/** SQL: the columns of `ItemsJson` for the variants of the array `ids`. */
function itemsColumns(ids: string, lists: string, locations: string): string {
  return `(select json_agg(json_build_array(v.id, p.id, p.name, v.sku, p.slug, v.image, v.options, coalesce(v.tax_class_id, p.tax_class_id),
        v.unit, v.quantity_step, v.tracked, v.requires_shipping, v.active and p.published_at <= now()))
      from variant v join product p on p.id = v.product_id where v.id = any(${ids})) items,
    ${offersColumns(ids, lists, locations)}`;
}

/** SQL: the columns of a cart with the items of its lines; parameters: lists and locations. Orders read it too. */
export function cartColumns(lists: string, locations: string, alsoVariants?: string): string {
  const ids = alsoVariants === undefined ? 'cart.variant_ids' : `(cart.variant_ids || ${alsoVariants})`;
  return `cart.id, cart.channel_id, cart.currency, cart.locale, cart.state, cart.version::int, cart.content, cart.contact, cart.successor_id,
    cart.created_at, cart.updated_at, now() at, ${itemsColumns(ids, lists, locations)}`;
}

/** A row of `cartColumns`. */
export interface CartRow extends ItemsJson {
  id: string;
  channel_id: string;
  currency: string;
  locale: string;
  state: CartState;
  version: number;
  content: StoredContent;
  contact: CartContact;
  successor_id: string | null;
  created_at: Date;
  updated_at: Date;
  at: Date;
}

/** A cart as it was read, at the database's instant. */
export interface LoadedCart {
  readonly cart: Cart;
  readonly items: Items;
  readonly later: readonly LaterAdd[];
  readonly at: Date;
}

const loadCart = statement<CartRow & { later: readonly (readonly [number, string, string, string | null])[] | null }>(
  'cart.load',
  `select ${cartColumns('$2::text[]', '$3::text[]', '$4::text[]')},
    (select json_agg(json_build_array(o.version, replace(l->>0, 'var_', 'line_'), l->>1, o.device)) from cart_operation o, jsonb_array_elements(o.payload->'lines') l
      where o.cart_id = cart.id and o.version > $5::int and $5::int < cart.version and o.type = 'add') later
    from cart where cart.id = $1`,
);

const readItems = statement<ItemsJson & { at: Date }>(
  'cart.items',
  `select now() at, ${itemsColumns('$1::text[]', '$2::text[]', '$3::text[]')}`,
);

const operationColumns = '(cart_id, version, position, device, sequence, type, payload)';

const insertCart = statement<{ id: string }>(
  'cart.insert',
  `with followed as (update cart set successor_id = $1 where id = $12::text and successor_id is null returning id),
    made as (
      insert into cart (id, channel_id, currency, locale, version, content, contact, variant_ids) select $1, $2, $3, $4, 1, $5, $6, $7
      where $12::text is null or exists (select from followed) returning id),
    logged as (insert into cart_operation ${operationColumns} select id, 1, o.position - 1, o.device, o.sequence, o.type, o.payload from made,
      unnest($8::text[], $9::bigint[], $10::text[], $11::json[]) with ordinality o(device, sequence, type, payload, position)),
    told as (${outboxInsert(13)} from made)
    select id from made`,
);

const saveCart = statement<{ id: string }>(
  'cart.save',
  `with changed as (
      update cart set version = version + 1, content = $3, contact = $4, variant_ids = $5, updated_at = now()
      where id = $1 and version = $2 and state = 'ACTIVE' returning id, version),
    logged as (insert into cart_operation ${operationColumns} select id, version, 0, $6, $7, $8, $9 from changed),
    told as (${outboxInsert(10)} from changed)
    select id from changed`,
);

const convertCart = statement<{ id: string }>(
  'cart.convert',
  `with changed as (
      update cart set version = version + 1, state = 'CONVERTED', updated_at = now()
      where id = $1 and version = $2 and state = 'ACTIVE'
        and coalesce((select version from revision where topic = 'rules'), 0) = $3::bigint
      returning id),
    told as (${outboxInsert(4)} from changed)
    select id from changed`,
);

/** The cart becomes an order, unless it or the rules it was priced by have changed since. */
export function converting({ id, version }: Cart, rulesVersion: bigint, event: NewEvent, context: Context): Write {
  return convertCart.with([id, version, rulesVersion, ...outboxValues(event, context)], { rows: 1 });
}

/** The only file that reads and writes carts: one statement each way. */
@Injectable()
export class CartRepository {
  constructor(private readonly database: Database) {}

  /** The cart with the items of its lines and of `variants`, and what others have added since `seenVersion`. */
  async load(
    id: string,
    lists: readonly string[],
    { channel }: Context,
    variants: readonly string[] = [],
    seenVersion: number | null = null,
  ): Promise<LoadedCart | null> {
    // a version beyond any cart's: nothing later is looked for
    const seen = seenVersion ?? 2 ** 31 - 1;
    const [row] = await this.database.read(loadCart, [id, lists, channel.locationIds, variants, seen]);
    if (!row) return null;
    const later = (row.later ?? []).map(([version, lineId, quantity, device]) => ({
      version,
      lineId,
      quantity: BigInt(quantity),
      device,
    }));
    return { cart: cartOf(row), items: itemsOf(row), later, at: row.at };
  }

  /** The items of variants that are in no cart yet. */
  async items(variants: readonly string[], lists: readonly string[], { channel }: Context): Promise<{ items: Items; at: Date }> {
    const [row] = await this.database.read(readItems, [variants, lists, channel.locationIds]);
    if (!row) throw new Error('a statement without a table returns a row');
    return { items: itemsOf(row), at: row.at };
  }

  /** Writes a new cart with the operations that began it; `predecessor` is the cart that it goes on for. */
  inserting(
    cart: Cart,
    operations: readonly CartOperation[],
    event: NewEvent,
    context: Context,
    predecessor: Id<'cart'> | null,
  ): Write {
    return insertCart.with(
      [
        cart.id,
        cart.channelId,
        cart.currency,
        cart.locale,
        contentToJson(cart.content),
        cart.contact,
        variantIds(cart),
        operations.map(({ stamp }) => stamp?.device ?? null),
        operations.map(({ stamp }) => stamp?.sequence ?? null),
        operations.map(({ change }) => change.type),
        operations.map(({ change }) => JSON.stringify(changeToJson(change))),
        predecessor,
        ...outboxValues(event, context),
      ],
      { rows: 1 },
    );
  }

  /** Writes what the operation made of the cart, unless somebody has changed it since it was read. */
  saving(cart: Cart, { stamp, change }: CartOperation, event: NewEvent, context: Context): Write {
    return saveCart.with(
      [
        cart.id,
        cart.version,
        contentToJson(cart.content),
        cart.contact,
        variantIds(cart),
        stamp?.device ?? null,
        stamp?.sequence ?? null,
        change.type,
        changeToJson(change),
        ...outboxValues(event, context),
      ],
      { rows: 1 },
    );
  }
}

/** The cart in a row of `cartColumns`. */
export function cartOf(row: CartRow): Cart {
  return {
    id: row.id as Id<'cart'>,
    channelId: row.channel_id as Id<'channel'>,
    currency: currencyOf(row.currency),
    locale: row.locale,
    state: row.state,
    version: row.version,
    content: contentFromJson(row.content),
    contact: row.contact,
    successorId: row.successor_id as Id<'cart'> | null,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function variantIds({ content }: Cart): string[] {
  return content.lines.map((line) => line.variantId);
}
