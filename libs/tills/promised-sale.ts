import type { FrozenPromise, Item } from '#cart/rules';
import { priceBasket, type BasketLine, type PricedLine, type Terms } from '#engine';
import type { Id } from '#kernel';
import type { Expected } from './expected.js';
import { soldAt, type ReportedSale } from './sale.js';

/** What a sale comes to by the price promise that it was made on. */
interface PromisedSale extends Expected {
  readonly promiseId: Id<'pricePromise'>;
  /** Those of the promise. */
  readonly terms: Terms;
  /** The promised tax, by line. */
  readonly taxes: ReadonlyMap<number, Pick<PricedLine, 'tax' | 'taxes'>>;
}

/**
 * What was promised for just what was sold; null: for something else, in another currency or channel, or the promise was over by then. Whom it is for
 * the till has seen. A till that was alone could not know that it was revoked: one that was revoked later was still good.
 */
export function promisedSale(
  sale: ReportedSale,
  items: readonly (Item | null)[],
  promise: FrozenPromise | null,
  channelId: Id<'channel'>,
): PromisedSale | null {
  if (!promise || sale.totals === null || promise.currency !== sale.currency) return null;
  if (promise.channelIds.length > 0 && !promise.channelIds.includes(channelId)) return null;
  const at = soldAt(sale);
  if (at >= promise.expiresAt || (promise.revokedAt !== null && at >= promise.revokedAt)) return null;
  const { basket, terms, at: promisedAt } = promise.frozen;
  const places = new Map(items.map((item, place) => [item?.variantId, place]));
  const lines = basket.lines.flatMap((line): BasketLine[] => {
    const place = places.get(line.variantId);
    return place !== undefined && sale.lines[place]?.quantity === line.quantity ? [{ ...line, id: String(place) }] : [];
  });
  if (lines.length !== basket.lines.length || lines.length !== sale.lines.length) return null;
  const asked = { ...basket, lines, shippingMethodId: null };
  const priced = priceBasket(terms, asked, promisedAt);
  const taxes = new Map(priced.lines.map(({ lineId, tax, taxes: by }) => [Number(lineId), { tax, taxes: by }]));
  return { basket: asked, priced, promiseId: promise.id, terms, taxes };
}
