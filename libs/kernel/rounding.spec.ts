import fc from 'fast-check';
import { divide, type RoundingMode } from './rounding.js';

const modes: readonly RoundingMode[] = ['HALF_UP', 'HALF_DOWN', 'HALF_EVEN'];

describe('divide', () => {
  it.each([
    [5n, 2n, 'HALF_UP', 3n],
    [5n, 2n, 'HALF_DOWN', 2n],
    [5n, 2n, 'HALF_EVEN', 2n],
    [7n, 2n, 'HALF_EVEN', 4n],
    [-5n, 2n, 'HALF_UP', -3n],
    [-5n, 2n, 'HALF_DOWN', -2n],
    [5n, -2n, 'HALF_UP', -3n],
    [-5n, -2n, 'HALF_UP', 3n],
    [8n, 3n, 'HALF_DOWN', 3n],
    [7n, 3n, 'HALF_UP', 2n],
    [114_999n, 1000n, 'HALF_UP', 115n],
    [0n, 7n, 'HALF_UP', 0n],
  ] as const)('%s ÷ %s by %s is %s', (numerator, denominator, mode, result) => {
    expect(divide(numerator, denominator, mode)).toBe(result);
  });

  it('refuses to divide by zero', () => {
    expect(() => divide(1n, 0n)).toThrow(RangeError);
  });

  it('is never further off than a half, and rounds a refund like the sale it undoes', () => {
    const digits = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
    fc.assert(
      fc.property(digits, fc.bigInt({ min: 1n, max: 10n ** 12n }), fc.constantFrom(...modes), (numerator, denominator, mode) => {
        const rounded = divide(numerator, denominator, mode);
        const error = rounded * denominator - numerator;
        expect((error < 0n ? -error : error) * 2n <= denominator).toBe(true);
        expect(divide(-numerator, denominator, mode)).toBe(-rounded);
      }),
    );
  });
});
