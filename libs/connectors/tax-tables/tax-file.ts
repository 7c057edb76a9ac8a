import { UserError } from '#kernel';
import type { TablePeriod } from '#tax';
import { readFractions } from './read-fractions.js';
import { readPeriods } from './read-periods.js';
import { isObject, TableReader } from './table-reader.js';

/** A country's entry in a file of tax rates. */
export interface TaxEntry {
  readonly country: string;
  /** PERIODS: percentages by date and class. FRACTIONS: one rate, with those before it. */
  readonly form: 'PERIODS' | 'FRACTIONS';
  /** Where it stands in the file. */
  readonly path: string;
  readonly value: unknown;
}

/** The countries of a file of tax rates, in its order. @throws UserError when the text is none */
export function taxEntries(text: string): TaxEntry[] {
  const file = parsed(text);
  if (isObject(file) && isObject(file['items']))
    return Object.entries(file['items']).map(([country, value]) => ({
      country,
      form: 'PERIODS',
      path: `items.${country}`,
      value,
    }));
  if (isObject(file) && Object.values(file).some((value) => isObject(value) && 'rate' in value))
    return Object.entries(file).map(([country, value]) => ({ country, form: 'FRACTIONS', path: country, value }));
  throw new UserError(
    'INVALID',
    'the file is no table of tax rates: it has neither "items" with the periods of each country, nor a "rate" for each country',
  );
}

/** Reads a country's entry: its periods, and what is wrong in it. */
export function readEntry(row: number, { country, form, path, value }: TaxEntry) {
  const reader = new TableReader(row);
  if (!/^[A-Z]{2}$/.test(country)) reader.note(path, country, 'not a country such as DE (ISO 3166-1)');
  const periods: TablePeriod[] =
    form === 'PERIODS' ? readPeriods(reader, country, path, value) : readFractions(reader, path, value);
  return { periods, findings: reader.findings };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new UserError('INVALID', `the file is not JSON: ${error instanceof Error ? error.message : ''}`);
  }
}
