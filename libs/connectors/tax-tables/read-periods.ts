import { formatShort, percentScale } from '#kernel';
import { dayBegins, hasKnownClocks, type TablePeriod } from '#tax';
import { isObject, type TableReader } from './table-reader.js';

interface DatedRates {
  readonly path: string;
  readonly date: string;
  readonly from: number | null;
  readonly rates: Readonly<Record<string, unknown>>;
}

/** "Always", as such files write it. */
const always = '0000-01-01';

/**
 * Reads a country whose entry is a list of periods, each with a date and the percentages of its classes:
 * `[{ "effective_from": "2019-01-01", "rates": { "standard": 21, "reduced": 9 } }]`, in any order.
 */
export function readPeriods(reader: TableReader, country: string, path: string, entry: unknown): TablePeriod[] {
  if (!Array.isArray(entry)) {
    reader.note(path, entry, 'not a list of periods');
    return [];
  }
  const dated = entry.flatMap((period: unknown, index) => datedRates(reader, country, `${path}[${String(index)}]`, period) ?? []);
  dated.sort((a, b) => (a.from ?? -Infinity) - (b.from ?? -Infinity));
  const twice = dated.find(({ from }, index) => index > 0 && dated[index - 1]?.from === from);
  if (twice) reader.note(`${twice.path}.effective_from`, twice.date, 'another period begins on the same day');
  const codes = [...new Set(dated.flatMap(({ rates }) => Object.keys(rates)))];
  const periods = codes.flatMap((code) => periodsOf(reader, code, dated));
  for (const code of codes) warnOfEnd(reader, path, code, periods);
  return periods;
}

function datedRates(reader: TableReader, country: string, path: string, value: unknown): DatedRates | null {
  const period = reader.object(path, value);
  const rates = period && reader.object(`${path}.rates`, period['rates']);
  if (!period || !rates) return null;
  warnOfParts(reader, path, period['exceptions']);
  const { effective_from: date } = period;
  if (date === always) return { path, date, from: null, rates };
  const from = typeof date === 'string' ? dayBegins(country, date) : null;
  if (typeof date !== 'string' || from === null)
    return reader.note(`${path}.effective_from`, date, 'not a date such as 2026-01-31');
  if (!hasKnownClocks(country))
    reader.note(
      `${path}.effective_from`,
      date,
      'it begins at midnight in UTC: the clocks of the country are not known',
      'WARNING',
    );
  return { path, date, from, rates };
}

/** The percentages of one class; those that follow each other unchanged are one. */
function periodsOf(reader: TableReader, code: string, dated: readonly DatedRates[]): TablePeriod[] {
  const periods: TablePeriod[] = [];
  dated.forEach(({ path, from, rates }, index) => {
    if (!Object.hasOwn(rates, code)) return;
    const percent = reader.percent(`${path}.rates.${code}`, rates[code], false);
    if (percent === null) return;
    const to = dated[index + 1]?.from ?? null;
    const before = periods.at(-1);
    if (before?.percent === percent && before.to === from) periods[periods.length - 1] = { ...before, to };
    else periods.push(aPeriod(code, 'VAT', percent, from, to));
  });
  return periods;
}

/** A period with the names that its class and its rate get where they are made. */
export function aPeriod(code: string, tax: string, percent: bigint, from: number | null, to: number | null): TablePeriod {
  const words = code.replaceAll('_', ' ').replace(/(?<=[a-z])(?=\d)/, ' ');
  const className = words.charAt(0).toUpperCase() + words.slice(1);
  return { classCode: code, className, name: `${tax} ${formatShort(percent, percentScale)} %`, percent, from, to };
}

/** Goods of a class that has ended here would silently bear no tax. */
function warnOfEnd(reader: TableReader, path: string, code: string, periods: readonly TablePeriod[]): void {
  const last = periods.filter(({ classCode }) => classCode === code).at(-1);
  if (last?.to != null)
    reader.note(
      path,
      code,
      `the class has no rate from ${new Date(last.to).toISOString()} on: its goods bear no tax here`,
      'WARNING',
    );
}

function warnOfParts(reader: TableReader, path: string, exceptions: unknown): void {
  if (!Array.isArray(exceptions)) return;
  exceptions.forEach((part: unknown, index) => {
    const name = isObject(part) ? part['name'] : part;
    reader.note(
      `${path}.exceptions[${String(index)}]`,
      name,
      'a zone is whole countries: this part of it is taxed like the rest',
      'WARNING',
    );
  });
}
