import type { Id, LocalizedText, Quantity } from '#kernel';
import { priceOf, stockOf, type Offer, type PriceTuple, type StockTuple, type VariantFace } from '#terms/rules';

/** A variant as a line needs it: what it is, what it costs, what can be promised of it. */
export interface Item extends Offer {
  readonly productId: Id<'product'>;
  readonly face: VariantFace;
  readonly taxClassId: Id<'taxClass'>;
  /** What a quantity of it counts: pieces, kilograms. */
  readonly unit: Unit;
  readonly quantityStep: Quantity;
  readonly tracked: boolean;
  readonly requiresShipping: boolean;
  /** Published and active: may be bought if it has a price. */
  readonly sellable: boolean;
}

/** An item as the database sends it. */
export interface ItemJson {
  readonly id: string;
  readonly productId: string;
  readonly name: LocalizedText;
  readonly sku: string | null;
  readonly slug: string;
  readonly image: string | null;
  readonly options: VariantFace['options'];
  readonly taxClassId: string;
  readonly unit: Unit;
  readonly step: string;
  readonly tracked: boolean;
  readonly shipped: boolean;
  readonly sellable: boolean;
  readonly prices: readonly PriceTuple[];
  readonly stock: readonly StockTuple[];
}

/** An item from what the database sends. */
export function itemOf(json: ItemJson): Item {
  return {
    variantId: json.id as Id<'variant'>,
    productId: json.productId as Id<'product'>,
    face: { name: json.name, sku: json.sku, slug: json.slug, image: json.image, options: json.options },
    taxClassId: json.taxClassId as Id<'taxClass'>,
    unit: json.unit,
    quantityStep: BigInt(json.step),
    tracked: json.tracked,
    requiresShipping: json.shipped,
    sellable: json.sellable,
    prices: json.prices.map(priceOf),
    stock: json.stock.map(stockOf),
  };
}

/** The items of a cart by their variant. */
export type Items = ReadonlyMap<string, Item>;

/** The items that a read brought along, by variant; none: an empty map. */
export function itemsOf(rows: readonly ItemJson[] | null): Items {
  return new Map((rows ?? []).map((row) => [row.id, itemOf(row)]));
}
