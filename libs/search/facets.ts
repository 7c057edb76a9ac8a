import { optionName, type Attribute } from '#catalog/rules';
import { exponentOf, formatShort, inLanguage, parseDecimal, type Context, type CurrencyCode, type LocalizedText } from '#kernel';
import { partsOf } from './criteria.js';

/** How many of the best hits facets look at. */
export const mostLookedAt = 2000;

type BandTuple = readonly [band: number, count: number];
type SpanTuple = readonly [lo: string, hi: string, step: string, bands: readonly BandTuple[] | null];

/** The facets as the database sends them; null: none. */
export interface FacetsRow {
  readonly total: number;
  readonly exact: boolean;
  readonly in_stock: number;
  /** Terms with how many products have them; of categories slug and name. */
  readonly terms: readonly (readonly [term: string, count: number, slug: string | null, name: LocalizedText | null])[] | null;
  readonly numbers: readonly (readonly [code: string, ...span: SpanTuple])[] | null;
  readonly price: SpanTuple | null;
}

/** A part of a range with how many products are in it. */
export interface Band {
  readonly min: string;
  readonly max: string;
  readonly count: number;
}

/** A value with how many products have it. */
export interface CountedValue {
  readonly value: string;
  readonly name: string;
  readonly count: number;
}

/** A facet with its values. */
export interface ValueFacet {
  readonly kind: 'CATEGORY' | 'VENDOR' | 'ATTRIBUTE' | 'OPTION';
  readonly code: string;
  readonly name: string;
  readonly values: readonly CountedValue[];
}

/** What found products cost. */
export interface PriceFacet {
  readonly currency: CurrencyCode;
  readonly entry: 'NET' | 'GROSS';
  readonly min: string;
  readonly max: string;
  readonly bands: readonly Band[];
}

/** The numbers of an attribute that found products have. */
export interface NumberFacet {
  readonly code: string;
  readonly name: string;
  readonly unit: string | null;
  readonly min: string;
  readonly max: string;
  readonly bands: readonly Band[];
}

/** What was found, counted, as the API shows it. */
export interface SearchFacets {
  readonly total: number;
  readonly isExact: boolean;
  readonly inStock: number;
  readonly price: PriceFacet | null;
  readonly values: readonly ValueFacet[];
  readonly numbers: readonly NumberFacet[];
}

const kinds = { c: 'CATEGORY', v: 'VENDOR', a: 'ATTRIBUTE', o: 'OPTION' } as const;

/** The facets in the request's language. */
export function showFacets(
  row: FacetsRow,
  attributes: ReadonlyMap<string, Attribute>,
  entry: PriceFacet['entry'],
  { currency, locales }: Pick<Context, 'currency' | 'locales'>,
): SearchFacets {
  return {
    total: row.total,
    isExact: row.exact,
    inStock: row.in_stock,
    price: row.price && { currency, entry, ...spanOf(row.price, exponentOf(currency)) },
    values: valueFacets(row.terms ?? [], attributes, locales),
    numbers: (row.numbers ?? []).flatMap(([code, ...span]) => {
      const attribute = attributes.get(code);
      if (!attribute) return [];
      return [{ code, name: inLanguage(attribute.name, locales), unit: attribute.unit, ...spanOf(span, 0) }];
    }),
  };
}

function valueFacets(
  terms: NonNullable<FacetsRow['terms']>,
  attributes: ReadonlyMap<string, Attribute>,
  locales: readonly string[],
): ValueFacet[] {
  const facets = new Map<string, ValueFacet & { readonly values: CountedValue[] }>();
  for (const [term, count, slug, categoryName] of terms) {
    const [key, stored] = partsOf(term);
    const facet = facets.get(key) ?? facetOf(key, attributes, locales);
    facets.set(key, facet);
    const attribute = facet.kind === 'ATTRIBUTE' ? attributes.get(facet.code) : undefined;
    const shown = categoryName ? inLanguage(categoryName, locales) : attribute ? optionName(attribute, stored, locales) : stored;
    facet.values.push({ value: slug ?? stored, name: shown, count });
  }
  return [...facets.values()];
}

function facetOf(key: string, attributes: ReadonlyMap<string, Attribute>, locales: readonly string[]) {
  const kind = kinds[key.charAt(0) as keyof typeof kinds];
  const code = key.slice(2);
  const attribute = kind === 'ATTRIBUTE' ? attributes.get(code) : undefined;
  return { kind, code, name: attribute ? inLanguage(attribute.name, locales) : code, values: [] };
}

/** Bands of equal width; the last ends where the span does. */
function spanOf([lo, hi, step, bands]: SpanTuple, decimals: number) {
  const [from, to, width] = [scaled(lo), scaled(hi), scaled(step)];
  const shown = (value: bigint) => extendedTo(formatShort(value, bandScale), decimals);
  const edge = (band: number) => (from + width * BigInt(band) < to ? from + width * BigInt(band) : to);
  return {
    min: shown(from),
    max: shown(to),
    bands: (bands ?? []).map(([band, count]) => ({
      min: shown(edge(band)),
      max: shown(band === lastBand ? to : edge(band + 1)),
      count,
    })),
  };
}

/** Decimals that the edges of bands are reckoned with: more than any number that is filtered by has. */
const bandScale = 8;
const lastBand = 4;

function scaled(text: string): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return parseDecimal(`${whole}.${fraction.slice(0, bandScale).padEnd(1, '0')}`, bandScale, [], 40);
}

/** The decimal with at least so many decimals. */
function extendedTo(text: string, decimals: number): string {
  const [whole = '0', fraction = ''] = text.split('.');
  return decimals === 0 ? text : `${whole}.${fraction.padEnd(decimals, '0')}`;
}
