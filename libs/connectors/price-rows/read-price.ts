import { isCurrency, priceScale, quantityScale, type CurrencyCode, type Id, type Quantity, type UnitPrice } from '#kernel';
import type { CellReader } from '../cell-reader.js';
import type { Row } from '../row.js';
import type { SeenCodes } from '../seen-codes.js';

/** The columns of a price CSV. */
export const priceColumn = {
  sku: 'sku',
  list: 'list',
  currency: 'currency',
  amount: 'amount',
  minQuantity: 'min_quantity',
  compareAt: 'compare_at',
  floor: 'floor',
} as const;

/** A price as a row says it: in the named list, else in the base list of its currency. */
export interface PriceDraft {
  readonly row: Row;
  readonly sku: string;
  readonly list: string | null;
  readonly currency: CurrencyCode;
  readonly minQuantity: Quantity;
  readonly amount: UnitPrice;
  /** undefined: as it is. */
  readonly compareAt: UnitPrice | null | undefined;
  /** What a unit must not be sold below in the list's currency; null: nothing any more; undefined: as it is. */
  readonly floor: UnitPrice | null | undefined;
}

/** The list of a code, or without one the base list of a currency. */
export type ListOf = (wanted: Pick<PriceDraft, 'list' | 'currency'>) => Id<'priceList'> | undefined;

/** Reads a price; null when it says nothing that can be kept. `fallback` is the currency of rows that name none. */
export function readPrice(
  cells: CellReader,
  row: Row,
  fallback: CurrencyCode,
  listOf: ListOf,
  seen: SeenCodes,
): PriceDraft | null {
  const sku = cells.code(row, priceColumn.sku) ?? '';
  const list = cells.given(row, priceColumn.list) ?? null;
  const currency = readCurrency(cells, row, fallback);
  const minQuantity = cells.amount(row, priceColumn.minQuantity, quantityScale, 'REQUIRED') ?? 0n;
  const amount = cells.amount(row, priceColumn.amount, priceScale, 'REQUIRED');
  if (sku === '') cells.note(row, priceColumn.sku, 'there is no SKU', 'REQUIRED');
  if (cells.given(row, priceColumn.amount) === undefined) cells.note(row, priceColumn.amount, 'there is no amount', 'REQUIRED');
  if (sku === '' || amount === undefined || currency === null) return null;
  const before = seen.claim(
    JSON.stringify([sku, listOf({ list, currency }) ?? list ?? currency, minQuantity.toString()]),
    row.number,
  );
  if (before !== null) cells.note(row, priceColumn.sku, `row ${before} has priced it already`, 'REQUIRED');
  return {
    row,
    sku,
    list,
    currency,
    minQuantity,
    amount,
    compareAt: readCompareAt(cells, row, amount),
    floor: readFloor(cells, row),
  };
}

function readFloor(cells: CellReader, row: Row): UnitPrice | null | undefined {
  if (cells.cleared(row, priceColumn.floor) === null) return null;
  const floor = cells.amount(row, priceColumn.floor, priceScale);
  if (floor !== 0n) return floor;
  cells.note(row, priceColumn.floor, 'a least price is above 0');
  return undefined;
}

function readCurrency(cells: CellReader, row: Row, fallback: CurrencyCode): CurrencyCode | null {
  const code = cells.given(row, priceColumn.currency)?.toUpperCase();
  if (code === undefined) return fallback;
  if (isCurrency(code)) return code;
  cells.note(row, priceColumn.currency, 'not a currency', 'REQUIRED');
  return null;
}

function readCompareAt(cells: CellReader, row: Row, amount: UnitPrice): UnitPrice | null | undefined {
  const text = cells.text(row, priceColumn.compareAt);
  if (text === undefined || text === '') return text === '' ? null : undefined;
  const compareAt = cells.amount(row, priceColumn.compareAt, priceScale);
  if (compareAt === undefined || compareAt > amount) return compareAt;
  if (compareAt < amount) cells.note(row, priceColumn.compareAt, 'a former price below the price is left out', 'WARNING');
  return null;
}
