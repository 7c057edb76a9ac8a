import type { Percent } from '#kernel';
import type { TaxRate } from '../tax.js';

/** A rate in a window of time; null is no bound. */
export interface Period {
  readonly percent: Percent;
  readonly from: number | null;
  readonly to: number | null;
}

/** How the rates of one tax on a class in a zone come to follow a table. */
export interface Following<P extends Period> {
  readonly missing: readonly P[];
  readonly ending: readonly { readonly rate: TaxRate; readonly validTo: number }[];
  /** A rate that holds and says otherwise at the same time; null: there is none. */
  readonly clash: TaxRate | null;
}

/**
 * Compares the rates that are there with the periods of a table. A rate of the same beginning and percentage is the table's own; where
 * the table knows of no end its own end stays, for what comes after is newer than the table.
 */
export function followed<P extends Period>(rates: readonly TaxRate[], periods: readonly P[]): Following<P> {
  const own = new Map<TaxRate, P>();
  const missing: P[] = [];
  for (const period of periods) {
    const rate = rates.find(({ validFrom, percent }) => validFrom === period.from && percent === period.percent);
    if (rate) own.set(rate, period);
    else missing.push(period);
  }
  const ending: { rate: TaxRate; validTo: number }[] = [];
  for (const [rate, { to }] of own) if (to !== null && to !== rate.validTo) ending.push({ rate, validTo: to });
  const taken: Window[] = [...missing, ...[...own].map(([{ validTo }, { from, to }]) => ({ from, to: to ?? validTo }))];
  const first = taken.reduce<number | null>((least, { from }) => (least === null ? from : min(least, from)), Infinity);
  for (const rate of rates) {
    if (own.has(rate) || !taken.some((window) => meets(rate, window))) continue;
    const isEarlier = first !== null && (rate.validFrom ?? -Infinity) < first;
    if (!isEarlier) return { missing: [], ending: [], clash: rate };
    ending.push({ rate, validTo: first });
  }
  return { missing, ending, clash: null };
}

interface Window {
  readonly from: number | null;
  readonly to: number | null;
}

function meets({ validFrom, validTo }: TaxRate, { from, to }: Window): boolean {
  return (validFrom ?? -Infinity) < (to ?? Infinity) && (from ?? -Infinity) < (validTo ?? Infinity);
}

function min(least: number, from: number | null): number | null {
  return from === null ? null : Math.min(least, from);
}
