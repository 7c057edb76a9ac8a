import { Injectable } from '@nestjs/common';
import { categorySeenBy, ownersOf, productSeenBy } from '#catalog';
import { viewerOf } from '#catalog/rules';
import { exponentOf, type Context, type Id, type PageRequest } from '#kernel';
import { Database, statement, type Value } from '#platform/db';
import type { PriceGround } from '#terms';
import type { Criteria } from './criteria.js';
import { mostLookedAt, type FacetsRow } from './facets.js';

/** In which order hits come; each reads the products that follow a key. */
const sorts = {
  RELEVANCE: { key: '-rank', type: 'float4', order: 'hit.key, hit.id', next: '(hit.key, hit.id) >' },
  NEWEST: { key: `''`, type: 'text', order: 'hit.id desc', next: '(hit.key, hit.id) <' },
  NAME: { key: 'name', type: 'text', order: 'hit.key, hit.id', next: '(hit.key, hit.id) >' },
  PRICE_ASC: { key: `coalesce(price, 'Infinity')`, type: 'numeric', order: 'hit.key, hit.id', next: '(hit.key, hit.id) >' },
  PRICE_DESC: { key: `coalesce(-price, 'Infinity')`, type: 'numeric', order: 'hit.key, hit.id', next: '(hit.key, hit.id) >' },
} as const;

/** By what products are found: words, the category alone, or not at all. */
const ways = ['text', 'category', 'all'] as const;
type Way = (typeof ways)[number];

/** One of the orders. */
export type Sort = keyof typeof sorts;

/** SQL: what one unit of the cheapest variant of the row `of` costs, in the basis $10, by the lists $8 in their order. */
const price = (of: string) => `(select min(one.amount) from variant v cross join lateral (
    select round(case when entry = $10::text then row.amount when entry = 'NET' then row.amount * factor else row.amount / factor end, 6) amount
    from price row,
      lateral (select ($9::text[])[array_position($8::text[], row.list_id)] entry,
        coalesce(($12::numeric[])[array_position($11::text[], coalesce(v.tax_class_id, ${of}.tax_class_id))], 1) factor) basis
    where row.variant_id = v.id and row.list_id = any($8::text[]) and row.min_quantity <= 1000
      and (row.valid_from is null or row.valid_from <= now()) and (row.valid_to is null or row.valid_to > now())
    order by array_position($8::text[], row.list_id), row.min_quantity desc limit 1) one
  where v.product_id = ${of}.id and v.active)`;

/** SQL: whether one step of some variant of the row `of` can be had at one of the locations $15. */
const stock = (
  of: string,
) => `exists (select from variant v where v.product_id = ${of}.id and v.active and (not v.tracked or exists (
    select from counter c where c.id = any(array(select 'stock:' || v.id || ':' || l from unnest($15::text[]) l))
      and c.capacity + c.overdraft - c.pending - c.posted - $16::bigint >= v.quantity_step)))`;

/** SQL: the name in the first of the locales $17 that it has. */
const name = `coalesce((select lower(p.name->>l) from unnest($17::text[]) with ordinality x(l, n) where p.name ? l order by n limit 1),
    (select lower(value) from jsonb_each_text(p.name) limit 1), '')`;

/** SQL: the parameters that a search with words has behind all others, from this number on. */
const words = (from: number) => `asked as materialized (select
    search_query(array(select search_plain(w) from unnest($${String(from)}::text[]) with ordinality x(w, n) order by n), $17::text[]) query,
    search_lexeme('#' || ltrim(search_plain($${String(from + 1)}::text), '0'), '') code,
    array(select v.product_id from part_number n join variant v on v.id = n.variant_id
      where n.number = $${String(from + 1)}::text and n.owner_id = any($${String(from + 2)}::text[])) named),`;

/** SQL: no name, yet the parameter has to have a type. */
const noName = 'left(($17::text[])[1], 0)';

/** SQL: what the terms of a product in the category $4 hold. */
const shelf = `(select coalesce((select array['c' || chr(31) || c.id] from category c where c.slug = $4::text), array['nowhere']))`;

/** SQL: whether a product is in the category. Found by the index only where it narrows down more than words do: an empty shelf is all. */
const inCategory = (way: Way) =>
  way === 'category' ? `s.terms @> ${shelf}` : `($4::text is null or (s.terms @> ${shelf}) is true)`;

