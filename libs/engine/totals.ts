import type { Draft } from './draft.js';
import type { Charge, PricedShipping, Totals } from './priced-basket.js';
import { reimbursedOf, taxDraft } from './taxes/tax-draft.js';

/** Adds up a basket: the sum of all gross amounts, less what others than the buyer pay of them. */
export function totalsOf(lines: readonly Charge[], shipping: PricedShipping | null): Totals {
  let [amount, discount] = [0n, 0n];
  let [net, tax, reimbursed] = shipping ? [shipping.net, shipping.tax, shipping.reimbursed] : [0n, 0n, 0n];
  for (const line of lines) {
    amount += line.amount;
    discount += line.discount;
    net += line.net;
    tax += line.tax;
    reimbursed += line.reimbursed;
  }
  return { amount, discount, net, tax, shipping: shipping?.gross ?? 0n, reimbursed, total: net + tax - reimbursed };
}

/** What the buyer would owe if the draft stayed as it is. */
export function totalOwed(draft: Draft): bigint {
  const { goods, shipping } = owedOf(draft);
  return goods + shipping;
}

/** The same, for the goods and for shipping. */
export function owedOf(draft: Draft): { readonly goods: bigint; readonly shipping: bigint } {
  const { lines, shipping } = taxDraft(draft);
  let goods = 0n;
  for (const { gross } of lines) goods += gross;
  for (const { discounts } of draft.lines) goods -= reimbursedOf(discounts);
  return { goods, shipping: (shipping?.gross ?? 0n) - reimbursedOf(draft.shipping?.discounts ?? []) };
}
