import { noPromotions, priceBasket, tiersIn, type PricedLine, type PriceLevel, type Terms } from '#engine';
import { oneUnit, storeOf, type Context, type CurrencyCode, type Id, type Quantity, type UnitPrice } from '#kernel';
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

/** The list that a price comes from, and what lets the buyer have it. */
export interface PriceSource {
  readonly list: string;
  readonly level: PriceLevel;
}

/** One unit of a variant with its amounts, and what larger quantities cost; null: it has no price here. */
export interface VariantPrice {
  readonly line: PricedLine | null;
  readonly source: PriceSource | null;
  readonly tiers: readonly PriceStep[];
}

/** Prices one unit of each variant as a basket without promotions would: those are the cart's business. */
export function variantPrices(
  terms: Terms,
  context: Context,
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
  const { currency, buyer, channel } = context;
  const bare = { codes: [], shippingMethodId: null, country: channel.country };
  const basket = { ...bare, currency, buyer, locationId: storeOf(context), lines };
  const priced = priceBasket({ ...terms, promotions: noPromotions }, basket, at);
  const prices = new Map<string, VariantPrice>(
    priced.lines.map((line, index) => [
      line.lineId,
      {
        line: line.price && line,
        source: sourceOf(line, terms),
        tiers: tiersOf(terms, line, lines[index]?.prices ?? [], at, currency),
      },
    ]),
  );
  return things.map(({ id }) => prices.get(id) ?? { line: null, source: null, tiers: [] });
}

function sourceOf({ price }: PricedLine, { lists }: Terms): PriceSource | null {
  const list = price && lists.get(price.listId);
  return list ? { list: list.code, level: price.admittedBy.level } : null;
}

function tiersOf(
  terms: Terms,
  { price }: PricedLine,
  candidates: Offer['prices'],
  at: number,
  currency: CurrencyCode,
): PriceStep[] {
  const rows = price ? tiersIn(terms, candidates, price.listId, at, currency) : [];
  return rows.map(({ minQuantity, amount }) => ({ minQuantity, amount }));
}
