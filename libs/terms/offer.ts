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

/** What a price row says, whenever it holds. */
export type PriceColumns = readonly [
  variantId: string,
  id: string,
  listId: string,
  minQuantity: string,
  amount: string,
  compareAt: string | null,
];

type PriceTuple = readonly [
  ...PriceColumns,
  /** When it begins, if it has not begun yet; only of rows whose time is limited. */
  validFrom?: number | null,
  validTo?: number | null,
];
/** A counter, `stock:variant:location`, and what is left of it. */
type StockTuple = readonly [counterId: string, available: string];

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

/** The candidate price of a row. */
export function priceOf([
  ,
  id,
  listId,
  minQuantity,
  amount,
  compareAt,
  validFrom = null,
  validTo = null,
]: PriceTuple): PriceCandidate {
  return {
    id: id as Id<'price'>,
    listId: listId as Id<'priceList'>,
    minQuantity: BigInt(minQuantity),
    amount: parseDecimal(amount, priceScale),
    compareAt: compareAt === null ? null : parseDecimal(compareAt, priceScale),
    ...(validFrom !== null && { validFrom }),
    ...(validTo !== null && { validTo }),
  };
}

function stockOf([counterId, available]: StockTuple, locationId: string): StockPromise {
  return { counterId, locationId: locationId as Id<'location'>, available: BigInt(available) };
}

/** The counters of variants at locations, whether there are such or not. */
export function counterIdsOf(variantIds: Iterable<string>, locations: readonly string[]): string[] {
  return [...variantIds].flatMap((variantId) => locations.map((location) => counterIdOf(variantId, location)));
}

/** What the locations can promise of a variant, in their order, when so much is left of the counters. */
export function promisesOf(
  variantId: string,
  locations: readonly Id<'location'>[],
  left: ReadonlyMap<string, Quantity>,
): StockPromise[] {
  return locations.flatMap((locationId) => {
    const counterId = counterIdOf(variantId, locationId);
    const available = left.get(counterId);
    return available === undefined ? [] : [{ counterId, locationId, available }];
  });
}

function counterIdOf(variantId: string, location: string): string {
  return `stock:${variantId}:${location}`;
}

/** What is left of counters, as the database sends it: `counter quantity,counter quantity`; null: there are none. */
export function leftOf(text: string | null): Map<string, Quantity> {
  if (text === null) return new Map();
  return new Map(
    text.split(',').map((each) => {
      const gap = each.indexOf(' ');
      return [each.slice(0, gap), BigInt(each.slice(gap + 1))];
    }),
  );
}

/** What was left of each counter when the offers were read. */
export function leftIn(offers: Iterable<Pick<Offer, 'stock'>>): Map<string, Quantity> {
  const left = new Map<string, Quantity>();
  for (const { stock } of offers) for (const { counterId, available } of stock) left.set(counterId, available);
  return left;
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

/** The same promises besides a quantity that one of the locations serves. */
export function beside(stock: readonly StockPromise[], quantity: Quantity, safetyStock: Quantity): readonly StockPromise[] {
  if (quantity === 0n) return stock;
  const source = sourceOf(stock, quantity, safetyStock);
  return stock.map((each) => (each === source ? { ...each, available: each.available - quantity } : each));
}

/** What a variant is called and looks like, where a line of a cart or order shows it. */
export interface VariantFace {
  readonly name: LocalizedText;
  readonly sku: string | null;
  readonly slug: string;
  readonly image: string | null;
  readonly options: readonly { readonly name: string; readonly value: string }[];
}
