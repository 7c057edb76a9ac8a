import type { CurrencyCode } from '#kernel';
import type { PricePromise as PricePromiseView } from '#platform/graphql';
import type { FoundPromise } from './promise.repository.js';
import { claimsIn } from './token.js';

/** A promise in the words of the schema; those who do not sell are not told who made it of which cart, nor of the orders of others. */
export function promiseView(promise: FoundPromise, sells: boolean): PricePromiseView {
  const { id, token, state, currency, customerId, organizationId, channelIds, madeAt, expiresAt, revokedAt } = promise;
  const claims = claimsIn(token);
  if (!claims) throw new Error(`the token of ${id} is none`);
  const money = (amount: string) => moneyOf(amount, currency);
  const { country, lines, shipping, taxes, totals } = claims;
  return {
    ...{ id, token, state, currency, country, channelIds: [...channelIds] },
    audience: customerId === null ? (organizationId === null ? 'ANYBODY' : 'ORGANIZATION') : 'CUSTOMER',
    audienceId: customerId ?? organizationId,
    lines: lines.map(({ variantId, sku, quantity, net, tax, gross, gift }) => ({
      ...{ variantId, sku, quantity },
      net: money(net),
      tax: money(tax),
      total: money(gross),
      isGift: gift === true,
    })),
    shipping: shipping && {
      methodId: shipping.methodId,
      net: money(shipping.net),
      tax: money(shipping.tax),
      total: money(shipping.gross),
    },
    taxes: taxes.map(({ name, percent, base, amount }) => ({ name, percent, base: money(base), amount: money(amount) })),
    net: money(totals.net),
    tax: money(totals.tax),
    total: money(totals.total),
    madeAt: madeAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
    madeBy: sells ? promise.madeBy : null,
    cartId: sells ? promise.cartId : null,
    revokeReason: sells ? promise.revokeReason : null,
    orderIds: sells ? [...promise.orderIds] : null,
  };
}

function moneyOf(amount: string, currency: CurrencyCode): { readonly amount: string; readonly currency: CurrencyCode } {
  return { amount, currency };
}
