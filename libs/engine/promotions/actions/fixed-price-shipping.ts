import type { ActionKind } from '../kinds.js';
import { enteredAt, inEntry } from '../lowering/entered.js';

/**
 * `{ "type": "fixed_price_shipping", "amounts": { "EUR": "2.95" }, "entry": "GROSS" }`: shipping costs so much, unless it costs less
 * already. In a currency without an amount it gives nothing.
 */
export const fixedPriceShipping: ActionKind = {
  type: 'fixed_price_shipping',
  lanes: ['SHIPPING'],
  keys: ['amounts', 'entry'],
  parse: (fields, path) => {
    const { amounts, entry, stored } = enteredAt(fields, path, 0n);
    return {
      stored,
      effect: ({ shipping, currency, conventions: { rounding } }) => {
        const price = amounts.get(currency);
        if (shipping === null || price === undefined) return { shares: [], shipping: 0n };
        const off = shipping.left - inEntry(price, [entry, shipping.entry], shipping.taxPercent, rounding);
        return { shares: [], shipping: off > 0n ? off : 0n };
      },
    };
  },
};
