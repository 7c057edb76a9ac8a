import { quantityTiersAt, tiered } from '../lowering/tiers.js';

/**
 * `{ "type": "tiered_quantity", "tiers": [{ "from": "3", "percent": "5" }, { "from": "10", "amounts": { "EUR": "1.00" },
 * "entry": "GROSS" }] }`: the greatest tier that is reached by the quantity of all items that the selector under `items` picks gives its
 * percentage, or its amount a unit, off each of them. `base` may say RUNNING or FIRST.
 */
export const tieredQuantity = tiered(
  'tiered_quantity',
  quantityTiersAt,
  ({ lines }) => {
    const quantity = lines.reduce((all, { line }) => all + line.quantity, 0n);
    return (from) => quantity >= from;
  },
  (off, { lines, standing, base }) => off.lines(lines, standing, base),
);
