import type { Option, VariantInput } from '#catalog';
import { isGtin } from '#catalog/rules';
import { priceScale, quantityScale } from '#kernel';
import type { CellReader } from '../cell-reader.js';
import type { Row } from '../row.js';
import type { SeenCodes } from '../seen-codes.js';
import { column, optionColumns } from './columns.js';
import type { Offer } from './draft.js';

/** The tax class of what is not taxed. */
export const exemptTaxClass = 'exempt';

const heaviest = 2_147_483_647n;

/** Whether a row of a product, not its first, tells of a variant: others bring a further picture only. */
export function isVariantRow(cells: CellReader, row: Row): boolean {
  return [column.sku, column.price, ...optionColumns.map(({ value }) => value)].some(
    (name) => cells.given(row, name) !== undefined,
  );
}

/** What a row says of a variant. */
export function readVariant(
  cells: CellReader,
  row: Row,
  options: readonly Option[],
  seen: SeenCodes,
): { variant: VariantInput; offer: Offer } {
  const tracker = cells.text(row, column.tracker);
  const policy = cells.word(row, column.inventoryPolicy, ['deny', 'continue']);
  const taxable = cells.flag(row, column.taxable);
  const requiresShipping = cells.flag(row, column.requiresShipping);
  const variantImage = cells.text(row, column.variantImage);
  const weightGrams = readGrams(cells, row);
  const variant: VariantInput = {
    options,
    ...given('sku', readCode(cells, row, column.sku, seen)),
    ...given('gtin', readGtin(cells, row, seen)),
    ...given('weightGrams', weightGrams),
    ...given('tracked', tracker === undefined ? undefined : tracker !== ''),
    ...given('backorder', policy && policy === 'continue'),
    ...given('taxClassCode', taxable === undefined ? undefined : taxable ? null : exemptTaxClass),
    ...given('requiresShipping', requiresShipping),
    ...given('image', variantImage === '' ? null : variantImage),
  };
  return { variant, offer: readOffer(cells, row, tracker !== '', policy === 'continue') };
}

function readOffer(cells: CellReader, row: Row, tracked: boolean, backorder: boolean): Offer {
  const amount = cells.amount(row, column.price, priceScale);
  const compareAt = readCompareAt(cells, row, amount);
  // what is not tracked has no stock, whatever the column says
  const onHand = tracked ? cells.amount(row, column.quantity, quantityScale) : undefined;
  return {
    row: row.number,
    backorder,
    ...(amount === undefined ? {} : { price: { amount, compareAt } }),
    ...given('onHand', onHand),
  };
}

function readCompareAt(cells: CellReader, row: Row, amount: bigint | undefined): bigint | null {
  const compareAt = cells.amount(row, column.compareAt, priceScale);
  if (compareAt === undefined || amount === undefined) return null;
  if (compareAt > amount) return compareAt;
  if (compareAt < amount && compareAt > 0n)
    cells.note(row, column.compareAt, 'a former price below the price is left out', 'WARNING');
  return null;
}

function readGrams(cells: CellReader, row: Row): number | undefined {
  const text = cells.given(row, column.grams);
  if (text === undefined) return undefined;
  const whole = /^(\d{1,10})(\.0+)?$/.exec(text)?.[1];
  if (whole !== undefined && BigInt(whole) <= heaviest) return Number(whole);
  cells.note(row, column.grams, 'not a whole number of grams');
  return undefined;
}

/** A code that no other row of the file may have. Blank: none. */
function readCode(cells: CellReader, row: Row, name: string, seen: SeenCodes): string | null | undefined {
  const code = cells.code(row, name);
  if (code === undefined || code === '') return code === '' ? null : undefined;
  const before = seen.claim(`${name}:${code}`, row.number);
  if (before === null) return code;
  cells.note(row, name, `row ${before} has it already`);
  return undefined;
}

function readGtin(cells: CellReader, row: Row, seen: SeenCodes): string | null | undefined {
  const code = cells.code(row, column.barcode);
  if (code === undefined || code === '' || isGtin(code)) return readCode(cells, row, column.barcode, seen);
  cells.note(row, column.barcode, 'not a GTIN (8, 12, 13 or 14 digits with the right check digit) and left out', 'WARNING');
  return null;
}

function given<K extends string, V>(name: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [name]: value } as Record<K, V>);
}
