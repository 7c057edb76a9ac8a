import { leftIn, sharedOut } from '../lowering/entered.js';
import { fixedPrice } from '../lowering/fixed-price.js';
import { linePieces } from '../lowering/pieces.js';

/**
 * `{ "type": "fixed_price_order", "amounts": { "EUR": "99.00" }, "entry": "GROSS" }`: all the goods, or those that the selector under
 * `items` picks, cost so much together, unless they cost less already. In a currency without an amount it gives nothing.
 */
export const fixedPriceOrder = fixedPrice('fixed_price_order', ({ price, entry }, lines, { conventions }) => {
  const pieces = linePieces(lines);
  const off = leftIn(pieces, entry, conventions) - price;
  return off > 0n ? sharedOut(off, entry, pieces, conventions) : [];
});
