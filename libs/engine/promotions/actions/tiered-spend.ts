import { linePieces } from '../lowering/pieces.js';
import { amountTiersAt, tiered } from '../lowering/tiers.js';

/**
 * `{ "type": "tiered_spend", "tiers": [{ "from": { "EUR": "100.00" }, "percent": "10" }, { "from": { "EUR": "200.00" }, "amounts":
 * { "EUR": "30.00" }, "entry": "GROSS" }] }`: the greatest tier that is reached by what is left, as entered, of the goods that the
 * selector under `items` picks gives its percentage or amount off them together. `base` may say RUNNING or FIRST, for bound and
 * percentage alike.
 */
export const tieredSpend = tiered(
  'tiered_spend',
  amountTiersAt,
  ({ lines, base, standing: { currency, conventions } }) => {
    const first = (base ?? conventions.promotionBase) === 'FIRST';
    const spent = lines.reduce((all, { amount, left }) => all + (first ? amount : left), 0n);
    return (from) => spent >= (from.get(currency) ?? spent + 1n);
  },
  (off, { lines, standing, base }) => off.once(linePieces(lines), standing, base),
);
