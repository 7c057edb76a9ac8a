import type { TaxAmount } from '../priced-basket.js';
import { assess, type Taxable, type TaxRounding } from './assess.js';
import type { Levy } from './levy.js';

/** An amount taken apart: net + tax = gross. */
export interface Taxed {
  readonly net: bigint;
  readonly tax: bigint;
  readonly gross: bigint;
  readonly taxes: readonly TaxAmount[];
}

/** Takes one amount apart. What was entered, net or gross, stays to the unit; the tax is rounded on it (semantics §4). */
export function taxed(taxable: Taxable, levy: Levy, conventions: TaxRounding): Taxed {
  return apart(taxable, levy, assess([taxable], levy, conventions)[0] ?? []);
}

/** Takes an amount apart by what each rate of its levy takes. */
export function apart({ entry, amount }: Taxable, { rates }: Levy, amounts: readonly bigint[]): Taxed {
  let tax = 0n;
  for (const each of amounts) tax += each;
  const net = entry === 'NET' ? amount : amount - tax;
  let before = net;
  const taxes = rates.map(({ id: rateId, name, percent, compound }, index) => {
    const own = amounts[index] ?? 0n;
    const base = compound === true ? before : net;
    before += own;
    return { rateId, name, percent, base, amount: own };
  });
  return { net, tax, gross: net + tax, taxes };
}

/** Adds up taxes by rate, in the order in which the rates first appear. */
export function sumByRate(charges: Iterable<{ readonly taxes: readonly TaxAmount[] }>): TaxAmount[] {
  const sums = new Map<string, TaxAmount & { base: bigint; amount: bigint }>();
  for (const { taxes } of charges)
    for (const tax of taxes) {
      const key = tax.rateId ?? `${tax.name} ${tax.percent}`;
      const sum = sums.get(key);
      if (!sum) sums.set(key, { ...tax });
      else {
        sum.base += tax.base;
        sum.amount += tax.amount;
      }
    }
  return [...sums.values()];
}
