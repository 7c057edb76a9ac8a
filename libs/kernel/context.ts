import type { Id } from './id.js';
import type { CurrencyCode } from './currency.js';

/** Who asks. */
export type Actor =
  /** Whoever has not said who it is: what it may see it knows the unguessable id of. */
  | { readonly kind: 'guest' }
  /** A customer who has signed in. */
  | { readonly kind: 'customer'; readonly id: Id<'customer'>; readonly sessionId: Id<'session'> }
  /** A till, known by its key: it sells in its store, for whoever stands before it. */
  | {
      readonly kind: 'device';
      readonly id: Id<'accessKey'>;
      readonly locationId: Id<'location'>;
      readonly permissions: ReadonlySet<string>;
    }
  /** A member of staff who has signed in, or a program with a secret key. */
  | {
      readonly kind: 'staff';
      readonly id: Id<'staff'> | Id<'accessKey'>;
      readonly permissions: ReadonlySet<string>;
      /** That of the member of staff; a program has none. */
      readonly sessionId?: Id<'session'>;
    }
  /** Cartwright itself. */
  | { readonly kind: 'system'; readonly name: string };

/** For whom is bought: decides which prices count and what may be seen. */
export interface Buyer {
  /** Null: nobody that is known. */
  readonly customerId: Id<'customer'> | null;
  readonly groupIds: readonly Id<'customerGroup'>[];
  /** The unit of an organization that it buys for, then that unit's ancestors up to the root; empty: it buys for itself. */
  readonly unitIds: readonly Id<'organization'>[];
  /** The segments that it is in; left out: nobody has looked. */
  readonly segmentIds?: readonly Id<'segment'>[];
}

/** The channel as a request needs it: what it is called and what it falls back to. */
export interface ChannelRef {
  readonly id: Id<'channel'>;
  readonly code: string;
  readonly currencies: readonly CurrencyCode[];
  readonly locales: readonly string[];
  readonly country: string;
  readonly locationIds: readonly Id<'location'>[];
  readonly paymentProviders: readonly string[];
  /** Thousandths of a unit per variant and location that this channel leaves alone. */
  readonly safetyStock: bigint;
  /** Whether it shows its prices without or with tax. */
  readonly taxEntry: 'NET' | 'GROSS';
  /** Who works out its taxes: `table`, the rates that are kept here, or an outside engine. */
  readonly taxProvider: string;
  /** What becomes of an order when that engine does not answer: it is refused, or the rates that are kept here hold. */
  readonly taxFailure: 'REFUSE' | 'FALL_BACK';
}

/** Who asks, for whom, through which channel, in which currency and language: handed to every verb. */
export interface Context {
  readonly actor: Actor;
  readonly buyer: Buyer;
  readonly channel: ChannelRef;
  readonly currency: CurrencyCode;
  /** The wanted language first, then the channel's fallback chain. */
  readonly locales: readonly string[];
  /** Ties logs, events and errors of one request together. */
  readonly requestId: string;
}

/** Buys for itself, and nobody knows who it is. */
export const stranger: Buyer = { customerId: null, groupIds: [], unitIds: [], segmentIds: [] };

/** The actor as events and audits name it: `guest`, `customer:cus_…`, `device:key_…`, `staff:key_…`, `system:sweep`. */
export function actorName(actor: Actor): string {
  if (actor.kind === 'guest') return 'guest';
  return `${actor.kind}:${actor.kind === 'system' ? actor.name : actor.id}`;
}

/** The store that a request is made in: that of the till; null: none. */
export function storeOf({ actor }: Pick<Context, 'actor'>): Id<'location'> | null {
  return actor.kind === 'device' ? actor.locationId : null;
}

/** Whether the actor may do what asks for the permission: Cartwright itself may everything, guests and customers nothing of it. */
export function isAllowed(actor: Actor, permission: string): boolean {
  if (actor.kind === 'system') return true;
  return (actor.kind === 'staff' || actor.kind === 'device') && actor.permissions.has(permission);
}
