import type { Counts } from './counts.js';
import type { ImportKind } from './importer.js';
import type { Policy } from './finding.js';

/** What came of an import. */
export interface ImportSummary {
  readonly kind: ImportKind;
  readonly file: string;
  readonly policy: Policy;
  /** REJECTED: there was a bad row, and the policy is all or nothing. INTERRUPTED: the same command goes on where it stopped. */
  readonly outcome: 'DONE' | 'REJECTED' | 'INTERRUPTED';
  readonly dryRun: boolean;
  /** The row after which a run that was broken off has gone on; null: it began at the top. */
  readonly resumedAfter: number | null;
  /** Of the whole run, those of its earlier part included. */
  readonly counts: Counts;
  readonly seconds: number;
  /** Rows read a second by this process. */
  readonly rowsPerSecond: number;
  /** The most memory that the process has had. */
  readonly peakMemoryMb: number;
}

const of = (counts: Counts, name: string): string => (counts[name] ?? 0).toLocaleString('en');

/** The summary for a person, a line each. */
export function summaryLines(summary: ImportSummary): string[] {
  const { kind, counts, outcome, dryRun, resumedAfter } = summary;
  const count = (name: string) => of(counts, name);
  const written = dryRun ? 'Dry run: nothing was written.' : 'Done.';
  const first = {
    DONE: written,
    REJECTED: 'Nothing was written: the file has bad rows.',
    INTERRUPTED: 'Stopped: the same command goes on from here.',
  }[outcome];
  const prices = `  prices    ${count('pricesChanged')} changed, ${count('pricesUnchanged')} unchanged`;
  const stock = `  stock     ${count('stockChanged')} changed, ${count('stockUnchanged')} unchanged`;
  const products = [
    `  products  ${count('products')}: ${count('created')} created, ${count('updated')} updated, ${count('unchanged')} unchanged, ${count('rejected')} rejected`,
    `  variants  ${count('variants')}, of which ${count('variantsCreated')} created`,
  ];
  const rejected = `  rejected  ${count('rejected')} rows`;
  const things = `  ${kind}  ${count('created')} created, ${count('updated')} updated, ${count('unchanged')} unchanged, ${count('rejected')} rejected`;
  const came: Readonly<Record<ImportKind, readonly string[]>> = {
    products: [...products, prices, stock],
    prices: [rejected, prices],
    stock: [rejected, stock],
    locations: [things],
    customers: [things],
    segments: [
      `  members   ${count('created')} put in, ${count('updated')} taken out, ${count('unchanged')} as they were, ${count('rejected')} rejected`,
    ],
    organizations: [things],
    taxes: [things, `  rates     ${count('ratesMade')} made, ${count('ratesEnded')} ended`],
  };
  return [
    `${first}${resumedAfter === null ? '' : ` It went on after row ${resumedAfter.toLocaleString('en')}.`}`,
    `  rows      ${count('rows')} in ${summary.seconds.toFixed(1)} s, ${summary.rowsPerSecond.toLocaleString('en')} a second, peak memory ${String(summary.peakMemoryMb)} MB`,
    ...(outcome === 'REJECTED' ? [] : came[kind]),
    `  findings  ${count('errors')} errors, ${count('warnings')} warnings`,
  ];
}
