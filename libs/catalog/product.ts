import type { Id, LocalizedText } from '#kernel';
import type { Assortment, AssortmentInput } from './assortments/assortment.js';
import type { AttributeInput, AttributeValues } from './attributes/attribute-value.js';

/** What a quantity of a variant counts. */
export const units = ['PIECE', 'KILOGRAM', 'METRE', 'LITRE', 'HOUR'] as const;

/** One of them. */
export type Unit = (typeof units)[number];

/** A picture or film of a product. */
export interface Media {
  readonly url: string;
  readonly alt: string | null;
}

/** One choice that makes a variant what it is: Colour, red. */
export interface Option {
  readonly name: string;
  readonly value: string;
}

/** An option of a product with the values that its variants have, in the order of their first appearance. */
export interface ProductOption {
  readonly name: string;
  readonly values: readonly string[];
}

/** How search engines and previews present a product, by locale. */
export interface Seo {
  readonly title?: LocalizedText;
  readonly description?: LocalizedText;
}

/** A variant as it is stored; quantityStep is in thousandths. */
export interface VariantState {
  readonly id: Id<'variant'>;
  readonly position: number;
  readonly sku: string | null;
  readonly gtin: string | null;
  readonly options: readonly Option[];
  readonly taxClassId: Id<'taxClass'> | null;
  readonly unit: Unit;
  readonly quantityStep: number;
  readonly weightGrams: number;
  readonly requiresShipping: boolean;
  readonly tracked: boolean;
  readonly backorder: boolean;
  readonly image: string | null;
  readonly active: boolean;
  readonly attributes: AttributeValues;
}

/** A product as it is stored, with all its variants and categories. */
export interface ProductState {
  readonly id: Id<'product'>;
  readonly slug: string;
  readonly name: LocalizedText;
  readonly description: LocalizedText;
  readonly vendor: string | null;
  readonly productType: string | null;
  readonly tags: readonly string[];
  readonly options: readonly ProductOption[];
  readonly media: readonly Media[];
  readonly seo: Seo;
  readonly taxClassId: Id<'taxClass'>;
  readonly publishedAt: Date | null;
  readonly version: bigint;
  readonly variants: readonly VariantState[];
  readonly categoryIds: readonly Id<'category'>[];
  readonly attributes: AttributeValues;
  readonly assortment: Assortment;
}

/** What is wanted of a variant: what is left out stays as it is, or gets its default. */
export interface VariantInput {
  /** Names a variant that exists; without it the SKU does, else the options. */
  readonly id?: string;
  readonly sku?: string | null;
  readonly gtin?: string | null;
  readonly options?: readonly Option[];
  readonly taxClassCode?: string | null;
  readonly unit?: Unit;
  /** Thousandths. */
  readonly quantityStep?: number;
  readonly weightGrams?: number;
  readonly requiresShipping?: boolean;
  readonly tracked?: boolean;
  readonly backorder?: boolean;
  readonly image?: string | null;
  /** Values of attributes; those of others stay. */
  readonly attributes?: readonly AttributeInput[];
}

/** A category by its slug; with a name it is made when it does not exist. */
export interface CategoryRef {
  readonly slug: string;
  readonly name?: LocalizedText;
}

/** What is wanted of a product: what is left out stays as it is, or gets its default. */
export interface ProductInput {
  /** Names a product that exists; without it the slug does. */
  readonly id?: string;
  /** Refuses the change when the product has another version by now. */
  readonly expectedVersion?: bigint;
  readonly slug?: string;
  /** Texts in the languages given; those in other languages stay. */
  readonly name?: LocalizedText;
  readonly description?: LocalizedText;
  readonly vendor?: string | null;
  readonly productType?: string | null;
  readonly tags?: readonly string[];
  readonly media?: readonly Media[];
  readonly seo?: Seo;
  readonly taxClassCode?: string;
  /** true: from now on, unless it is already; an instant: from then on; false: not. */
  readonly published?: boolean | Date;
  /** All variants in their order: one that is not named is no longer offered. */
  readonly variants?: readonly VariantInput[];
  /** All categories: one that is not named no longer lists the product. */
  readonly categories?: readonly CategoryRef[];
  /** Values of attributes; those of others stay. */
  readonly attributes?: readonly AttributeInput[];
  /** Who may know of it. */
  readonly assortment?: AssortmentInput;
}

/** What became of a variant in a batch, in the order of the input. */
export interface SavedVariant {
  readonly id: Id<'variant'>;
  readonly sku: string | null;
  readonly created: boolean;
}

/** What became of a product in a batch. */
export interface SavedProduct {
  readonly id: Id<'product'>;
  readonly slug: string;
  readonly version: bigint;
  readonly change: 'CREATED' | 'UPDATED' | 'UNCHANGED';
  /** The variants of the input, or all active ones where it named none. */
  readonly variants: readonly SavedVariant[];
}
