import { quantityScale, type Quantity } from '#kernel';
import type { CellReader } from '../cell-reader.js';
import type { Row } from '../row.js';
import type { SeenCodes } from '../seen-codes.js';

/** The columns of a stock CSV. */
export const stockColumn = { sku: 'sku', location: 'location', quantity: 'quantity' } as const;

/** A count as a row says it; no location: neither the row nor the operator names one. */
export interface StockDraft {
  readonly row: Row;
  readonly sku: string;
  readonly location: string | null;
  readonly onHand: Quantity;
}

/** Reads a count; null when it says nothing that can be kept. `fallback` is the location of rows that name none. */
export function readStock(cells: CellReader, row: Row, fallback: string | null, seen: SeenCodes): StockDraft | null {
  const sku = cells.code(row, stockColumn.sku) ?? '';
  const location = cells.given(row, stockColumn.location) ?? fallback;
  const onHand = cells.amount(row, stockColumn.quantity, quantityScale, 'REQUIRED');
  if (sku === '') cells.note(row, stockColumn.sku, 'there is no SKU', 'REQUIRED');
  if (cells.given(row, stockColumn.quantity) === undefined)
    cells.note(row, stockColumn.quantity, 'there is no quantity', 'REQUIRED');
  const before = sku === '' ? null : seen.claim(JSON.stringify([sku, location]), row.number);
  if (before !== null) cells.note(row, stockColumn.sku, `row ${before} has counted it already`, 'REQUIRED');
  return sku === '' || onHand === undefined ? null : { row, sku, location, onHand };
}
