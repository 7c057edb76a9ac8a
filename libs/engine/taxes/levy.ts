import { divide, hundredPercent, type Id, type Percent } from '#kernel';
import type { TaxRateTerms, Terms } from '../terms.js';
import { byId, notValid } from '../validity.js';

/** All taxes on a class of goods in a zone at an instant, exactly: of a net amount the rate at `index` takes `parts[index] / whole`. */
export interface Levy {
  /** One of each tax, in the order of their names. */
  readonly rates: readonly TaxRateTerms[];
  readonly parts: readonly bigint[];
  readonly whole: bigint;
  /** The parts together. */
  readonly all: bigint;
}

/** No tax at all. */
export const noLevy: Levy = { rates: [], parts: [], whole: 1n, all: 0n };

/** The taxes on a class of goods in a zone at an instant: of each tax the latest rate that holds. No zone: none. */
export function levyIn(terms: Pick<Terms, 'taxRates'>, zoneId: Id<'taxZone'> | null, classId: Id<'taxClass'>, at: number): Levy {
  const known = zoneId === null ? undefined : terms.taxRates.get(zoneId)?.get(classId);
  const current = new Map<string, TaxRateTerms>();
  for (const rate of known ?? [])
    if (!current.has(rate.tax ?? '') && notValid(rate, at) === null) current.set(rate.tax ?? '', rate);
  return current.size === 0 ? noLevy : levyOf([...current.values()].sort(byTax));
}

/** The taxes on a class of goods in a country at an instant. */
export function taxLevy(terms: Pick<Terms, 'taxRates' | 'zoneOf'>, classId: Id<'taxClass'>, country: string, at: number): Levy {
  return levyIn(terms, terms.zoneOf.get(country) ?? null, classId, at);
}

/** What all taxes come to, in percent of the net, to six decimals. */
export function levyPercent({ all, whole }: Levy): Percent {
  return divide(all * hundredPercent, whole);
}

function levyOf(rates: readonly TaxRateTerms[]): Levy {
  // a compound tax is a percentage of percentages: each of them takes another hundred million to stay whole
  const whole = hundredPercent ** BigInt(rates.filter(({ compound }) => compound).length + 1);
  let all = 0n;
  const parts = rates.map(({ percent, compound }) => {
    const part = ((compound === true ? whole + all : whole) * percent) / hundredPercent;
    all += part;
    return part;
  });
  return { rates, parts, whole, all };
}

function byTax(a: TaxRateTerms, b: TaxRateTerms): number {
  const [first = '', second = ''] = [a.tax, b.tax];
  return first < second ? -1 : first > second ? 1 : byId(a, b);
}
