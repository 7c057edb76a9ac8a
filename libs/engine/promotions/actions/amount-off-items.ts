import { choiceAt } from '../fields.js';
import { itemsAt } from '../items.js';
import type { ActionKind } from '../kinds.js';
import { amountOffEach, enteredAt } from '../lowering/entered.js';
import { linePieces, rangePieces } from '../lowering/pieces.js';

/**
 * `{ "type": "amount_off_items", "amounts": { "EUR": "1.50" }, "entry": "GROSS", "each": "UNIT" }`: so much off each unit, or with
 * `"each": "LINE"` off each line, of what the selector under `items` picks. It is an amount of the line: a unit's times the quantity,
 * rounded once, and shared by its units to the last minor unit (user-asks 18). In a currency without an amount it gives nothing.
 */
export const amountOffItems: ActionKind = {
  type: 'amount_off_items',
  lanes: ['ITEM', 'ORDER'],
  keys: ['amounts', 'entry', 'items', 'each'],
  parse: (fields, path) => {
    const { amounts, entry, stored } = enteredAt(fields, path);
    const items = itemsAt(fields, path);
    const each = choiceAt(fields, 'each', ['UNIT', 'LINE'], path);
    return {
      stored: { ...stored, ...items.stored, each },
      needs: items.keys,
      effect: (standing) => {
        const lines = items.of(standing);
        const pieces = each === 'UNIT' ? rangePieces(lines) : linePieces(lines);
        const amount = amounts.get(standing.currency) ?? 0n;
        return { shares: amountOffEach(amount, entry, pieces, each, standing.conventions), shipping: 0n };
      },
    };
  },
};
