import { parseDecimal, priceScale, UserError, type Path } from '#kernel';
import type { Attribute } from '#catalog/rules';
import type { AttributeFilter, PriceRange, ProductFilter } from '#platform/graphql';

/** The parts of a term, `facet` U+001F `value`, as documents hold it. */
const separator = '\u001f';

/** One part of a filter: any of these terms must be there. */
export interface TermFilter {
  /** The facet that the part is about. */
  readonly key: string;
  readonly terms: readonly string[];
}

/** Another: a number of the attribute must lie in the range; null: no bound. */
export interface NumberFilter {
  readonly key: string;
  readonly code: string;
  readonly min: string | null;
  readonly max: string | null;
}

/** What is looked for. */
export interface Criteria {
  /** The text as it was typed, blanks around it apart; empty: everything. */
  readonly text: string;
  readonly words: readonly string[];
  /** The slug of a category. */
  readonly category: string | null;
  readonly terms: readonly TermFilter[];
  readonly numbers: readonly NumberFilter[];
  readonly priceMin: string | null;
  readonly priceMax: string | null;
  readonly inStock: boolean;
}

const longestText = 200;
const longestWord = 60;
const mostWords = 12;
const mostFilters = 20;
const mostValues = 100;

/** The facet of an attribute. */
export const attributeFacet = (code: string) => `a:${code}`;

/** Checks what is looked for. @throws UserError naming the argument */
export function criteriaOf(
  text: string | null | undefined,
  filter: ProductFilter | null | undefined,
  attributes: ReadonlyMap<string, Attribute>,
): Criteria {
  const typed = (text ?? '').trim();
  if (typed.length > longestText)
    throw new UserError('INVALID', `the text is longer than ${longestText} characters`, ['text'], { max: longestText });
  const { vendors, options = [], attributes: wanted = [], price, category, inStock } = filter ?? {};
  if ((options?.length ?? 0) + (wanted?.length ?? 0) > mostFilters) throw tooMany('filters', mostFilters, ['filter']);
  const described = (wanted ?? []).map((each, index) => attributeFilter(each, attributes, ['filter', 'attributes', index]));
  return {
    text: typed,
    words: typed
      .split(/\s+/)
      .filter((word) => word !== '' && word.length <= longestWord)
      .slice(0, mostWords),
    category: category ?? null,
    terms: [
      ...(vendors ? [termFilter('v', vendors, ['filter', 'vendors'])] : []),
      ...(options ?? []).map(({ name, values }, index) =>
        termFilter(`o:${name}`, values, ['filter', 'options', index, 'values']),
      ),
      ...described.filter((each) => 'terms' in each),
    ],
    numbers: described.filter((each): each is NumberFilter => !('terms' in each)),
    ...priceRange(price),
    inStock: inStock ?? false,
  };
}

/** The facet and the value of a term. */
export function partsOf(term: string): readonly [facet: string, value: string] {
  const [facet = '', ...value] = term.split(separator);
  return [facet, value.join(separator)];
}

function attributeFilter(
  { code, values, min, max }: AttributeFilter,
  attributes: ReadonlyMap<string, Attribute>,
  path: Path,
): TermFilter | NumberFilter {
  const attribute = attributes.get(code);
  if (!attribute?.filterable)
    throw new UserError('NOT_FOUND', `there is no attribute ${code.slice(0, 63)} to filter by`, [...path, 'code']);
  const key = attributeFacet(code);
  if (attribute.type !== 'NUMBER') {
    if (min != null || max != null)
      throw new UserError('INVALID', `${code} is not a number`, [...path, min == null ? 'max' : 'min']);
    return termFilter(key, values ?? [], [...path, 'values']);
  }
  if (values != null) throw new UserError('INVALID', `${code} is a number: filter it by min and max`, [...path, 'values']);
  return { key, code, min: bound(min, [...path, 'min']), max: bound(max, [...path, 'max']) };
}

function termFilter(key: string, values: readonly string[], path: Path): TermFilter {
  if (values.length === 0) throw new UserError('INVALID', 'name at least one value', path);
  if (values.length > mostValues) throw tooMany('values', mostValues, path);
  return { key, terms: values.map((value) => key + separator + value) };
}

function priceRange(price: PriceRange | null | undefined): Pick<Criteria, 'priceMin' | 'priceMax'> {
  return {
    priceMin: bound(price?.min, ['filter', 'price', 'min']),
    priceMax: bound(price?.max, ['filter', 'price', 'max']),
  };
}

function bound(text: string | null | undefined, path: Path): string | null {
  if (text == null) return null;
  parseDecimal(text, priceScale, path);
  return text;
}

function tooMany(what: string, most: number, path: Path): UserError {
  return new UserError('INVALID', `there are more than ${most} ${what}`, path, { max: most });
}
