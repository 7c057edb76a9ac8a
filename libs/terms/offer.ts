import type { Id, LocalizedText, Quantity } from '#kernel';
import { parseDecimal, priceScale } from '#kernel';
import type { PriceCandidate } from '#engine';

/** What a location can still promise of a variant. */
export interface StockPromise {
  readonly counterId: string;
  readonly locationId: Id<'location'>;
  /** Thousandths of the unit; below zero when facts have taken more than there was. */
  readonly available: Quantity;
}

/** What is offered of one variant: its candidate prices and what each location can promise. */
export interface Offer {
  readonly variantId: Id<'variant'>;
  readonly prices: readonly PriceCandidate[];
  readonly stock: readonly StockPromise[];
}

/** The offers of variants as the database sends them, by kind; null: none. */
export interface OffersJson {
  readonly prices: readonly PriceTuple[] | null;
  readonly stock: readonly StockTuple[] | null;
}

type PriceTuple = readonly [
  variantId: string,
  id: string,
  listId: string,
  minQuantity: string,
  amount: string,
  compareAt: string | null,
];
/** A counter, `stock:variant:location`, and what is left of it. */
type StockTuple = readonly [counterId: string, available: string];

/** What is sent when nothing is found. */
export const noOffers: OffersJson = { prices: null, stock: null };

/** The offer of each variant, which may be empty. */
export function offersOf(variantIds: readonly string[], { prices, stock }: OffersJson): Map<string, Offer> {
  const offers = new Map(
    variantIds.map((id) => [id, { variantId: id as Id<'variant'>, prices: [] as PriceCandidate[], stock: [] as StockPromise[] }]),
  );
  for (const price of prices ?? []) offers.get(price[0])?.prices.push(priceOf(price));
  for (const promise of stock ?? []) {
    const [, variantId = '', locationId = ''] = promise[0].split(':');
    offers.get(variantId)?.stock.push(stockOf(promise, locationId));
  }
  return offers;
}

function priceOf([, id, listId, minQuantity, amount, compareAt]: PriceTuple): PriceCandidate {
  return {
    id: id as Id<'price'>,
    listId: listId as Id<'priceList'>,
    minQuantity: BigInt(minQuantity),
    amount: parseDecimal(amount, priceScale),
    compareAt: compareAt === null ? null : parseDecimal(compareAt, priceScale),
  };
}

function stockOf([counterId, available]: StockTuple, locationId: string): StockPromise {
  return { counterId, locationId: locationId as Id<'location'>, available: BigInt(available) };
}

/**
 * How much of a variant one line may hold, in whole steps: what the location that has most can promise, less the
 * channel's safety stock, because one location serves a line. Null: the variant is sold without looking at stock.
 */
export function availableTo(
  item: { readonly tracked: boolean; readonly quantityStep: Quantity; readonly stock: readonly StockPromise[] },
  safetyStock: Quantity,
): Quantity | null {
  if (!item.tracked) return null;
  const most = item.stock.reduce((best, { available }) => (available - safetyStock > best ? available - safetyStock : best), 0n);
  return most - (most % item.quantityStep);
}

/** The location that serves a quantity: the first that has it all, else the first; none: nowhere. */
export function sourceOf(stock: readonly StockPromise[], quantity: Quantity, safetyStock: Quantity): StockPromise | null {
  return stock.find(({ available }) => available - safetyStock >= quantity) ?? stock[0] ?? null;
}

/** What a variant is called and looks like, where a line of a cart or order shows it. */
export interface VariantFace {
  readonly name: LocalizedText;
  readonly sku: string | null;
  readonly slug: string;
  readonly image: string | null;
  readonly options: readonly { readonly name: string; readonly value: string }[];
}
