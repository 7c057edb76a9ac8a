import { Header, mostRows, Units, type Row } from './row.js';

const row = (number: number, ...cells: string[]): Row => ({ number, cells });

describe('a header', () => {
  const header = new Header(['SKU ', 'Handle', 'handle'], ['Handle', 'sku', 'Price']);

  it('finds columns in any order and case; the first of two wins', () => {
    expect(header.text(row(2, ' A-1 ', ' chair ', 'other'), 'Handle')).toBe('chair');
    expect(header.raw(row(2, ' A-1 '), 'sku')).toBe(' A-1 ');
  });

  it('tells a missing column from an empty or missing cell', () => {
    expect(header.text(row(2, 'A-1'), 'Price')).toBeUndefined();
    expect(header.text(row(2, 'A-1'), 'Handle')).toBe('');
  });

  it('sees cells beyond the last column, unless they are blank', () => {
    expect(header.overflows(row(2, 'a', 'b', 'c', ''))).toBe(false);
    expect(header.overflows(row(2, 'a', 'b', 'c', '', 'd'))).toBe(true);
  });
});

describe('units', () => {
  const collect = (rows: readonly Row[]) => {
    const units = new Units((first, next) => first.cells[0] === next.cells[0]);
    return [...rows.map((each) => units.next(each)), units.end()].flatMap((unit) => (unit ? [unit] : []));
  };

  it('are consecutive rows that belong together', () => {
    const units = collect([row(2, 'a'), row(3, 'a'), row(5, 'b'), row(6, 'a')]);
    expect(units.map(({ first, last, rows }) => [first, last, rows.length])).toEqual([
      [2, 3, 2],
      [5, 5, 1],
      [6, 6, 1],
    ]);
  });

  it('keep a bounded number of rows and count the rest', () => {
    const [unit] = collect(Array.from({ length: mostRows + 10 }, (_, index) => row(index + 2, 'a')));
    expect([unit?.rows.length, unit?.last]).toEqual([mostRows, mostRows + 11]);
  });
});
