import fc from 'fast-check';
import { allocate, allocateWithin, settleShares, unitShare, type Remainder } from './allocate.js';

const amount = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
const weight = fc.bigInt({ min: 0n, max: 10n ** 20n });
const anyRemainder = fc.constantFrom<Remainder>('LARGEST_REMAINDER', 'FIRST', 'LAST', 'LARGEST_WEIGHT');
const sum = (parts: readonly bigint[]): bigint => parts.reduce((all, part) => all + part, 0n);
const size = (value: bigint): bigint => (value < 0n ? -value : value);

describe('allocate', () => {
  it.each([
    ['10.00 over 33.33/33.33/33.34', 1000n, [3333n, 3333n, 3334n], [333n, 333n, 334n]],
    ['10.00 over three 10.00', 1000n, [1000n, 1000n, 1000n], [334n, 333n, 333n]],
    ['1.00 over six equal', 100n, [5n, 5n, 5n, 5n, 5n, 5n], [17n, 17n, 17n, 17n, 16n, 16n]],
    ['5.00 over 19.99/5.01/0.99', 500n, [1999n, 501n, 99n], [385n, 96n, 19n]],
    ['10.00 over 60.50/42.40', 1000n, [6050n, 4240n], [588n, 412n]],
    ['a refund of 10.00', -1000n, [1000n, 1000n, 1000n], [-334n, -333n, -333n]],
    ['nothing', 0n, [1n, 2n], [0n, 0n]],
    ['what has no weight goes to the first', 7n, [0n, 0n], [7n, 0n]],
    ['over nobody', 7n, [], []],
  ])('%s', (_, total, weights, parts) => {
    expect(allocate(total, weights)).toEqual(parts);
  });

  it.each([
    // 10.00 over 7.10, 20.40, 5.50 and 12.00: exact 1.5778, 4.5333, 1.2222, 2.6667
    ['LARGEST_REMAINDER', [158n, 453n, 122n, 267n]],
    ['FIRST', [158n, 454n, 122n, 266n]],
    ['LAST', [157n, 453n, 123n, 267n]],
    ['LARGEST_WEIGHT', [157n, 454n, 122n, 267n]],
  ] as const)('%s: of the two that are left over', (remainder, parts) => {
    expect(allocate(1000n, [710n, 2040n, 550n, 1200n], remainder)).toEqual(parts);
    expect(allocate(-1000n, [710n, 2040n, 550n, 1200n], remainder)).toEqual(parts.map((part) => -part));
    expect(allocateWithin(1000n, [710n, 2040n, 550n, 1200n], [9999n, 9999n, 9999n, 9999n], remainder)).toEqual(parts);
  });

  it.each(['FIRST', 'LAST', 'LARGEST_WEIGHT'] as const)('%s: whoever has no weight gets nothing', (remainder) => {
    expect(allocate(5n, [0n, 3n, 3n, 0n], remainder)).toEqual(remainder === 'LAST' ? [0n, 2n, 3n, 0n] : [0n, 3n, 2n, 0n]);
  });

  it('refuses a negative weight', () => {
    expect(() => allocate(10n, [2n, -1n])).toThrow(RangeError);
  });

  it('adds up to the total, each part within one unit of its exact share, whatever sign and size', () => {
    fc.assert(
      fc.property(amount, fc.array(weight, { minLength: 1, maxLength: 30 }), anyRemainder, (total, weights, remainder) => {
        const parts = allocate(total, weights, remainder);
        expect(sum(parts)).toBe(total);
        const all = sum(weights);
        if (all === 0n) return;
        parts.forEach((part, index) => {
          expect(size(part * all - total * (weights[index] ?? 0n)) < all).toBe(true);
        });
      }),
    );
  });

  it('gives nobody more than what it is taken off, as long as all of them together have it', () => {
    fc.assert(
      fc.property(fc.array(weight, { minLength: 1, maxLength: 10 }), fc.nat(1000), anyRemainder, (weights, share, remainder) => {
        const total = (sum(weights) * BigInt(share)) / 1000n;
        allocate(total, weights, remainder).forEach((part, index) => {
          expect(part <= (weights[index] ?? 0n)).toBe(true);
        });
      }),
    );
  });

  it('gives back by a refund exactly what the sale gave', () => {
    fc.assert(
      fc.property(amount, fc.array(weight, { minLength: 1, maxLength: 10 }), anyRemainder, (total, weights, remainder) => {
        const given = allocate(total, weights, remainder);
        expect(allocate(-total, weights, remainder)).toEqual(given.map((part) => -part));
      }),
    );
  });
});