/**
 * SQL: `found`, every product that has the words, is in the category and may be seen, with the parts of the filter that it fails.
 * Prices and stock are looked at where $7 and $14 say so. $1: the viewer.
 */
const found = (way: Way, from: number, named: boolean) => `with ${way === 'text' ? words(from) : ''}
  filter as materialized (select * from jsonb_to_recordset($2::jsonb) f(key text, terms text[])),
  range as materialized (select * from jsonb_to_recordset($3::jsonb) r(key text, code text, min numeric, max numeric)),
  matched as materialized (
    select p.id, p.tax_class_id, s.terms, s.numbers, ${named ? name : noName} name, ${
      way !== 'text'
        ? '0::float4 rank'
        : `(ts_rank('{0.05, 0.2, 0.4, 1}', s.document, (select query from asked)) + case when s.document @@ (select code from asked)
        or p.id = any((select named from asked)::text[]) then 10 else 0 end)::float4 rank`
    }, case when $7::boolean then ${price('p')} end price, case when $14::boolean then ${stock('p')} end stock
    from product_search s join product p on p.id = s.product_id
    where ${inCategory(way)}
      and p.published_at <= now() and ${productSeenBy('p', '$1::text[]')}
      ${way !== 'text' ? '' : `and (s.document @@ (select query from asked) or s.product_id = any((select named from asked)::text[]))`}),
  found as (
    select matched.*, case when $2::jsonb = '[]' and $3::jsonb = '[]' and $5::numeric is null and $6::numeric is null and not $13::boolean then '{}'::text[] else array(
      select f.key from filter f where not (matched.terms && f.terms)
      union all select r.key from range r where not exists (select from jsonb_array_elements_text(matched.numbers->r.code) figure
        where figure::numeric between coalesce(r.min, '-Infinity') and coalesce(r.max, 'Infinity'))
      union all select 'price' where ($5::numeric is not null or $6::numeric is not null)
        and (matched.price is null or matched.price < $5 or matched.price > $6)
      union all select 'stock' where $13::boolean and not matched.stock) end failed
    from matched)`;

const hits = (sort: Sort, way: Way) => {
  const { key, type, order, next } = sorts[sort];
  return `${found(way, 21, sort === 'NAME')}
  select id, key::text from (select id, (${key})::${type} key from found where failed = '{}') hit
  where $18::text is null or ${next} ($18::${type}, $19::text) order by ${order} limit $20`;
};

const bands = (value: string, lo: string, step: string) =>
  `least(4, case when ${step} = 0 then 0 else floor((${value} - ${lo}) / ${step}) end)::int`;

/** $18: the facets of attributes that may be filtered by; $19: the decimals of the currency. */
const facets = (way: Way) => `${found(way, 20, false)},
  base as materialized (select * from found where cardinality(failed) <= 1 order by rank desc, id desc limit ${String(mostLookedAt + 1)}),
  best as materialized (
    select b.id, b.terms, b.numbers, b.failed, case when $7::boolean then b.price else ${price('b')} end price,
      case when $14::boolean then b.stock else ${stock('b')} end stock
    from (select * from base limit ${String(mostLookedAt)}) b),
  counted as (
    select split_part(term, chr(31), 1) facet, term, count(*)::int n from best, unnest(best.terms) term
    where failed = '{}' or failed = array[split_part(term, chr(31), 1)] group by term),
  shown as (
    select counted.*, row_number() over (partition by facet order by n desc, term) place from counted
      left join category c on facet = 'c' and term = 'c' || chr(31) || c.id
    where (left(facet, 2) <> 'a:' or facet = any($18::text[])) and (facet <> 'c' or ${categorySeenBy('c', '$1::text[]')})),
  chosen as (select facet, sum(n) total from shown group by facet order by left(facet, 1) <> 'c', total desc, facet limit 20),
  figure as (
    select distinct id, e.key code, f::numeric value from best, jsonb_each(numbers) e, jsonb_array_elements_text(e.value) f
    where (failed = '{}' or failed = array['a:' || e.key]) and 'a:' || e.key = any($18::text[])),
  span as (select code, min(value) lo, max(value) hi, (max(value) - min(value)) / 5 step from figure group by code order by code limit 20),
  cost as (select price from best where price is not null and (failed = '{}' or failed = array['price'])),
  prices as (select floor(min(price) * 10 ^ $19::int) / 10 ^ $19::int lo, max(price) hi,
      ceil((max(price) - floor(min(price) * 10 ^ $19::int) / 10 ^ $19::int) * 10 ^ $19::int / 5) / 10 ^ $19::int step from cost)
  select (select count(*)::int from best where failed = '{}') total, (select count(*) <= ${String(mostLookedAt)} from base) exact,
    (select count(*)::int from best where stock and (failed = '{}' or failed = array['stock'])) in_stock,
    (select json_agg(json_build_array(s.term, s.n, c.slug, c.name) order by s.facet, s.place) from shown s join chosen using (facet)
      left join category c on s.facet = 'c' and s.term = 'c' || chr(31) || c.id where s.place <= 50) terms,
    (select json_agg(json_build_array(code, lo::text, hi::text, step::text, (select json_agg(json_build_array(band, n) order by band) from (
      select ${bands('f.value', 'span.lo', 'span.step')} band, count(distinct f.id)::int n from figure f where f.code = span.code group by 1) each)))
      from span) numbers,
    (select json_build_array(lo::text, hi::text, step::text, (select json_agg(json_build_array(band, n) order by band) from (
      select ${bands('cost.price', 'prices.lo', 'prices.step')} band, count(*)::int n from cost group by 1) each))
      from prices where lo is not null) price`;

