import { createHash } from 'node:crypto';
import { formatShort, quantityScale, type Quantity } from '#kernel';
import type { Sight } from '#events';
import type { StockChange, VariantStock } from '#platform/graphql';
import type { StockLevel } from '../stock.js';

/** Of each variant the cursor has a mark of this length, in their order. */
const markLength = 6;

/** What the channel can promise of the variants, by variant in the order of their ids. */
export function variantStocks(
  variantIds: readonly string[],
  levels: readonly StockLevel[],
  safetyStock: Quantity,
): readonly VariantStock[] {
  return [...new Set(variantIds)].sort().map((variantId) => ({
    variantId,
    locations: levels
      .filter((level) => level.variantId === variantId)
      .map(({ locationId, available, backorder }) => ({
        locationId,
        available: formatShort(available > safetyStock ? available - safetyStock : 0n, quantityScale),
        backorder,
      })),
  }));
}

/** What is in sight of the variants for who had the cursor last: only those whose mark is another. */
export function stockSight(stocks: readonly VariantStock[], after: string | null): Sight<StockChange> {
  const marks = stocks.map((stock) =>
    createHash('sha256').update(JSON.stringify(stock)).digest('base64url').slice(0, markLength),
  );
  const cursor = marks.join('');
  const known = after?.length === cursor.length ? after : '';
  const variants = stocks.filter((_stock, index) => known.slice(index * markLength, (index + 1) * markLength) !== marks[index]);
  return { cursor, view: { cursor, variants } };
}
