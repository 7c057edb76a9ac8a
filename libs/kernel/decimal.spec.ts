import fc from 'fast-check';
import { formatDecimal, formatShort, parseDecimal, percentScale, priceScale, quantityScale } from './decimal.js';

describe('a decimal', () => {
  it.each([
    ['2', quantityScale, 2000n],
    ['0.25', quantityScale, 250n],
    ['-1.5', quantityScale, -1500n],
    ['-0', quantityScale, 0n],
    ['0.012345', priceScale, 12_345n],
    ['21', percentScale, 21_000_000n],
    ['10.75', percentScale, 10_750_000n],
  ])('%s with %s decimals is %s', (text, scale, value) => {
    expect(parseDecimal(text, scale)).toBe(value);
  });

  it.each(['1e3', '1,99', '+5', '1.2345', '--1', '1_000', '1.', '', 'Infinity', '1\n', '00.5'])('%j is refused', (text) => {
    expect(() => parseDecimal(text, quantityScale, ['quantity'])).toThrow(
      expect.objectContaining({ code: 'INVALID', path: ['quantity'] }) as Error,
    );
  });

  it('refuses what no column holds', () => {
    expect(parseDecimal('999999999999999', quantityScale)).toBe(999_999_999_999_999_000n);
    expect(() => parseDecimal('1000000000000000', quantityScale)).toThrow(
      expect.objectContaining({ code: 'INVALID', facts: { digits: 15 } }) as Error,
    );
  });

  it('quotes at most 40 characters of what it refuses', () => {
    expect(() => parseDecimal('x'.repeat(10_000), 2)).toThrow(
      expect.objectContaining({ message: `"${'x'.repeat(40)}" is not a decimal such as "10.00"` }) as Error,
    );
  });

  it('is written in full or short', () => {
    expect(formatDecimal(-5n, 3)).toBe('-0.005');
    expect(formatShort(1500n, 3)).toBe('1.5');
    expect(formatShort(2000n, 3)).toBe('2');
    expect(formatShort(0n, 3)).toBe('0');
    expect(formatShort(100n, 0)).toBe('100');
  });

  it('survives writing and reading', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n }),
        fc.integer({ min: 0, max: 6 }),
        (value, scale) => {
          expect(parseDecimal(formatDecimal(value, scale), scale)).toBe(value);
          expect(parseDecimal(formatShort(value, scale), scale)).toBe(value);
        },
      ),
    );
  });
});
