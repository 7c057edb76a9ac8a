import type { CategoryRef, VariantInput } from '#catalog';
import type { LocalizedText } from '#kernel';

/** A variant to open with: what it is, what it costs by price list, how many there are. */
export interface PlannedVariant extends VariantInput {
  /** Decimal texts by the code of the list, from the given quantity on: `{ eur: [['0', '19.90'], ['10', '17.90']] }`. */
  readonly prices: Readonly<Record<string, readonly (readonly [from: string, amount: string])[]>>;
  /** Whole units. */
  readonly stock: number;
}

/** A product to open with. */
export interface PlannedProduct {
  readonly slug: string;
  readonly name: LocalizedText;
  readonly description: LocalizedText;
  readonly categories: readonly CategoryRef[];
  readonly variants: readonly PlannedVariant[];
}

/** Everything that a shop needs to sell: one channel, one location. */
export interface ShopPlan {
  readonly entity: { readonly code: string; readonly name: string; readonly country: string };
  readonly location: { readonly code: string; readonly name: string };
  readonly channel: {
    readonly code: string;
    readonly name: string;
    readonly currencies: readonly string[];
    readonly locales: readonly string[];
    readonly country: string;
  };
  /** Percent on the class `standard`, by zone. */
  readonly taxes: readonly {
    readonly zone: string;
    readonly name: string;
    readonly countries: readonly string[];
    readonly percent: string;
  }[];
  readonly lists: readonly { readonly code: string; readonly currency: string; readonly entry: 'NET' | 'GROSS' }[];
  readonly shipping: readonly {
    readonly code: string;
    readonly kind: 'FLAT_RATE' | 'PICKUP';
    readonly name: LocalizedText;
    readonly rates: readonly { readonly currency: string; readonly amount: string; readonly entry: 'NET' | 'GROSS' }[];
  }[];
  readonly promotions: readonly {
    readonly name: LocalizedText;
    readonly code: string;
    readonly percent: string;
    readonly usageLimit: number;
  }[];
  readonly products: Iterable<PlannedProduct>;
}
