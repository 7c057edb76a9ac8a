import { priceBasket, type Basket, type PricedBasket, type Terms } from '#engine';
import { inLanguage, type Context, type Id } from '#kernel';
import type { PricedCart } from '../reprice.js';

/** A basket that was priced with a trace, and what is needed to tell people of it. */
export interface Explained {
  readonly terms: Terms;
  readonly basket: Basket;
  readonly priced: PricedBasket;
  /** What lines are called, by their ids. */
  readonly lineNames: ReadonlyMap<string, string>;
  /** The price promise that decided; null: none did. */
  readonly promiseId: Id<'pricePromise'> | null;
  /** The wanted language first. */
  readonly locales: readonly string[];
}

/** A cart as it was priced, with the reasons. */
export function explainedCart({ cart, items, basket, priced: shown, terms, promiseId }: PricedCart, context: Context): Explained {
  const locales = [cart.locale, ...context.locales];
  const lineNames = new Map(
    shown.lines.flatMap(({ lineId, variantId }) => {
      const item = items.get(variantId);
      return item ? [[lineId, lineName(inLanguage(item.face.name, locales), item.face.sku)] as const] : [];
    }),
  );
  return { terms, basket, priced: priceBasket(terms, basket, shown.at, { explain: true }), lineNames, locales, promiseId };
}

/** What a line is called: variants of a product are told apart. */
export function lineName(name: string, sku: string | null): string {
  return sku === null ? name : `${name} (${sku})`;
}
