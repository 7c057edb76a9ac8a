import fc from 'fast-check';
import { currencies, type CurrencyCode } from './currency.js';
import { parseDecimal, priceScale } from './decimal.js';
import { extend, formatMoney, formatUnitPrice, money, parseMoney, settle } from './money.js';
import { UserError } from './user-error.js';

const euro = 'EUR' as CurrencyCode;
const yen = 'JPY' as CurrencyCode;
const dinar = 'KWD' as CurrencyCode;

describe('an amount', () => {
  it.each([
    ['10.00', euro, 1000n],
    ['10', euro, 1000n],
    ['10.5', euro, 1050n],
    ['-0.01', euro, -1n],
    ['100', yen, 100n],
    ['1.500', dinar, 1500n],
    ['999999999999999999.99', euro, 99_999_999_999_999_999_999n],
  ])('%s %s is read as %s', (text, currency, minor) => {
    expect(parseMoney(text, currency)).toEqual({ minor, currency });
  });

  it.each([
    ['1e3', euro],
    ['1,99', euro],
    ['+5', euro],
    ['10.001', euro],
    ['100.0', yen],
    ['1.2345', dinar],
    ['', euro],
    ['.5', euro],
    ['5.', euro],
    ['01', euro],
    [' 1', euro],
    ['NaN', euro],
    ['0x10', euro],
    ['１', euro],
    ['1000000000000000000', euro],
  ])('"%s" %s is refused', (text, currency) => {
    expect(() => parseMoney(text, currency, ['price'])).toThrow(
      expect.objectContaining({ name: 'UserError', code: 'INVALID', path: ['price'] }) as Error,
    );
  });

  it('is written with exactly the decimals of its currency', () => {
    expect(formatMoney(money(1000n, euro))).toBe('10.00');
    expect(formatMoney(money(-5n, euro))).toBe('-0.05');
    expect(formatMoney(money(100n, yen))).toBe('100');
    expect(formatMoney(money(1500n, dinar))).toBe('1.500');
    expect(formatMoney(money(1n, 'CLF' as CurrencyCode))).toBe('0.0001');
  });

  it('survives writing and reading in every currency', () => {
    const currency = fc.constantFrom(...[...currencies.values()].map((each) => each.code));
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n) + 1n, max: 10n ** 20n - 1n }), currency, (minor, code) => {
        expect(parseMoney(formatMoney(money(minor, code)), code)).toEqual(money(minor, code));
      }),
    );
  });

  it('says how many decimals there may be', () => {
    const read = (): unknown => parseMoney('1.005', euro);
    expect(read).toThrow(UserError);
    expect(read).toThrow(expect.objectContaining({ facts: { decimals: 2 } }) as Error);
  });
});

describe('price × quantity', () => {
  it.each([
    ['0.012345 × 25,000 is 308.63, not 250.00', 12_345n, 25_000_000n, euro, 30_863n],
    ['38.23 × 10', 38_230_000n, 10_000n, euro, 38_230n],
    ['19.99 × 0.25 kg', 19_990_000n, 250n, euro, 500n],
    ['1.5 × 1 in yen', 1_500_000n, 1000n, yen, 2n],
    ['a return rounds like its sale', 1_500_000n, -1000n, yen, -2n],
  ])('%s', (_, price, quantity, currency, minor) => {
    expect(extend(price, quantity, currency)).toBe(minor);
  });

  it('rounds a sum of products once', () => {
    const third = 333_333n * 10n;
    expect(settle(third * 3n, euro)).toBe(1n);
    expect(extend(333_333n, 10n, euro) * 3n).toBe(0n);
  });

  it('rounds ties as asked', () => {
    expect(extend(1_005_000n, 1000n, euro)).toBe(101n);
    expect(extend(1_005_000n, 1000n, euro, 'HALF_EVEN')).toBe(100n);
    expect(extend(1_005_000n, 1000n, euro, 'HALF_DOWN')).toBe(100n);
  });
});

describe('a unit price', () => {
  it.each([
    ['5', euro, '5.00'],
    ['5.1', euro, '5.10'],
    ['0.012345', euro, '0.012345'],
    ['0.0123', euro, '0.0123'],
    ['0', euro, '0.00'],
    ['-1.5', euro, '-1.50'],
    ['100', yen, '100'],
    ['100.5', yen, '100.5'],
    ['0', yen, '0'],
    ['1000', yen, '1000'],
    ['1.5', dinar, '1.500'],
    ['1.2345', dinar, '1.2345'],
  ])('%s %s is written %s', (price, currency, text) => {
    expect(formatUnitPrice(parseDecimal(price, priceScale), currency)).toBe(text);
  });
});
