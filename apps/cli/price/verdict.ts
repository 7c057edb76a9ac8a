import { pathText, type Difference } from '#engine';
import type { Played } from './played.js';

/** How a basket did, in a line. */
export function verdictLine({ file, name, outcome }: Played): string {
  const what = name === null ? file : `${file}: ${name}`;
  if (outcome.kind === 'UNUSABLE') return `✗ ${what}`;
  if (outcome.differences.length > 0) return `✗ ${what}`;
  return outcome.expected
    ? `✓ ${what}`
    : `· ${what}: ${outcome.result.totals.total} ${outcome.result.currency}, nothing expected`;
}

/** What is wrong with it; nothing: no lines. */
export function failureLines({ outcome }: Played): string[] {
  if (outcome.kind === 'PRICED') return outcome.differences.map((each) => `    ${differenceText(each)}`);
  return [`    ${outcome.place === '' ? '' : `${outcome.place}: `}${outcome.message}`];
}

/** How all of them did. */
export function summaryLine(all: readonly Played[]): string {
  const count = (holds: (played: Played) => boolean): number => all.filter(holds).length;
  const unusable = count(({ outcome }) => outcome.kind === 'UNUSABLE');
  const failed = count(({ outcome }) => outcome.kind === 'PRICED' && outcome.differences.length > 0);
  const silent = count(({ outcome }) => outcome.kind === 'PRICED' && !outcome.expected);
  const parts = [
    `${all.length - unusable - failed - silent} as expected`,
    `${failed} not`,
    ...(silent > 0 ? [`${silent} without an expectation`] : []),
    ...(unusable > 0 ? [`${unusable} unusable`] : []),
  ];
  return parts.join(', ');
}

function differenceText({ path, expected, actual }: Difference): string {
  return `${pathText(path)}: expected ${shown(expected)}, it is ${shown(actual)}`;
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
