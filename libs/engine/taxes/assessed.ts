import type { Id, Percent, Quantity } from '#kernel';
import type { Basket } from '../basket.js';
import { fnv1a } from '../fingerprint.js';
import type { PricedBasket } from '../priced-basket.js';
import type { Terms } from '../terms.js';
import type { Taxable } from './assess.js';
import { freeing, type TaxRelief } from './relief.js';
import type { Taxed } from './tax.js';

/** Something that is taxed: a line, or the shipping, after all discounts, with what the seller is reimbursed for. */
export interface TaxedCharge extends Taxable {
  /** The line's id, or `shipping`. */
  readonly id: string;
  readonly taxClassId: Id<'taxClass'>;
  readonly quantity: Quantity;
}

/** What an outside engine is asked of one charge. */
export interface Assessable extends TaxedCharge {
  /** What frees it by the tables, which have taken the tax off a gross amount already; null: nothing does. */
  readonly relief: Pick<TaxRelief, 'kind' | 'proof'> | null;
}

/** One tax on a charge, as an outside engine has answered it. */
export interface AssessedTax {
  readonly name: string;
  readonly percent: Percent;
  readonly amount: bigint;
}

/** What an outside engine has answered: it holds as long as the charges are those that it was asked about. */
export interface AssessedTaxes {
  /** Stands for the question. */
  readonly key: string;
  readonly charges: readonly { readonly id: string; readonly taxes: readonly AssessedTax[] }[];
}

/** What the shipping is called among the charges. */
export const shippingCharge = 'shipping';

/** What an outside engine is asked about a basket: the lines that are bought or given, and the shipping. */
export function assessables(terms: Terms, basket: Basket, { lines, shipping, at }: PricedBasket): Assessable[] {
  const taxable = ({ entry, amount, discount, reimbursed }: PricedBasket['lines'][number] | NonNullable<typeof shipping>) => ({
    entry,
    amount: amount - discount + reimbursed,
  });
  const charges = lines.flatMap((line, index): TaxedCharge[] => {
    // what promotions have put in stands behind what was
    const asked = basket.lines[index] ?? basket.gifts?.find(({ variantId }) => variantId === line.variantId);
    const taxClassId = asked?.taxClassId;
    return taxClassId && (line.price ?? line.gift)
      ? [{ id: line.lineId, taxClassId, quantity: line.quantity, ...taxable(line) }]
      : [];
  });
  const method = shipping && terms.shippingMethods.get(shipping.methodId);
  if (shipping && method)
    charges.push({ id: shippingCharge, taxClassId: method.taxClassId, quantity: 1000n, ...taxable(shipping) });
  return withReliefs(charges, basket, terms.zoneOf.get(basket.country) ?? null, at);
}

/** The charges with what frees each of them. */
export function withReliefs(
  charges: readonly TaxedCharge[],
  { taxReliefs }: Pick<Basket, 'taxReliefs'>,
  zoneId: Id<'taxZone'> | null,
  at: number,
): Assessable[] {
  return charges.map((charge) => {
    const found = freeing(taxReliefs, charge.taxClassId, zoneId, at);
    return { ...charge, relief: found && { kind: found.kind, proof: found.proof } };
  });
}

/** Stands for a question: the same for the same charges that go to the same country in the same currency. */
export function assessmentKey({ currency, country }: Pick<Basket, 'currency' | 'country'>, asked: readonly Assessable[]): string {
  const parts: string[] = [currency, country];
  for (const { id, taxClassId, quantity, entry, amount, relief } of asked)
    parts.push(id, taxClassId, String(quantity), entry, String(amount), relief?.kind ?? '', relief?.proof ?? '');
  return fnv1a(parts.join('|'));
}

/** An amount with the taxes that were answered for it. */
export function assessed({ entry, amount }: Taxable, taxes: readonly AssessedTax[]): Taxed {
  let tax = 0n;
  for (const each of taxes) tax += each.amount;
  const net = entry === 'NET' ? amount : amount - tax;
  return { net, tax, gross: net + tax, taxes: taxes.map((each) => ({ rateId: null, base: net, ...each })) };
}
