import { createHash } from 'node:crypto';
import type { Charge, PricedBasket } from '#engine';
import { formatMoney, formatShort, isId, percentScale, quantityScale, type CurrencyCode, type Id } from '#kernel';
import type { Items } from '../item.js';
import type { PricePromise } from './promise.js';

/** What something costs, as decimal texts: without tax, the tax, with tax. */
interface PromisedAmounts {
  readonly net: string;
  readonly tax: string;
  readonly gross: string;
}

/** One line of a promise. */
interface PromisedLine extends PromisedAmounts {
  readonly variantId: string;
  readonly sku: string | null;
  readonly quantity: string;
  /** A promotion gives it: it is no line of the basket. */
  readonly gift?: true;
}

/** What a promise's token says: the claims of a JWT. */
export interface PromiseClaims {
  /** The promise's id. */
  readonly jti: string;
  /** Seconds since 1970. */
  readonly iat: number;
  readonly exp: number;
  /** `anybody`, `customer:cus_…` or `organization:org_…`, which is for the units below it too. */
  readonly aud: string;
  /** The ids of the channels that honour it; empty: all. */
  readonly channels: readonly string[];
  readonly currency: CurrencyCode;
  /** Where the goods go: decides taxes. */
  readonly country: string;
  /** Of the lines (`basketDigest`). */
  readonly basket: string;
  readonly lines: readonly PromisedLine[];
  /** Null: shipping was not promised. */
  readonly shipping: (PromisedAmounts & { readonly methodId: string; readonly code: string }) | null;
  readonly taxes: readonly { readonly name: string; readonly percent: string; readonly base: string; readonly amount: string }[];
  readonly totals: { readonly net: string; readonly tax: string; readonly total: string };
}

/** The claims of a promise of what a basket was priced at. */
export function claimsOf(
  promise: Omit<PricePromise, 'token' | 'cartId' | 'channelId' | 'madeBy' | 'revokedAt' | 'revokeReason'>,
  priced: PricedBasket,
  country: string,
  items: Items,
): PromiseClaims {
  const { currency } = promise;
  const text = (minor: bigint) => formatMoney({ minor, currency });
  const amounts = ({ net, tax, gross }: Charge) => ({ net: text(net), tax: text(tax), gross: text(gross) });
  const lines = priced.lines.map((line) => ({
    variantId: line.variantId,
    sku: items.get(line.variantId)?.face.sku ?? null,
    quantity: formatShort(line.quantity, quantityScale),
    ...amounts(line),
    ...(line.gift && { gift: true as const }),
  }));
  const { shipping, totals } = priced;
  return {
    jti: promise.id,
    iat: secondsOf(promise.madeAt),
    exp: secondsOf(promise.expiresAt),
    aud: audienceText(promise),
    channels: promise.channelIds,
    currency,
    country,
    basket: basketDigest(lines),
    lines,
    shipping: shipping && { methodId: shipping.methodId, code: shipping.code, ...amounts(shipping) },
    taxes: priced.taxes.map(({ name, percent, base, amount }) => ({
      name,
      percent: formatShort(percent, percentScale),
      base: text(base),
      amount: text(amount),
    })),
    totals: { net: text(totals.net), tax: text(totals.tax), total: text(totals.total) },
  };
}

/** SHA-256, base64url, of what is in a basket, whatever the order: `variantId=quantity` of each line but gifts, sorted, a line each. */
export function basketDigest(lines: readonly Pick<PromisedLine, 'variantId' | 'quantity' | 'gift'>[]): string {
  const held = lines
    .filter(({ gift }) => gift !== true)
    .map(({ variantId, quantity }) => `${variantId}=${quantity}`)
    .sort();
  return createHash('sha256').update(held.join('\n')).digest('base64url');
}

/** The part of a compact JWS (RFC 7515) that is signed, by the key of that name. */
export function signedPart(keyId: string, claims: PromiseClaims): string {
  return `${encoded({ alg: 'EdDSA', typ: 'JWT', kid: keyId })}.${encoded(claims)}`;
}

/** What a token says; whether it is ours is another question. Null: it is no token. */
export function claimsIn(token: string): PromiseClaims | null {
  const [, payload, , more] = token.split('.');
  if (payload === undefined || more !== undefined) return null;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return typeof claims === 'object' && claims !== null && 'jti' in claims ? (claims as PromiseClaims) : null;
  } catch {
    return null;
  }
}

/** A promise as somebody presents it: by its token, or by its id, as it is read out on the telephone. */
interface Presented {
  readonly id: Id<'pricePromise'>;
  /** Null: the id is all that was presented. */
  readonly token: string | null;
}

/** Which promise is presented; null: the text is no token and no id. */
export function presentedIn(text: string): Presented | null {
  const trimmed = text.trim();
  if (isId('pricePromise', trimmed)) return { id: trimmed, token: null };
  const jti: unknown = claimsIn(trimmed)?.jti;
  return typeof jti === 'string' && isId('pricePromise', jti) ? { id: jti, token: trimmed } : null;
}

function audienceText({ customerId, organizationId }: Pick<PricePromise, 'customerId' | 'organizationId'>): string {
  if (customerId !== null) return `customer:${customerId}`;
  return organizationId === null ? 'anybody' : `organization:${organizationId}`;
}

function secondsOf(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
