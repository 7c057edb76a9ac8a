import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { currencies, currencyOf, exponentOf, isCurrency, type CurrencyCode } from './currency.js';

describe('the currencies', () => {
  it.each([
    [0, ['JPY', 'KRW', 'VND', 'CLP', 'ISK', 'UGX', 'XAF']],
    [2, ['EUR', 'USD', 'HUF', 'TWD', 'MGA', 'MRU', 'IDR']],
    [3, ['KWD', 'BHD', 'OMR', 'JOD', 'TND', 'IQD', 'LYD']],
    [4, ['CLF', 'UYW']],
  ])('have %s decimals: %s', (exponent, codes) => {
    expect(codes.map((code) => exponentOf(currencyOf(code)))).toEqual(codes.map(() => exponent));
  });

  it('are whole rows: a code, decimals, a number of its own, a name', () => {
    for (const [code, { code: own, exponent, numeric, name }] of currencies) {
      expect(own).toBe(code);
      expect(code).toMatch(/^[A-Z]{3}$/);
      expect([0, 2, 3, 4]).toContain(exponent);
      expect(numeric).toMatch(/^\d{3}$/);
      expect(name).toBe(name.trim());
      expect(name).not.toBe('');
    }
    expect(new Set([...currencies.values()].map(({ numeric }) => numeric)).size).toBe(currencies.size);
  });

  it('are named exactly', () => {
    expect(isCurrency('EUR')).toBe(true);
    for (const stranger of ['eur', 'EURO', '', 'XXX', 'DEM', 'constructor']) expect(isCurrency(stranger)).toBe(false);
    expect(() => currencyOf('DEM', ['currency'])).toThrow(
      expect.objectContaining({ code: 'INVALID', path: ['currency'] }) as Error,
    );
    expect(() => exponentOf('DEM' as CurrencyCode)).toThrow(RangeError);
  });

  const list = fileURLToPath(new URL('../../../shared/data/currency-codes/codes-all.csv', import.meta.url));
  const isThere = existsSync(list);

  it(`are those of ISO 4217's list one${isThere ? '' : ' (its file is not there: nothing to compare with)'}`, () => {
    if (!isThere) return;
    const rows = readFileSync(list, 'utf8').trim().split('\n').slice(1).map(cellsOf);
    // without a minor unit are metals, funds and codes for tests; withdrawn is what has a date
    const current = rows.filter(([, , code, , minor, withdrawn]) => code && /^\d$/.test(minor ?? '') && !withdrawn);
    const listed = new Map(current.map(([, name, code, numeric, minor]) => [code, [Number(minor), numeric, name?.trim()]]));
    const pinned = new Map([...currencies].map(([code, { exponent, numeric, name }]) => [code, [exponent, numeric, name]]));
    expect(Object.fromEntries(pinned)).toEqual(Object.fromEntries(listed));
  });
});

/** The cells of a row of CSV, some of them in quotes. */
function cellsOf(row: string): string[] {
  return [...row.trim().matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}
