import fc from 'fast-check';
import { allocate, allocateWithin, unitShare } from './allocate.js';

const amount = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
const weight = fc.bigInt({ min: 0n, max: 10n ** 20n });
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

  it('refuses a negative weight', () => {
    expect(() => allocate(10n, [2n, -1n])).toThrow(RangeError);
  });

  it('adds up to the total, each part within one unit of its exact share, whatever sign and size', () => {
    fc.assert(
      fc.property(amount, fc.array(weight, { minLength: 1, maxLength: 30 }), (total, weights) => {
        const parts = allocate(total, weights);
        expect(sum(parts)).toBe(total);
        const all = sum(weights);
        if (all === 0n) return;
        parts.forEach((part, index) => {
          expect(size(part * all - total * (weights[index] ?? 0n)) < all).toBe(true);
        });
      }),
    );
  });

  it('gives back by a refund exactly what the sale gave', () => {
    fc.assert(
      fc.property(amount, fc.array(weight, { minLength: 1, maxLength: 10 }), (total, weights) => {
        expect(allocate(-total, weights)).toEqual(allocate(total, weights).map((part) => -part));
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
      fc.property(amount, fc.array(line, { maxLength: 15 }), (total, lines) => {
        const parts = allocateWithin(
          total,
          lines.map((each) => each.weight),
          lines.map((each) => each.room),
        );
        lines.forEach(({ room }, index) => {
          expect(size(parts[index] ?? 0n) <= room).toBe(true);
        });
        const room = sum(lines.map((each) => (each.weight > 0n ? each.room : 0n)));
        expect(size(sum(parts))).toBe(size(total) < room ? size(total) : room);
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
