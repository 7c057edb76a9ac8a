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

/** A candidate price as the database sends it: id, list, from quantity, amount, former price. */
export type PriceTuple = readonly [id: string, listId: string, minQuantity: string, amount: string, compareAt: string | null];
/** A location's promise as the database sends it: counter, location, available. */
export type StockTuple = readonly [counterId: string, locationId: string, available: string];

/** A candidate price from what the database sends. */
export function priceOf([id, listId, minQuantity, amount, compareAt]: PriceTuple): PriceCandidate {
  return {
    id: id as Id<'price'>,
    listId: listId as Id<'priceList'>,
    minQuantity: BigInt(minQuantity),
    amount: parseDecimal(amount, priceScale),
    compareAt: compareAt === null ? null : parseDecimal(compareAt, priceScale),
  };
}

/** A location's promise from what the database sends. */
export function stockOf([counterId, locationId, available]: StockTuple): StockPromise {
  return { counterId, locationId: locationId as Id<'location'>, available: BigInt(available) };
}

/**
 * How much a channel may promise: what its locations have, each less the channel's safety stock.
 * Null: the variant is sold without looking at stock.
 */
export function availableTo(
  item: { readonly tracked: boolean; readonly stock: readonly StockPromise[] },
  safetyStock: Quantity,
): Quantity | null {
  if (!item.tracked) return null;
  return item.stock.reduce((sum, { available }) => (available > safetyStock ? sum + available - safetyStock : sum), 0n);
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
