import { isId, type Context, type Id } from '#kernel';
import type { PricePromiseAudienceInput, PromisePricesInput } from '#platform/graphql';
import { mostHours, sells, usualHours } from './limits.js';
import { badAudience, expiryOutOfRange, noSuchAudience, noSuchChannel, notYoursToPromise } from './promise.errors.js';
import type { PromiseAudience } from './promise.js';

/** What is to be promised, checked as far as the input alone can be. */
export interface PromiseWish {
  readonly cartId: string;
  /** Epoch milliseconds; null: a day from now. */
  readonly expiresAt: number | null;
  /** Null: the cart's owner. */
  readonly audience: PromiseAudience | null;
  readonly channelIds: readonly Id<'channel'>[];
}

/** For whoever has it. */
const anybody: PromiseAudience = { customerId: null, organizationId: null };

const hourMs = 3_600_000;

/** The wish of an input. @throws UserError INVALID, FORBIDDEN, NOT_FOUND naming the field */
export function promiseWish(input: PromisePricesInput, { actor }: Context): PromiseWish {
  const { cartId, expiresAt, audience, channelIds } = input;
  if (audience != null && !sells(actor)) throw notYoursToPromise('audience');
  if (channelIds != null && !sells(actor)) throw notYoursToPromise('channelIds');
  const instant = expiresAt == null ? null : Date.parse(expiresAt);
  return {
    cartId,
    expiresAt: instant,
    audience: audience ? audienceOf(audience) : null,
    channelIds: channelsOf(channelIds ?? []),
  };
}

/** When the promise ends: a whole second, as its token tells it. @throws UserError INVALID when whoever asks may not promise for so long */
export function expiryOf(wanted: number | null, now: Date, { actor }: Context): Date {
  const [from, most] = [now.getTime(), mostHours(actor)];
  const seconds = Math.floor((wanted ?? from + usualHours * hourMs) / 1000);
  if (seconds * 1000 <= from || seconds * 1000 > from + most * hourMs) throw expiryOutOfRange(most);
  return new Date(seconds * 1000);
}

function audienceOf({ kind, id = null }: PricePromiseAudienceInput): PromiseAudience {
  if ((kind === 'ANYBODY') !== (id === null)) throw badAudience();
  if (id === null) return anybody;
  if (kind === 'CUSTOMER' && isId('customer', id)) return { ...anybody, customerId: id };
  if (kind === 'ORGANIZATION' && isId('organization', id)) return { ...anybody, organizationId: id };
  throw noSuchAudience();
}

function channelsOf(ids: readonly string[]): Id<'channel'>[] {
  return [...new Set(ids)].map((id, index) => {
    if (!isId('channel', id)) throw noSuchChannel(index);
    return id;
  });
}
