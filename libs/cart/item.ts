import type { Id, LocalizedText, Quantity } from '#kernel';
import type { Unit } from '#platform/graphql';
import {
  offersOf,
  promisesOf,
  type Offer,
  type OffersJson,
  type VariantFace,
  factsOf,
  type FactsJson,
  type KnownItem,
} from '#terms/rules';

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
  /** It will be published at an instant that is set. */
  readonly awaited: boolean;
  /** What rules ask of it besides its price; null: none asks. */
  readonly facts: KnownItem | null;
}

/** The items of a cart as the database sends them. */
export interface ItemsJson extends OffersJson {
  readonly items: readonly ItemTuple[] | null;
}

type ItemTuple = readonly [
  id: string,
  productId: string,
  name: LocalizedText,
  sku: string | null,
  slug: string,
  image: string | null,
  options: VariantFace['options'],
  taxClassId: string,
  unit: Unit,
  quantityStep: number,
  tracked: boolean,
  requiresShipping: boolean,
  sellable: boolean,
  awaited: boolean,
  facts: FactsJson | null,
];

function itemOf(tuple: ItemTuple, { prices, stock }: Pick<Offer, 'prices' | 'stock'>): Item {
  const [
    id,
    productId,
    name,
    sku,
    slug,
    image,
    options,
    taxClassId,
    unit,
    quantityStep,
    tracked,
    requiresShipping,
    sellable,
    awaited,
    facts,
  ] = tuple;
  return {
    variantId: id as Id<'variant'>,
    productId: productId as Id<'product'>,
    face: { name, sku, slug, image, options },
    taxClassId: taxClassId as Id<'taxClass'>,
    unit,
    quantityStep: BigInt(quantityStep),
    tracked,
    requiresShipping,
    sellable,
    awaited,
    facts: facts && factsOf(productId, facts),
    prices,
    stock,
  };
}

const nothing = { prices: [], stock: [] };

/** The items of a cart by their variant. */
export type Items = ReadonlyMap<string, Item>;

/** Whether the items stay what they are until somebody changes them: none waits for the instant of its publication. */
export function areSteady(items: Items): boolean {
  return ![...items.values()].some(({ awaited }) => awaited);
}

/** The items that a read brought along, by variant; none: an empty map. */
export function itemsOf({ items, ...offers }: ItemsJson): Items {
  const rows = items ?? [];
  const offered = offersOf(
    rows.map(([id]) => id),
    offers,
  );
  return new Map(rows.map((row) => [row[0], itemOf(row, offered.get(row[0]) ?? nothing)]));
}

/** The same items, of whose counters so much is left now. */
export function restocked(items: Items, locations: readonly Id<'location'>[], left: ReadonlyMap<string, Quantity>): Items {
  return new Map([...items].map(([id, item]) => [id, { ...item, stock: promisesOf(id, locations, left) }]));
}
