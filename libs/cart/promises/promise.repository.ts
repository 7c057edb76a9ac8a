import { restored, type Json, type PricingInputs } from '#engine';
import { currencyOf, type Id, type PageRequest } from '#kernel';
import { statement, type Database, type Write } from '#platform/db';
import type { Cart } from '../cart.js';
import { noSuchPromise } from './promise.errors.js';
import type { FrozenPromise, PricePromise, PromiseState } from './promise.js';
import { presentedIn } from './token.js';

/** A promise as it stands now, with the orders that were placed on it. */
export type FoundPromise = PricePromise & { readonly state: PromiseState; readonly orderIds: readonly Id<'order'>[] };

/** Which promises are listed; null: any. */
export interface PromiseFilter {
  readonly state: PromiseState | null;
  readonly customerId: string | null;
  readonly organizationId: string | null;
}

const state = `case when p.revoked_at is not null then 'REVOKED' when p.expires_at <= now() then 'EXPIRED' else 'GOOD' end`;

const columns = `p.id, p.cart_id as "cartId", p.channel_id as "channelId", p.currency, p.customer_id as "customerId",
  p.organization_id as "organizationId", p.channel_ids as "channelIds", p.token, p.made_by as "madeBy", p.made_at as "madeAt",
  p.expires_at as "expiresAt", p.revoked_at as "revokedAt", p.revoke_reason as "revokeReason", ${state} state,
  array(select u.order_id from price_promise_use u where u.promise_id = p.id order by u.order_id) as "orderIds"`;

const byId = statement<FoundPromise>('promises.by-id', `select ${columns} from price_promise p where p.id = $1`);

/** Written out, by whom they are for or for all, so that each is a walk along an index of its own. */
const page = (name: string, which: string) =>
  statement<FoundPromise>(
    `promises.${name}`,
    `select ${columns} from price_promise p where ${which} and p.id < $1 and ($2::text is null or $2 = ${state})
     order by p.id desc limit $3`,
  );
const pages = {
  all: page('all', 'true'),
  ofCustomer: page('of-customer', 'p.customer_id = $4'),
  ofOrganization: page('of-organization', 'p.organization_id = $4'),
};
/** Sorts behind every id of a promise. */
const lastId = 'pp`';

type FrozenRow = Omit<FrozenPromise, 'frozen'> & { readonly inputs: Json<PricingInputs> };

const frozenByIds = statement<FrozenRow>(
  'promises.frozen',
  `select id, customer_id as "customerId", organization_id as "organizationId", currency, channel_ids as "channelIds",
     expires_at as "expiresAt", revoked_at as "revokedAt", token, inputs::text from price_promise where id = any($1::text[])`,
);

