import { divide, settleShares } from '#kernel';
import type { Conventions } from '../conventions.js';
import type { Entry } from '../terms.js';
import type { Levy } from './levy.js';

/** An amount in its entry basis, not below zero. */
export interface Taxable {
  readonly entry: Entry;
  readonly amount: bigint;
}

/** What decides how a tax is rounded. */
export type TaxRounding = Pick<Conventions, 'rounding' | 'severalRates' | 'includedTax'>;

/**
 * The taxes on amounts that share their rates, rounded on their sum: of each amount what each rate takes. A rate comes to its
 * rounded total, shared out by largest remainder of the exact taxes (semantics §4); an amount alone is thereby rounded by itself.
 * No gross amount is less than the taxes in it.
 */
export function assess(taxables: readonly Taxable[], levy: Levy, conventions: TaxRounding): bigint[][] {
  const { parts, whole, all } = levy;
  const [first, another] = taxables;
  if (first === undefined || parts.length === 0) return taxables.map(() => []);
  const [net, gross] = [whole, whole + all];
  if (another === undefined && parts.length === 1 && conventions.includedTax === 'TAX')
    return [[divide(first.amount * all, first.entry === 'NET' ? net : gross, conventions.rounding)]];

  // net and gross amounts differ in what they are divided by: together they are over the product
  const mixed = taxables.some(({ entry }) => entry !== first.entry);
  const denominator = mixed ? net * gross : first.entry === 'NET' ? net : gross;
  const weights = taxables.map(({ entry, amount }) => (mixed ? amount * (entry === 'NET' ? gross : net) : amount));
  const included = sum(taxables.map(({ entry, amount }) => (entry === 'GROSS' ? amount : 0n)));
  const totals = totalsOf(sum(weights), included, denominator, levy, conventions);
  const taxes = taxables.map((): bigint[] => []);
  parts.forEach((part, rate) => {
    // several taxes that are all rounded up might come to more than the few cents that they are in
    const later = parts.slice(rate + 1);
    const room = taxables.map(({ entry, amount }, index) => {
      const floors = later.map((each) => ((weights[index] ?? 0n) * each) / denominator);
      return entry === 'NET' ? null : amount - sum(taxes[index] ?? []) - sum(floors);
    });
    const exact = weights.map((weight) => weight * part);
    settleShares(totals[rate] ?? 0n, exact, denominator, room).forEach((tax, index) => taxes[index]?.push(tax));
  });
  return taxes;
}

/** What each rate comes to over the document, rounded. */
function totalsOf(
  weight: bigint,
  included: bigint,
  denominator: bigint,
  { parts, all }: Levy,
  { rounding, severalRates, includedTax }: TaxRounding,
): bigint[] {
  const exact = parts.map((part) => weight * part);
  const netFirst = includedTax === 'NET' && included > 0n;
  if (severalRates === 'EACH' && !netFirst) return exact.map((tax) => divide(tax, denominator, rounding));
  const together = netFirst
    ? included - divide(included * denominator - weight * all, denominator, rounding)
    : divide(weight * all, denominator, rounding);
  return settleShares(together, exact, denominator);
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((all, amount) => all + amount, 0n);
}
