import type { Draft, DraftCharge } from '../draft.js';
import type { DiscountShare } from '../priced-basket.js';
import { taxCharges, type TaxedLine } from './tax-charges.js';
import type { Taxed } from './tax.js';

/** Taxes a draft after its promotions: on what they have left, and on what the seller is reimbursed for. */
export function taxDraft({ lines, shipping, taxes }: Draft): {
  readonly lines: readonly TaxedLine[];
  readonly shipping: Taxed | null;
} {
  const goods = lines.map((line) => {
    const { entry, units } = line;
    const { taxClassId: classId, quantity: to } = line.line;
    const amount = taxable(line);
    return { entry, amount, classId, units: units.length < 2 ? [{ from: 0n, to, amount }] : units.map(unitsOf) };
  });
  const charge = shipping && { entry: shipping.entry, amount: taxable(shipping), classId: shipping.method.taxClassId };
  const taxed = taxCharges(taxes, goods, charge);
  return { lines: taxed.goods, shipping: taxed.shipping };
}

/** What of the discounts the seller is reimbursed for. */
export function reimbursedOf(discounts: readonly DiscountShare[]): bigint {
  let all = 0n;
  for (const { reimbursed, amount } of discounts) if (reimbursed === true) all += amount;
  return all;
}

function unitsOf({ from, to, ...range }: Draft['lines'][number]['units'][number]) {
  return { from, to, amount: taxable(range) };
}

function taxable({ left, discounts }: Pick<DraftCharge, 'left' | 'discounts'>): bigint {
  return left + reimbursedOf(discounts);
}