const insert = statement<never>(
  'promises.insert',
  `insert into price_promise (id, cart_id, channel_id, currency, customer_id, organization_id, channel_ids, inputs, token, made_by, made_at,
     expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
);

const revoke = statement<never>(
  'promises.revoke',
  'update price_promise set revoked_at = now(), revoked_by = $2, revoke_reason = $3 where id = $1 and revoked_at is null',
);

// the lock makes a revocation wait for the order, or the order for the revocation, and then find it
const honour = statement<never>(
  'promises.honour',
  `insert into price_promise_use (promise_id, order_id)
   select id, $2 from price_promise where id = $1 and revoked_at is null and expires_at > now() for share`,
);

/** How many promises one transaction forgets; written out, as a plan that does not know it would go through all of them. */
const forgottenAtOnce = 1000;

// a till has sold by it: that is a fact, whatever has become of the promise
const useBySales = statement<never>(
  'promises.used-by-sales',
  'insert into price_promise_use (promise_id, order_id) select * from unnest($1::text[], $2::text[])',
);

const forgetUnused = statement<never>(
  'promises.forget-unused',
  `delete from price_promise where id in (
     select id from price_promise p where expires_at < now() - $1 * interval '1 day'
       and not exists (select from price_promise_use u where u.promise_id = p.id)
     order by expires_at limit ${forgottenAtOnce} for update skip locked) returning 1`,
);

/** The promise of that id. */
export async function findPromise(db: Database, id: string): Promise<FoundPromise | null> {
  return (await db.read(byId, [id]))[0] ?? null;
}

/** A page of promises, newest first, with one row more when there is a next page. */
export function listPromises(db: Database, { first, after }: PageRequest, filter: PromiseFilter): Promise<FoundPromise[]> {
  const values = [after?.[0] ?? lastId, filter.state, first + 1];
  if (filter.customerId !== null) return db.read(pages.ofCustomer, [...values, filter.customerId]);
  return filter.organizationId === null
    ? db.read(pages.all, values)
    : db.read(pages.ofOrganization, [...values, filter.organizationId]);
}

/** The promises of those ids, with what their amounts are computed from. */
async function frozenPromises(db: Database, ids: readonly string[]): Promise<ReadonlyMap<string, FrozenPromise>> {
  const rows = await db.read(frozenByIds, [ids]);
  return new Map(
    rows.map(({ inputs, currency, ...row }) => [row.id, { ...row, currency: currencyOf(currency), frozen: restored(inputs) }]),
  );
}

/** The promise that is presented, by its token or its id. @throws UserError NOT_FOUND */
export async function presentedPromise(db: Database, text: string): Promise<FrozenPromise> {
  const found = (await presentedPromises(db, [text])).get(text);
  if (!found) throw noSuchPromise();
  return found;
}

/** The promises by the tokens and ids that present them: of a token of ours no letter was altered. One read, if any is one. */
export async function presentedPromises(db: Database, texts: readonly string[]): Promise<ReadonlyMap<string, FrozenPromise>> {
  const presented = texts.flatMap((text) => {
    const one = presentedIn(text);
    return one ? [{ text, ...one }] : [];
  });
  if (presented.length === 0) return new Map();
  const promises = await frozenPromises(
    db,
    presented.map(({ id }) => id),
  );
  return new Map(
    presented.flatMap(({ text, id, token }) => {
      const found = promises.get(id);
      return found && (token === null || token === found.token) ? [[text, found] as const] : [];
    }),
  );
}

/** The carts with the promises that they were given: a read for those that have one, and none where none has. */
export async function withPromises<T extends { readonly cart: Cart }>(db: Database, found: readonly T[]): Promise<readonly T[]> {
  const ids = found.flatMap(({ cart }) => cart.content.promiseId ?? []);
  if (ids.length === 0) return found;
  const promises = await frozenPromises(db, ids);
  return found.map((each) => {
    const promise = promises.get(each.cart.content.promiseId ?? '') ?? null;
    return promise ? { ...each, cart: { ...each.cart, promise } } : each;
  });
}

/** Writes a new promise. */
export function inserting(promise: Omit<PricePromise, 'revokedAt' | 'revokeReason'>, inputs: Json<PricingInputs>): Write {
  const { id, cartId, channelId, currency, customerId, organizationId, channelIds, token, madeBy, madeAt, expiresAt } = promise;
  const values = [
    id,
    cartId,
    channelId,
    currency,
    customerId,
    organizationId,
    channelIds,
    inputs,
    token,
    madeBy,
    madeAt,
    expiresAt,
  ];
  return insert.with(values, { rows: 1 });
}

/** Takes a promise back, unless somebody has. */
export function revoking(id: Id<'pricePromise'>, actor: string, reason: string): Write {
  return revoke.with([id, actor, reason], { rows: 1 });
}

/** Records that an order is placed on the promise; refused when that is over by now. */
export function honouring(id: Id<'pricePromise'>, orderId: Id<'order'>): Write {
  return honour.with([id, orderId], { rows: 1 });
}

/** Records orders that tills have sold on promises while nobody was asked. */
export function usedBySales(uses: readonly { readonly promiseId: Id<'pricePromise'>; readonly orderId: Id<'order'> }[]): Write {
  const ids = [uses.map(({ promiseId }) => promiseId), uses.map(({ orderId }) => orderId)];
  return useBySales.with(ids, { rows: uses.length });
}

/** Forgets a batch of promises that were over for so many days, and that no order was placed on; says whether there may be more. */
export async function forgetUnusedPromises(db: Database, days: number): Promise<boolean> {
  return (await db.read(forgetUnused, [days])).length === forgottenAtOnce;
}
