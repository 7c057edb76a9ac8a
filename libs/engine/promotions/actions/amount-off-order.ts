import type { ActionKind } from '../kinds.js';
import { enteredAt, sharedOut } from '../lowering/entered.js';
import { linePieces } from '../lowering/pieces.js';

/**
 * `{ "type": "amount_off_order", "amounts": { "EUR": "10.00" }, "entry": "GROSS" }`: so much off the goods, allocated over the lines.
 * Entered GROSS it lowers what is paid by just so much, entered NET by so much and its tax (semantics §4). In a currency without an
 * amount it gives nothing.
 */
export const amountOffOrder: ActionKind = {
  type: 'amount_off_order',
  lanes: ['ITEM', 'ORDER'],
  keys: ['amounts', 'entry'],
  parse: (fields, path) => {
    const { amounts, entry, stored } = enteredAt(fields, path);
    return {
      stored,
      effect: ({ lines, currency, conventions }) => ({
        shares: sharedOut(amounts.get(currency) ?? 0n, entry, linePieces(lines), conventions),
        shipping: 0n,
      }),
    };
  },
};
