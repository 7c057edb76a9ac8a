import type { TablePeriod } from '#tax';
import { aPeriod } from './read-periods.js';
import { isObject, type TableReader } from './table-reader.js';

/** The class that a country's only rate is for. */
const standard = 'standard';

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z$/;

/**
 * Reads a country whose entry is its one rate as a fraction, with those that held until an instant:
 * `{ "type": "gst", "rate": 0.09, "before": { "2023-12-31T16:00:00Z": { "type": "gst", "rate": 0.08 } } }`. The type `none` is no tax.
 */
export function readFractions(reader: TableReader, path: string, value: unknown): TablePeriod[] {
  const entry = reader.object(path, value);
  if (!entry) return [];
  if (isObject(entry['states'])) {
    const states = Object.keys(entry['states']).join(', ');
    reader.note(`${path}.states`, states, 'a zone is whole countries: what these take more or less is left out', 'WARNING');
  }
  const ends = endsOf(reader, `${path}.before`, entry['before']);
  const all = [...ends, { to: null, path, entry }];
  const periods: TablePeriod[] = [];
  for (const [index, { to, path: at, entry: one }] of all.entries()) {
    const { type, rate } = one;
    if (type === 'none') continue;
    const percent = reader.percent(`${at}.rate`, rate, true);
    if (percent === null) continue;
    const from = ends[index - 1]?.to ?? null;
    const before = periods.at(-1);
    if (before?.percent === percent && before.to === from && from !== null) periods[periods.length - 1] = { ...before, to };
    else periods.push(aPeriod(standard, typeof type === 'string' ? type.toUpperCase() : 'VAT', percent, from, to));
  }
  return periods;
}

interface Ending {
  readonly to: number | null;
  readonly path: string;
  readonly entry: Readonly<Record<string, unknown>>;
}

/** What held until an instant, the earliest first. */
function endsOf(reader: TableReader, path: string, before: unknown): Ending[] {
  if (before === undefined) return [];
  const all = Object.entries(reader.object(path, before) ?? {}).flatMap(([text, value]): Ending[] => {
    const at = `${path}["${text}"]`;
    const to = instant.test(text) ? Date.parse(text) : Number.NaN;
    const entry = reader.object(at, value);
    if (Number.isNaN(to)) reader.note(at, text, 'not an instant such as 2026-12-31T23:00:00Z');
    return entry && !Number.isNaN(to) ? [{ to, path: at, entry }] : [];
  });
  return all.sort((a, b) => Number(a.to) - Number(b.to));
}
