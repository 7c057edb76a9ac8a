import type { Id } from './id.js';
import type { CurrencyCode } from './currency.js';

/** Who asks. A guest is whoever has no key: what it may see it knows the unguessable id of. */
export type Actor =
  | { readonly kind: 'guest' }
  | { readonly kind: 'staff'; readonly id: Id<'accessKey'>; readonly permissions: ReadonlySet<string> }
  | { readonly kind: 'system'; readonly name: string };

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
}

/** Who asks, through which channel, in which currency and language: handed to every verb. */
export interface Context {
  readonly actor: Actor;
  readonly channel: ChannelRef;
  readonly currency: CurrencyCode;
  /** The wanted language first, then the channel's fallback chain. */
  readonly locales: readonly string[];
  /** Ties logs, events and errors of one request together. */
  readonly requestId: string;
}

/** The actor as events and audits name it: `guest`, `staff:key_…`, `system:sweep`. */
export function actorName(actor: Actor): string {
  if (actor.kind === 'guest') return 'guest';
  return actor.kind === 'staff' ? `staff:${actor.id}` : `system:${actor.name}`;
}
