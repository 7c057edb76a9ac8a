import type { ProductInput, VariantInput } from '#catalog';
import type { Quantity, UnitPrice } from '#kernel';

/** What a row says of a variant besides the catalog: what is left out stays as it is. */
export interface Offer {
  readonly row: number;
  readonly price?: { readonly amount: UnitPrice; readonly compareAt: UnitPrice | null };
  readonly onHand?: Quantity;
  readonly backorder: boolean;
}

/** A product of the file, ready for the catalog; `offers` go with its variants one by one. */
export interface ProductDraft {
  readonly row: number;
  readonly input: ProductInput & { readonly slug: string; readonly variants: readonly VariantInput[] };
  readonly offers: readonly Offer[];
  /** The rows of its pictures, in their order. */
  readonly mediaRows: readonly number[];
}
