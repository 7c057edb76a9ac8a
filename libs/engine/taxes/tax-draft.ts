import type { Draft, DraftCharge } from '../draft.js';
import type { DiscountShare } from '../priced-basket.js';
import { assessed, assessmentKey, shippingCharge, withReliefs } from './assessed.js';
import { sharedOut, taxCharges, type TaxableLine, type TaxedLine } from './tax-charges.js';
import type { Taxed } from './tax.js';

/** A draft's lines and shipping with their taxes. */
export interface TaxedDraft {
  readonly lines: readonly TaxedLine[];
  readonly shipping: Taxed | null;
}

/** Taxes a draft after its promotions: on what they have left, and on what the seller is reimbursed for. */
export function taxDraft({ lines, shipping, taxes }: Draft): TaxedDraft {
  const charge = shipping && { entry: shipping.entry, amount: taxable(shipping), classId: shipping.method.taxClassId };
  const taxed = taxCharges(taxes, lines.map(taxableLine), charge);
  return { lines: taxed.goods, shipping: taxed.shipping };
}

/** Taxes a draft by what an outside engine has answered; null: nothing is answered for what its charges are now. */
export function assessedDraft({ basket, lines, shipping, taxes, at }: Draft): TaxedDraft | null {
  if (!basket.assessed) return null;
  const { key, charges } = basket.assessed;
  const goods = lines.map(({ line: { id, taxClassId, quantity }, ...charge }) => {
    const amount = taxable(charge);
    return { id, taxClassId, quantity, entry: charge.entry, amount };
  });
  const shipped = shipping && {
    ...{ id: shippingCharge, taxClassId: shipping.method.taxClassId, quantity: 1000n },
    ...{ entry: shipping.entry, amount: taxable(shipping) },
  };
  const all = shipped ? [...goods, shipped] : goods;
  if (assessmentKey(basket, withReliefs(all, basket, taxes.zoneId, at)) !== key) return null;
  const answers = new Map(charges.map((each) => [each.id, each.taxes]));
  const taxesOf = (charge: (typeof all)[number]): Taxed => assessed(charge, answers.get(charge.id) ?? []);
  return {
    lines: lines.map((line, index) => {
      const charge = goods[index];
      if (!charge) throw new Error('every line is a charge');
      return sharedOut(taxableLine(line), taxesOf(charge));
    }),
    shipping: shipped && taxesOf(shipped),
  };
}

function taxableLine(line: Draft['lines'][number]): TaxableLine {
  const { entry, units } = line;
  const { taxClassId: classId, quantity: to } = line.line;
  const amount = taxable(line);
  return { entry, amount, classId, units: units.length < 2 ? [{ from: 0n, to, amount }] : units.map(unitsOf) };
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
