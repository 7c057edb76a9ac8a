import type { UserError } from '#kernel';
import { finding, type Finding } from '../finding.js';
import { column, optionColumns } from './columns.js';
import type { ProductDraft } from './draft.js';

/** A refusal of the catalog, told of the cell that caused it, and the product without what was refused, where it can do without. */
export interface RefusedField {
  readonly finding: Finding;
  readonly without: ProductDraft | null;
}

const ofProduct: Readonly<Record<string, { column: string; optional: boolean }>> = {
  slug: { column: column.handle, optional: false },
  name: { column: column.title, optional: false },
  description: { column: column.body, optional: true },
  vendor: { column: column.vendor, optional: true },
  productType: { column: column.type, optional: true },
  tags: { column: column.tags, optional: true },
  seo: { column: column.seoTitle, optional: true },
  categorySlugs: { column: column.type, optional: true },
};

const ofVariant: Readonly<Record<string, { column: string; optional: boolean }>> = {
  sku: { column: column.sku, optional: true },
  gtin: { column: column.barcode, optional: true },
  weightGrams: { column: column.grams, optional: true },
  image: { column: column.variantImage, optional: true },
  options: { column: optionColumns[0]?.value ?? '', optional: false },
};

/** Finds the cell of a refusal: the error's path begins with the product's field. */
export function refusedField(draft: ProductDraft, error: UserError): RefusedField {
  const [field = '', index, inner] = error.path.slice(1);
  if (field === 'media' && typeof index === 'number') return refusedPicture(draft, error, index, inner === 'alt');
  if (field === 'variants' && typeof index === 'number' && draft.offers[index])
    return refusedOfVariant(draft, error, index, inner);
  const known = ofProduct[field];
  const of = field === 'categorySlugs' ? 'productType' : field;
  const value = textOf(new Map<string, unknown>(Object.entries(draft.input)).get(String(of)));
  return {
    finding: finding(draft.row, known?.column ?? null, value, error.message, known?.optional ? 'OPTIONAL' : 'REQUIRED'),
    without: known?.optional
      ? { ...draft, input: omit(draft.input, field === 'categorySlugs' ? 'categories' : String(field)) }
      : null,
  };
}

function refusedOfVariant(draft: ProductDraft, error: UserError, index: number, field: unknown): RefusedField {
  const variant = draft.input.variants[index] ?? {};
  const known = typeof field === 'string' ? ofVariant[field] : undefined;
  const value = known?.optional ? textOf(new Map<string, unknown>(Object.entries(variant)).get(String(field))) : null;
  const row = draft.offers[index]?.row ?? draft.row;
  const variants = draft.input.variants.map((each, position) => (position === index ? omit(each, String(field)) : each));
  return {
    finding: finding(row, known?.column ?? null, value, error.message, known?.optional ? 'OPTIONAL' : 'REQUIRED'),
    without: known?.optional ? { ...draft, input: { ...draft.input, variants } } : null,
  };
}

function refusedPicture(draft: ProductDraft, error: UserError, index: number, alt: boolean): RefusedField {
  const media = draft.input.media ?? [];
  const value = alt ? media[index]?.alt : media[index]?.url;
  const kept = alt
    ? media.map((each, position) => (position === index ? { ...each, alt: null } : each))
    : media.filter((_, position) => position !== index);
  const mediaRows = alt ? draft.mediaRows : draft.mediaRows.filter((_, position) => position !== index);
  const row = draft.mediaRows[index] ?? draft.row;
  return {
    finding: finding(row, alt ? column.imageAlt : column.image, value, error.message, 'OPTIONAL'),
    without: { ...draft, input: { ...draft.input, media: kept }, mediaRows },
  };
}

function omit<T extends object>(from: T, field: string): T {
  return Object.fromEntries(Object.entries(from).filter(([name]) => name !== field)) as T;
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  return value == null ? null : JSON.stringify(value);
}