const hitStatements = each(
  (sort: Sort) => each((way: Way) => statement<Hit>(`search.${way}-${sort}`, hits(sort, way)), ways),
  Object.keys(sorts) as Sort[],
);

const facetStatements = each((way: Way) => statement<FacetsRow>(`search.${way}-facets`, facets(way)), ways);

function each<K extends string, V>(make: (key: K) => V, keys: readonly K[]): Record<K, V> {
  return Object.fromEntries(keys.map((key) => [key, make(key)])) as Record<K, V>;
}

/** How what is looked for is best found. */
function wayOf({ text, category }: Criteria): Way {
  return text !== '' ? 'text' : category !== null ? 'category' : 'all';
}

/** A product that was found, with the key of its place. */
export interface Hit {
  readonly id: Id<'product'>;
  readonly key: string;
}

/** Reads what is found: one statement for a page, one for the facets. */
@Injectable()
export class SearchRepository {
  constructor(private readonly db: Database) {}

  /** The hits in their order: up to one more than the page holds. */
  async hits(criteria: Criteria, sort: Sort, request: PageRequest, ground: PriceGround, context: Context): Promise<Hit[]> {
    const [key = null, id = null] = request.after ?? [];
    const priced = isPriced(criteria) || sort === 'PRICE_ASC' || sort === 'PRICE_DESC';
    const values = [...shared(criteria, priced, ground, context), key, id, request.first + 1];
    return this.db.read(hitStatements[sort][wayOf(criteria)], [...values, ...typed(criteria, context)]);
  }

  /** What was found, counted. */
  async facets(
    criteria: Criteria,
    attributeFacets: readonly string[],
    ground: PriceGround,
    context: Context,
  ): Promise<FacetsRow> {
    const decimals = exponentOf(context.currency);
    const values = [...shared(criteria, isPriced(criteria), ground, context), attributeFacets, decimals];
    const [row] = await this.db.read(facetStatements[wayOf(criteria)], [...values, ...typed(criteria, context)]);
    if (!row) throw new Error('a statement without a table returns a row');
    return row;
  }
}

function isPriced({ priceMin, priceMax }: Criteria): boolean {
  return priceMin !== null || priceMax !== null;
}

function shared(criteria: Criteria, priced: boolean, ground: PriceGround, context: Context): Value[] {
  const { terms, numbers, category, priceMin, priceMax, inStock } = criteria;
  const { listIds, entries, entry, taxClassIds, taxFactors } = ground;
  const { channel, locales } = context;
  return [
    ...[viewerOf(context), JSON.stringify(terms), JSON.stringify(numbers), category, priceMin, priceMax, priced],
    ...[listIds, entries, entry, taxClassIds, taxFactors, inStock, inStock, channel.locationIds, channel.safetyStock],
    withLanguages(locales),
  ];
}

/** What only searches with words have. */
function typed({ words: typedWords, text }: Criteria, { buyer }: Context): Value[] {
  if (text === '') return [];
  return [typedWords, text, ownersOf(buyer)];
}

/** Each locale, then its language alone: `de-CH`, `de`. */
function withLanguages(locales: readonly string[]): string[] {
  return [...new Set(locales.flatMap((locale) => [locale, locale.split('-')[0] ?? locale]))];
}