describe('allocateWithin', () => {
  it.each([
    ['room for all of it', 1000n, [1n, 1n], [500n, 500n], [500n, 500n]],
    ['the excess is spread again', 1000n, [1n, 1n, 1n], [100n, 1000n, 1000n], [100n, 450n, 450n]],
    ['again and again', 1000n, [6n, 3n, 1n], [100n, 200n, 1000n], [100n, 200n, 700n]],
    ['the total shrinks when no room is left', 1000n, [1n, 1n], [300n, 200n], [300n, 200n]],
    ['whoever has no weight takes no part', 1000n, [0n, 1n], [900n, 400n], [0n, 400n]],
    ['a refund', -1000n, [1n, 1n], [300n, 900n], [-300n, -700n]],
    ['nobody has weight', 5n, [0n], [9n], [0n]],
  ])('%s', (_, total, weights, room, parts) => {
    expect(allocateWithin(total, weights, room)).toEqual(parts);
  });

  it('refuses negative room and unequal numbers', () => {
    expect(() => allocateWithin(1n, [1n], [-1n])).toThrow(RangeError);
    expect(() => allocateWithin(1n, [1n], [])).toThrow(RangeError);
  });

  it('never passes a cap, and falls short of the total only when there is no room', () => {
    const line = fc.record({ weight, room: weight });
    fc.assert(
      fc.property(amount, fc.array(line, { maxLength: 15 }), anyRemainder, (total, lines, remainder) => {
        const weights = lines.map((each) => each.weight);
        const rooms = lines.map((each) => each.room);
        const parts = allocateWithin(total, weights, rooms, remainder);
        lines.forEach(({ room }, index) => {
          expect(size(parts[index] ?? 0n) <= room).toBe(true);
        });
        const room = sum(lines.map((each) => (each.weight > 0n ? each.room : 0n)));
        expect(size(sum(parts))).toBe(size(total) < room ? size(total) : room);
      }),
    );
  });
});

describe('settleShares', () => {
  it('makes 0.66 of 0.55607 and 0.10794: 0.55 and 0.11', () => {
    expect(settleShares(66n, [5_560_700n, 1_079_400n], 100_000n)).toEqual([55n, 11n]);
  });

  it('passes no room, and lets the total shrink by what fits nowhere', () => {
    expect(settleShares(2n, [6n, 9n], 10n, [null, 0n])).toEqual([1n, 0n]);
    expect(settleShares(2n, [6n, 9n], 10n)).toEqual([1n, 1n]);
    expect(settleShares(0n, [], 10n)).toEqual([]);
  });

  it('refuses a share below zero', () => {
    expect(() => settleShares(1n, [2n, -1n], 10n)).toThrow(RangeError);
  });

  it('comes to the total, each part beside its exact share', () => {
    const denominators = fc.bigInt({ min: 1n, max: 10n ** 12n });
    fc.assert(
      fc.property(fc.array(weight, { maxLength: 20 }), denominators, fc.boolean(), (shares, denominator, up) => {
        const total = (sum(shares) + (up ? denominator - 1n : 0n)) / denominator;
        const parts = settleShares(total, shares, denominator);
        expect(sum(parts)).toBe(total);
        parts.forEach((part, index) => {
          expect(size(part * denominator - (shares[index] ?? 0n)) < denominator).toBe(true);
        });
      }),
    );
  });
});

describe('unitShare', () => {
  it('shares 20.00 over three units, and 290.00 returned unit by unit', () => {
    const oneByOne = (total: bigint): bigint[] => [0n, 1n, 2n].map((unit) => unitShare(total, 3n, unit, unit + 1n));
    expect(oneByOne(2000n)).toEqual([667n, 666n, 667n]);
    expect(oneByOne(29000n)).toEqual([9667n, 9666n, 9667n]);
  });

  it('shares by weight: 0.25 of 0.5 kg', () => {
    expect(unitShare(333n, 500n, 0n, 250n)).toBe(167n);
    expect(unitShare(333n, 500n, 250n, 500n)).toBe(166n);
  });

  it('refuses what is no range of the units', () => {
    for (const [units, from, to] of [
      [0n, 0n, 0n],
      [3n, -1n, 1n],
      [3n, 2n, 1n],
      [3n, 0n, 4n],
    ] as const)
      expect(() => unitShare(100n, units, from, to)).toThrow(RangeError);
  });

  it('adds up to the total however it is cut', () => {
    const cut = fc.record({
      total: amount,
      units: fc.bigInt({ min: 1n, max: 10n ** 9n }),
      cuts: fc.array(fc.nat(1_000_000), { maxLength: 10 }),
    });
    fc.assert(
      fc.property(cut, ({ total, units, cuts }) => {
        const stops = [...cuts.map((part) => (units * BigInt(part)) / 1_000_000n).sort((a, b) => (a < b ? -1 : 1)), units];
        const shares = stops.map((to, index) => unitShare(total, units, stops[index - 1] ?? 0n, to));
        expect(sum(shares)).toBe(total);
      }),
    );
  });
});
