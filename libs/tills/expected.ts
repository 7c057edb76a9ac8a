import type { Item } from '#cart/rules';
import {
  everybody,
  noPromotions,
  priceBasket,
  type Basket,
  type BasketLine,
  type PricedBasket,
  type PricedLine,
  type TaxRelief,
  type Terms,
} from '#engine';
import { exponentOf, idOf, oneUnit, priceScale, stranger, type ChannelRef, type Id } from '#kernel';
import { askedIn } from '#terms/rules';
import { charged, soldAt, type ReportedSale } from './sale.js';
import type { UsedPromotions } from './used-promotions.js';

/** What the shop would have charged, and what it was asked. */
export interface Expected {
  readonly basket: Basket;
  readonly priced: PricedBasket;
}

/** Where a sale was made. */
export interface SalePlace {
  readonly channel: Pick<ChannelRef, 'currencies' | 'country'>;
  readonly locationId: Id<'location'>;
  /** Why the buyer owes less tax. */
  readonly taxReliefs: readonly TaxRelief[];
}

/** Stands for the prices that a till charged. */
const asCharged = idOf('priceList', '0'.repeat(26));

/**
 * What the shop would have charged for the lines that it knows, at the instant of the sale, with the same codes: by the prices and
 * rules that were known then. Null: it does not sell in that currency.
 */
export function expectedOf(
  sale: ReportedSale,
  items: readonly (Item | null)[],
  terms: Terms,
  place: SalePlace,
  once: UsedPromotions['once'],
): Expected | null {
  if (sale.totals === null || !place.channel.currencies.includes(sale.currency)) return null;
  const codes = sale.promotions.flatMap(({ code }) => (code === null ? [] : [code]));
  const basket = basketOf(sale, items, place, codes, ({ sellable, prices }, index) => ({
    quantity: sale.lines[index]?.quantity ?? oneUnit,
    prices: sellable ? prices : [],
  }));
  // whether somebody else had one before is told apart from the price
  const singleUse = Object.fromEntries([...once].map(([code, promotionId]) => [code, { promotionId, used: false }]));
  const asked = { singleUse, ...basket };
  return { basket: asked, priced: priceBasket(terms, asked, soldAt(sale).getTime()) };
}

/** The tax that the shop would have charged on what each line was charged at, by line; what nobody knows has none. */
export function taxesExpected(
  sale: ReportedSale,
  items: readonly (Item | null)[],
  terms: Terms,
  place: SalePlace,
): ReadonlyMap<number, Pick<PricedLine, 'tax' | 'taxes'>> {
  const { currency, entry } = sale;
  const toMillionths = 10n ** BigInt(priceScale - exponentOf(currency));
  const basket = basketOf(sale, items, place, [], (_, index) => {
    const line = sale.lines[index];
    const left = line ? charged(line, sale, terms.conventions.rounding).left : 0n;
    const price = {
      id: idOf('price', '0'.repeat(26)),
      listId: asCharged,
      minQuantity: 0n,
      amount: left * toMillionths,
      compareAt: null,
    };
    return { quantity: oneUnit, prices: [price] };
  });
  const open = { validFrom: null, validTo: null };
  const list = {
    id: asCharged,
    code: 'as-charged',
    entry,
    currency,
    tierMode: 'VOLUME',
    audience: everybody,
    priority: 0,
    ...open,
  } as const;
  const bare = { ...terms, promotions: noPromotions, codes: new Map(), lists: new Map([[asCharged, list]]) };
  const { lines } = priceBasket(bare, basket, soldAt(sale).getTime());
  return new Map(lines.map(({ lineId, tax, taxes }) => [Number(lineId), { tax, taxes }]));
}

/** A basket of the lines that the shop knows, their ids being their places. */
function basketOf(
  { currency, lines }: ReportedSale,
  items: readonly (Item | null)[],
  { channel: { country }, locationId, taxReliefs }: SalePlace,
  codes: readonly string[],
  priced: (item: Item, index: number) => Pick<BasketLine, 'quantity' | 'prices'>,
): Basket {
  return {
    currency,
    buyer: stranger,
    locationId,
    codes,
    shippingMethodId: null,
    country,
    ...(taxReliefs.length > 0 && { taxReliefs }),
    lines: lines.flatMap((_, index) => {
      const item = items[index];
      if (!item) return [];
      const { variantId, taxClassId, facts } = item;
      const asked = facts && { item: askedIn(facts, currency) };
      return [{ id: String(index), variantId, taxClassId, ...asked, ...priced(item, index) }];
    }),
  };
}
