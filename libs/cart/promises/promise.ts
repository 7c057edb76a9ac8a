import type { Restored } from '#engine';
import type { Buyer, Context, CurrencyCode, Id } from '#kernel';

/** Whom a promise is for: a customer, or a unit of an organization and those below it; neither: whoever has it. */
export interface PromiseAudience {
  readonly customerId: Id<'customer'> | null;
  readonly organizationId: Id<'organization'> | null;
}

/** What somebody was promised that a cart costs. Only that it was revoked is ever added. */
export interface PricePromise extends PromiseAudience {
  readonly id: Id<'pricePromise'>;
  /** The cart that was priced. */
  readonly cartId: Id<'cart'>;
  /** The channel that priced it. */
  readonly channelId: Id<'channel'>;
  readonly currency: CurrencyCode;
  /** Where it is honoured; empty: in every channel. */
  readonly channelIds: readonly Id<'channel'>[];
  /** The amounts, signed (`token.ts`). */
  readonly token: string;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly revokeReason: string | null;
}

/** A promise as a cart needs it that was given it: with all that the promised amounts are computed from. */
export interface FrozenPromise extends Pick<
  PricePromise,
  'id' | 'customerId' | 'organizationId' | 'currency' | 'channelIds' | 'token' | 'expiresAt' | 'revokedAt'
> {
  readonly frozen: Restored;
}

/** Whether a promise can still be honoured. */
export type PromiseState = 'GOOD' | 'EXPIRED' | 'REVOKED';

/** Why a promise is not honoured in a cart, whatever that holds. UNKNOWN: it is not kept any more. */
export type PromiseVoid = 'UNKNOWN' | 'EXPIRED' | 'REVOKED' | 'OTHER_BUYER' | 'OTHER_CHANNEL' | 'OTHER_CURRENCY';

/** Whether it can still be honoured at an instant. */
export function stateOf({ expiresAt, revokedAt }: Pick<PricePromise, 'expiresAt' | 'revokedAt'>, at: Date): PromiseState {
  if (revokedAt !== null) return 'REVOKED';
  return at < expiresAt ? 'GOOD' : 'EXPIRED';
}

/** Whether it is for that buyer. */
export function isFor({ customerId, organizationId }: PromiseAudience, { unitIds, customerId: asking }: Buyer): boolean {
  if (customerId !== null) return customerId === asking;
  return organizationId === null || unitIds.includes(organizationId);
}

/** Why it cannot be honoured for that buyer, channel and currency at an instant; null: it can. */
export function voidBy(
  promise: FrozenPromise,
  currency: CurrencyCode,
  { buyer, channel }: Pick<Context, 'buyer' | 'channel'>,
  at: Date,
): PromiseVoid | null {
  const state = stateOf(promise, at);
  if (state !== 'GOOD') return state;
  if (!isFor(promise, buyer)) return 'OTHER_BUYER';
  if (promise.channelIds.length > 0 && !promise.channelIds.includes(channel.id)) return 'OTHER_CHANNEL';
  return promise.currency === currency ? null : 'OTHER_CURRENCY';
}
