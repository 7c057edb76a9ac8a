import { extend, settle, type CurrencyCode, type Quantity, type RoundingMode } from '#kernel';
import type { BasketLine, PriceCandidate } from '../basket.js';
import type { ChosenPrice } from './choose-price.js';

/**
 * What a line comes to, in minor units: in a VOLUME list price × quantity; in a GRADUATED list the units
 * after the first `before` of its variant (they stand in earlier lines), each at the price of its band.
 */
export function tierAmount(
  { row, list }: ChosenPrice,
  { prices, quantity }: BasketLine,
  before: Quantity,
  currency: CurrencyCode,
  rounding: RoundingMode,
): bigint {
  if (list.tierMode === 'VOLUME') return extend(row.amount, quantity, currency, rounding);
  const bands = prices.filter(({ listId }) => listId === list.id).sort((a, b) => (a.minQuantity < b.minQuantity ? -1 : 1));
  const upTo = (end: Quantity): bigint => settle(graduated(bands, end), currency, rounding);
  return upTo(before + quantity) - (before === 0n ? 0n : upTo(before));
}

/** The exact price of a quantity: a band holds as many units as lie between its own start and the next one's. */
function graduated(bands: readonly PriceCandidate[], quantity: Quantity): bigint {
  let left = quantity;
  let sum = 0n;
  for (const [index, { amount, minQuantity }] of bands.entries()) {
    const next = bands[index + 1];
    const size = next ? next.minQuantity - minQuantity : left;
    const held = left < size ? left : size;
    sum += amount * held;
    left -= held;
  }
  return sum;
}
