import { priceBasket, type PricedLine, type Terms } from '#engine';
import { oneUnit, type Context, type Id, type Quantity, type UnitPrice } from '#kernel';
import type { Offer } from './offer.js';

/** What has to be known of a variant to price one unit of it. */
export interface PricedThing {
  readonly id: Id<'variant'>;
  readonly taxClassId: Id<'taxClass'>;
}

/** A price that holds from a quantity on. */
export interface PriceStep {
  readonly minQuantity: Quantity;
  readonly amount: UnitPrice;
}

/** One unit of a variant with its amounts, and what larger quantities cost; line null: it has no price here. */
export interface VariantPrice {
  readonly line: PricedLine | null;
  readonly tiers: readonly PriceStep[];
}

/** Prices one unit of each variant as a basket without promotions would: those are the cart's business. */
export function variantPrices(
  terms: Terms,
  { channel, currency }: Context,
  things: readonly PricedThing[],
  offers: ReadonlyMap<string, Offer>,
  at: number,
): VariantPrice[] {
  // each variant once: the quantities of several lines would add up to a larger tier
  const lines = [...new Map(things.map((thing) => [thing.id, thing])).values()].map(({ id, taxClassId }) => ({
    id,
    variantId: id,
    quantity: oneUnit,
    taxClassId,
    prices: offers.get(id)?.prices ?? [],
  }));
  const basket = { currency, lines, codes: [], shippingMethodId: null, country: channel.country };
  const priced = priceBasket({ ...terms, promotions: [] }, basket, at);
  const prices = new Map<string, VariantPrice>(
    priced.lines.map((line, index) => [
      line.lineId,
      { line: line.price && line, tiers: tiersOf(line, lines[index]?.prices ?? []) },
    ]),
  );
  return things.map(({ id }) => prices.get(id) ?? { line: null, tiers: [] });
}

function tiersOf({ price }: PricedLine, candidates: readonly (PriceStep & { readonly listId: string })[]): PriceStep[] {
  return candidates
    .filter(({ listId }) => listId === price?.listId)
    .map(({ minQuantity, amount }) => ({ minQuantity, amount }))
    .sort((a, b) => (a.minQuantity < b.minQuantity ? -1 : 1));
}
