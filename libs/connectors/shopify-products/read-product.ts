import type { CategoryRef, Option, ProductInput } from '#catalog';
import type { CellReader } from '../cell-reader.js';
import { mostRows, type Row, type Unit } from '../row.js';
import type { SeenCodes } from '../seen-codes.js';
import { column, optionColumns } from './columns.js';
import type { ProductDraft } from './draft.js';
import { isVariantRow, readVariant } from './read-variant.js';
import { readMedia } from './read-media.js';
import { slugOf } from './slug.js';

/**
 * Reads a product from its rows: the first has its texts and a variant, each further one a variant, a picture or both.
 * Null when its handle is none or was there before: the rows of a product stand together.
 */
export function readProduct(cells: CellReader, { rows, last }: Unit, locale: string, seen: SeenCodes): ProductDraft | null {
  const [first] = rows;
  if (!first) return null;
  const slug = readHandle(cells, first, seen);
  if (last - first.number >= mostRows) cells.note(first, column.handle, `a product has at most ${mostRows} rows`, 'REQUIRED');
  const offered = rows.filter((row, index) => index === 0 || isVariantRow(cells, row));
  const options = readOptions(cells, first, offered);
  const variants = offered.map((row, index) => readVariant(cells, row, options[index] ?? [], seen));
  const pictures = readMedia(cells, rows);
  if (slug === null) return null;
  return {
    row: first.number,
    input: {
      slug,
      ...readTexts(cells, first, locale),
      ...readFiling(cells, first, locale),
      ...(pictures && { media: pictures.map(({ media }) => media) }),
      variants: variants.map(({ variant }) => variant),
    },
    offers: variants.map(({ offer }) => offer),
    mediaRows: pictures?.map(({ row }) => row) ?? [],
  };
}

function readHandle(cells: CellReader, row: Row, seen: SeenCodes): string | null {
  const slug = slugOf(cells.text(row, column.handle) ?? '');
  const before = slug === '' ? null : seen.claim(`${column.handle}:${slug}`, row.number);
  if (slug !== '' && before === null) return slug;
  const reason =
    slug === '' ? 'there is no handle' : `row ${before ?? 0} has begun this product: its rows have to stand together`;
  cells.note(row, column.handle, reason, 'REQUIRED');
  return null;
}

/** What a product is called and how it is described; what is blank stays as it is. */
function readTexts(cells: CellReader, row: Row, locale: string): Pick<ProductInput, 'name' | 'description' | 'seo'> {
  const name = cells.given(row, column.title);
  const description = cells.raw(row, column.body);
  const title = cells.given(row, column.seoTitle);
  const summary = cells.given(row, column.seoDescription);
  return {
    ...(name !== undefined && { name: { [locale]: name } }),
    ...(description !== undefined && { description: { [locale]: description } }),
    ...((title !== undefined || summary !== undefined) && {
      seo: {
        ...(title !== undefined && { title: { [locale]: title } }),
        ...(summary !== undefined && { description: { [locale]: summary } }),
      },
    }),
  };
}

/** Where a product belongs: its type is its category too. */
function readFiling(cells: CellReader, row: Row, locale: string): Partial<ProductInput> {
  const vendor = cells.text(row, column.vendor);
  const type = cells.text(row, column.type);
  const tags = cells.text(row, column.tags);
  const categories = type === undefined ? [] : categoryOf(type, locale);
  const published = readPublished(cells, row);
  return {
    ...(vendor !== undefined && { vendor: vendor || null }),
    ...(type !== undefined && { productType: type || null }),
    ...(categories.length > 0 && { categories }),
    ...(tags !== undefined && { tags: [...new Set(tags.split(',').flatMap((tag) => tag.trim() || []))] }),
    ...(published !== undefined && { published }),
  };
}

function categoryOf(type: string, locale: string): CategoryRef[] {
  const slug = slugOf(type);
  return slug === '' ? [] : [{ slug, name: { [locale]: type } }];
}

/** A draft or archived product is not published, whatever the other column says. */
function readPublished(cells: CellReader, row: Row): boolean | undefined {
  const status = cells.word(row, column.status, ['active', 'draft', 'archived', 'unlisted']);
  const published = cells.flag(row, column.published);
  return status === undefined || status === 'active' ? published : false;
}

/** The options of each variant row; the names stand in the first. `Title`, `Default Title` is how Shopify says that there are none. */
function readOptions(cells: CellReader, first: Row, rows: readonly Row[]): Option[][] {
  const names = optionColumns.map(({ name }) => cells.given(first, name));
  const values = rows.map((row) => optionColumns.map(({ value }) => cells.given(row, value)));
  const none = names[0]?.toLowerCase() === 'title' && !names[1] && values.every(([value]) => value === 'Default Title');
  if (none && rows.length === 1) return [[]];
  const seen = new Map<string, number>();
  return rows.map((row, index) => {
    const options = optionColumns.flatMap((columns, position): Option[] => {
      const name = names[position];
      const value = values[index]?.[position];
      if (name !== undefined && value === undefined)
        cells.note(row, columns.value, `the variant has no value for ${name}`, 'REQUIRED');
      if (name === undefined && value !== undefined)
        cells.note(row, columns.value, 'the option has no name in the first row of the product', 'REQUIRED');
      return name !== undefined && value !== undefined ? [{ name, value }] : [];
    });
    const before = seen.get(JSON.stringify(options));
    if (before === undefined) seen.set(JSON.stringify(options), row.number);
    else cells.note(row, optionColumns[0]?.value ?? null, `row ${before} has the same options`, 'REQUIRED');
    return options;
  });
}
