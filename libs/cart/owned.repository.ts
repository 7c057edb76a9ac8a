import { Injectable } from '@nestjs/common';
import type { Context, Id } from '#kernel';
import { Conflict, constraintOf, Database, statement, type Write } from '#platform/db';
import { outboxInsert, outboxValues, type NewEvent } from '#events';
import { contentToJson, variantsIn, type Cart } from './cart.js';
import { operationColumnsOf } from './cart-writes.repository.js';
import { cartColumns, cartOf, type CartRow } from './cart-row.repository.js';
import { entitledTo } from './entitled.js';
import { itemsOf, type Items } from './item.js';
import type { CartOperation } from './operation.js';
import { askingCustomer } from './owner.js';
import { withPromises } from './promises/promise.repository.js';

/** A cart with the items of its lines, and who buys. */
export interface OwnedCart {
  readonly cart: Cart;
  readonly items: Items;
  readonly at: Date;
  /** The e-mail address of the customer who asks. */
  readonly email: string | null;
}

type OwnedRow = CartRow & { email: string | null };

const ofOwner = 'coalesce(cart.organization_id, cart.customer_id)';
// a guest's cart is looked at to become the owner's
const columns = `${cartColumns('$1::text[]', '$2::text[]', '$3::text', undefined, 'coalesce(cart.organization_id, cart.customer_id, $4::text)')},
  (select p.email from customer_person p where p.customer_id = $3::text) email`;

const withCurrent = statement<OwnedRow>(
  'cart.with-current',
  `select ${columns} from cart where cart.id = $5
   union all select ${columns} from cart where ${ofOwner} = $4 and cart.is_current and cart.state = 'ACTIVE' and cart.id <> $5`,
);

const listOwned = statement<OwnedRow>(
  'cart.list-owned',
  `select ${columns} from cart where ${ofOwner} = $4 and cart.state = 'ACTIVE' and cart.customer_id is not null and cart.id < $5 and cart.currency = any($7)
   order by cart.id desc limit $6`,
);

const keepCart = statement<{ id: string }>(
  'cart.keep',
  `with changed as (
      update cart set version = version + 1, state = $3, customer_id = $4, organization_id = $5, is_current = $6, name = $7, successor_id = $8,
        contact = $9, content = $10, updated_at = now()
      where id = $1 and version = $2 and state = 'ACTIVE' returning id),
    told as (${outboxInsert(11)} from changed)
    select id from changed`,
);

const appendToCart = statement<{ id: string }>(
  'cart.append',
  `with changed as (
      update cart set version = version + 1, content = $3, contact = $4, variant_ids = $5, updated_at = now()
      where id = $1 and version = $2 and state = 'ACTIVE' returning id, version),
    logged as (insert into cart_operation (cart_id, version, position, device, sequence, type, payload)
      select id, version, o.position - 1, o.device, o.sequence, o.type, o.payload from changed,
        unnest($6::text[], $7::bigint[], $8::text[], $9::json[]) with ordinality o(device, sequence, type, payload, position)),
    told as (${outboxInsert(10)} from changed)
    select id from changed`,
);

const waitAtMost = statement<unknown>('cart.wait-at-most', `select set_config('lock_timeout', $1, true)`);

const expireIdle = statement<{ id: string }>(
  'cart.expire-idle',
  `update cart set state = 'EXPIRED', contact = '{}' where id in (
     select id from cart where state = 'ACTIVE' and customer_id is null
       and created_at < now() - $1 * interval '1 day' and updated_at < now() - $1 * interval '1 day'
     order by created_at limit $2 for update skip locked)
   returning id`,
);

const forgetCodes = statement<never>('cart.forget-codes', 'delete from cart_handoff where expires_at < now()');

/** How many carts one transaction forgets; written out, as a plan that does not know it would go through all carts. */
const forgottenAtOnce = 1000;

// whose successor it is leads there; what became an order is named by it, and stays
const forgetOver = statement<never>(
  'cart.forget-over',
  `with over as (
     select id from cart where state in ('MERGED', 'DELETED', 'EXPIRED')
       and created_at < now() - $1 * interval '1 day' and updated_at < now() - $1 * interval '1 day'
       and not exists (select from cart before where before.successor_id = cart.id)
     order by created_at limit ${forgottenAtOnce} for update skip locked),
   operations as (delete from cart_operation using over where cart_operation.cart_id = over.id)
   delete from cart using over where cart.id = over.id returning 1`,
);

