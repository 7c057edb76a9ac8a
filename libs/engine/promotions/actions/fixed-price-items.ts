import { priceEach } from '../lowering/entered.js';
import { fixedPrice } from '../lowering/fixed-price.js';
import { rangePieces } from '../lowering/pieces.js';

/**
 * `{ "type": "fixed_price_items", "amounts": { "EUR": "5.00" }, "entry": "GROSS", "items": { "type": "collection", "ids": ["col_sale"] } }`:
 * each unit that the selector picks costs so much, unless it costs less already. In a currency without an amount it gives nothing.
 */
export const fixedPriceItems = fixedPrice('fixed_price_items', ({ price, entry }, lines, { conventions }) =>
  priceEach(price, entry, rangePieces(lines), conventions),
);
