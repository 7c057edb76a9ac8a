import { actorName, type Context, type Id, type Quantity } from '#kernel';
import { statement, type Value, type Write } from '#platform/db';
import { demandArrays, type CounterRow, type Demand } from '#holds';

const left = 'capacity + overdraft - pending - posted';

/** What could be promised before a claim of the quantity: what was due and freed on the way counts as free. */
const beforeClaim = `${left} + quantity`;
/** What could be promised before the quantity was given back. */
const beforeReturn = `${left} - quantity`;

// One statement each: the holds move, and the stock counters among those that changed tell of it, also of what was left before.
const news = (moved: string, actor: number, before: string): string =>
  `with moved as (select * from ${moved}), ${telling('moved', actor, before)} select * from moved`;

const telling = (moved: string, actor: number, before: string): string => `told as (
    insert into outbox (id, type, aggregate_type, aggregate_id, aggregate_version, actor, channel, correlation, payload)
    select 'evt_' || new_ulid(), 'stock.changed', 'stock', counter_id, version,
      $${String(actor)}, $${String(actor + 1)}, $${String(actor + 2)},
      stock_news(counter_id, capacity, overdraft, pending, posted, ${before})
    from ${moved} where counter_id like 'stock:%'
  )`;

const claim = statement<CounterRow>('inventory.claim', news('hold_claim($1, $2, $3, $4, $5)', 6, beforeClaim));
const post = statement<CounterRow>('inventory.post', news('hold_post($1)', 2, left));
const free = statement<CounterRow>('inventory.void', news('hold_void($1)', 2, beforeReturn));
const release = statement<CounterRow>('inventory.release', news('hold_release($1)', 2, beforeReturn));
const consume = statement<CounterRow>(
  'inventory.consume',
  `with consumed as materialized (select * from hold_consume($1)),
   shipped as (
     select split_part(counter_id, ':', 2) as variant_id, split_part(counter_id, ':', 3) as location_id, quantity
     from consumed where counter_id like 'stock:%'
   ),
   levels as (
     update stock_level l set on_hand = l.on_hand - s.quantity, version = l.version + 1
     from shipped s where l.variant_id = s.variant_id and l.location_id = s.location_id
     returning l.variant_id, l.location_id, l.on_hand, l.version, s.quantity
   ),
   moved as (
     insert into stock_movement (id, variant_id, location_id, delta, on_hand, level_version, reason, reference, actor)
     select 'mov_' || new_ulid(), variant_id, location_id, -quantity, on_hand, version, 'SHIPPED', $1, $2 from levels
   ),
   ${telling('consumed', 2, left)}
   select * from consumed`,
);
const expire = statement<CounterRow & { owners: readonly string[] }>(
  'inventory.expire',
  news('hold_expire($1)', 2, beforeReturn),
);

const sell = statement<never>('inventory.sell', news('stock_sell($1, $2, $3, $4, $5)', 5, 'was'));

function teller(context: Context): Value[] {
  return [actorName(context.actor), context.channel.id, context.requestId];
}

/**
 * Claims all that is asked, or nothing; demands on one counter are added up, and counters of other things than
 * stock may be among them. Without an end the claim is posted at once. `shortageOf` reads the refusal.
 */
export function claiming(owner: string, demand: readonly Demand[], expiresAt: Date | null, context: Context): Write<CounterRow> {
  return claim.with([owner, ...demandArrays(demand), expiresAt, ...teller(context)]);
}

/** Makes the owner's pending claims firm; refused (`isExpired`) when they have expired. */
export function posting(owner: string, context: Context): Write<CounterRow> {
  return post.with([owner, ...teller(context)]);
}

/** Gives back what the owner has pending, whether it is due or not. */
export function voiding(owner: string, context: Context): Write<CounterRow> {
  return free.with([owner, ...teller(context)]);
}

/** Gives back what the owner has posted: cancelled before it left. */
export function releasing(owner: string, context: Context): Write<CounterRow> {
  return release.with([owner, ...teller(context)]);
}

/** Uses up what the owner has posted: it has left, so on hand goes down with the promise. */
export function consuming(owner: string, context: Context): Write<CounterRow> {
  return consume.with([owner, ...teller(context)]);
}

/** Ends pending claims that are due, of the counters of the `limit` longest due ones; the rows name their owners. */
export function expiring(limit: number, context: Context): Write<CounterRow & { owners: readonly string[] }> {
  return expire.with([limit, ...teller(context)]);
}

/** So much of a variant that left with a sale. */
export interface SoldGoods {
  /** The order. */
  readonly owner: string;
  readonly variantId: Id<'variant'>;
  readonly quantity: Quantity;
}

/** Writes that goods left a location: facts, whatever was there. An owner names a variant once; one statement, however many. */
export function selling(goods: readonly SoldGoods[], locationId: Id<'location'>, context: Context): Write {
  return sell.with([
    goods.map(({ owner }) => owner),
    goods.map(({ variantId }) => variantId),
    goods.map(({ quantity }) => quantity.toString()),
    locationId,
    ...teller(context),
  ]);
}