const forgetContacts = statement<never>('cart.forget-contacts', `update cart set contact = '{}' where customer_id = $1`);

/** Takes everything personal out of the customer's carts. */
export function forgettingContacts(customerId: string): Write {
  return forgetContacts.with([customerId]);
}

/** Reads and writes carts by whose they are: one statement each, however many lines they hold. */
@Injectable()
export class OwnedCartRepository {
  constructor(private readonly database: Database) {}

  /** The cart of that id and, if it is another, the owner's current one; null where there is none. */
  async withCurrent(
    cartId: string,
    owner: string,
    lists: readonly string[],
    context: Context,
  ): Promise<{ readonly cart: OwnedCart | null; readonly current: OwnedCart | null }> {
    const values = [entitledTo(lists, context), context.channel.locationIds, askingCustomer(context), owner, cartId];
    const carts = await withPromises(this.database, (await this.database.read(withCurrent, values)).map(ownedOf));
    const cart = carts.find((each) => each.cart.id === cartId) ?? null;
    return { cart, current: carts.find((each) => each !== cart) ?? null };
  }

  /** The owner's carts that can still be changed, newest first, from below the id `before`. */
  async list(
    owner: string,
    before: string | null,
    limit: number,
    lists: readonly string[],
    context: Context,
  ): Promise<readonly OwnedCart[]> {
    const values = [
      entitledTo(lists, context),
      context.channel.locationIds,
      askingCustomer(context),
      owner,
      before ?? lastId,
      limit,
      context.channel.currencies,
    ];
    return withPromises(this.database, (await this.database.read(listOwned, values)).map(ownedOf));
  }

  /** Writes what became of a cart but for its lines, unless somebody has changed it since it was at `version`. */
  keeping({ id, version }: Cart, after: Cart, event: NewEvent, context: Context): Write {
    const { state, owner, isCurrent, name, successorId, contact, content } = after;
    const status = [state, owner.customerId, owner.organizationId, isCurrent, name, successorId];
    return keepCart.with([id, version, ...status, contact, contentToJson(content), ...outboxValues(event, context)], { rows: 1 });
  }

  /** Writes what several operations made of a cart in one version, unless somebody has changed it since it was read. */
  appending(cart: Cart, operations: readonly CartOperation[], event: NewEvent, context: Context): Write {
    return appendToCart.with(
      [
        cart.id,
        cart.version,
        contentToJson(cart.content),
        cart.contact,
        variantsIn(cart.content),
        ...operationColumnsOf(operations),
        ...outboxValues(event, context),
      ],
      { rows: 1 },
    );
  }

  /** Makes all the writes or none. @throws Conflict when another device has begun, adopted or made current a cart at the same time */
  async commit(writes: readonly Write[]): Promise<void> {
    try {
      await this.database.commit(writes);
    } catch (error) {
      throw oncePerOwner.has(constraintOf(error)) ? new Conflict('cart.keep') : error;
    }
  }

  /** Lets a transaction wait so long for rows that others hold, and no longer. */
  waitingAtMost(milliseconds: number): Write {
    return waitAtMost.with([String(milliseconds)]);
  }

  /** Ends guests' carts that nobody has touched for so many days, a batch of them, without what they knew of persons. */
  async expireIdle(days: number, limit: number): Promise<Id<'cart'>[]> {
    const [rows = []] = await this.database.commit([expireIdle.with([days, limit])]);
    await this.database.commit([forgetCodes.with([])]);
    return (rows as { id: string }[]).map(({ id }) => id as Id<'cart'>);
  }

  /** Deletes a batch of carts that ended without an order and that nobody has touched for so many days; says whether there may be more. */
  async forgetOver(days: number): Promise<boolean> {
    return (await this.database.read(forgetOver, [days])).length === forgottenAtOnce;
  }
}

/** What refuses a second current cart of one owner, and a second adoption of a cart. */
const oncePerOwner: ReadonlySet<string> = new Set(['cart_current', 'cart_adopted_once']);

/** Sorts behind every id of a cart. */
const lastId = 'cart`';

function ownedOf(row: OwnedRow): OwnedCart {
  return { cart: cartOf(row), items: itemsOf(row), at: row.at, email: row.email };
}
