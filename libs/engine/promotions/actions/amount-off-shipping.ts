import type { ActionKind } from '../kinds.js';
import { enteredAt, inEntry } from '../lowering/entered.js';

/**
 * `{ "type": "amount_off_shipping", "amounts": { "EUR": "2.00" }, "entry": "GROSS" }`: so much off the price of shipping, and never
 * more than there is of it. In a currency without an amount it gives nothing.
 */
export const amountOffShipping: ActionKind = {
  type: 'amount_off_shipping',
  lanes: ['SHIPPING'],
  keys: ['amounts', 'entry'],
  parse: (fields, path) => {
    const { amounts, entry, stored } = enteredAt(fields, path);
    return {
      stored,
      effect: ({ shipping, currency, conventions: { rounding } }) => {
        const amount = amounts.get(currency) ?? 0n;
        const off = shipping === null ? 0n : inEntry(amount, [entry, shipping.entry], shipping.taxPercent, rounding);
        return { shares: [], shipping: off };
      },
    };
  },
};
