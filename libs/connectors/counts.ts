import type { Finding } from './finding.js';

/** How much of what: rows, products created, prices changed, findings. */
export type Counts = Readonly<Record<string, number>>;

/** The sums. */
export function plus(...all: readonly Counts[]): Counts {
  const sums: Record<string, number> = {};
  for (const counts of all) for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}

/** How many findings of each kind there are. */
export function tally(findings: readonly Finding[]): Counts {
  const warnings = findings.filter(({ weight }) => weight === 'WARNING').length;
  return { errors: findings.length - warnings, warnings };
}
