import { extend, settle, type Quantity } from '#kernel';
import type { PriceCandidate } from '../basket.js';
import type { ChosenPrice } from './choose-price.js';
import { countedIn, type PriceQuestion } from './question.js';

/**
 * What a quantity comes to, in minor units: in a VOLUME list price × quantity; in a GRADUATED list the units
 * after those that stand in earlier lines, as far as tiers are counted over them, each at the price of its band.
 * @param start how many units of the line come before them
 */
export function tierAmount(
  { row, list, bands }: ChosenPrice,
  quantity: Quantity,
  question: PriceQuestion,
  start: Quantity = 0n,
): bigint {
  const { currency } = question;
  const { rounding } = question.conventions;
  if (list.tierMode === 'VOLUME') return extend(row.amount, quantity, currency, rounding);
  const first = countedIn(list, question).before + start;
  const upTo = (end: Quantity): bigint => settle(graduated(bands, end), currency, rounding);
  return upTo(first + quantity) - (first === 0n ? 0n : upTo(first));
}

/** The exact price of a quantity: a band, of which they come in order, holds as many units as lie between its own start and the next one's. */
export function graduated(bands: readonly PriceCandidate[], quantity: Quantity): bigint {
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
