import fc from 'fast-check';
import type { Id } from '#kernel';
import { aLine, aPrice } from '../builders.js';
import { bundled, bundlesIn, type BundlePart } from './bundles.js';
import { allSets, setsOf, type SetRule } from './sets.js';
import type { StandingLine } from './standing.js';
import { countOf, freeUnits, inOrder, leftOf, places, type Units } from './units.js';

/** Lines of so many whole units at so many minor units each. */
function linesOf(...lines: readonly (readonly [count: number, price: number])[]): StandingLine[] {
  return lines.map(([count, price], index) => {
    const [to, amount] = [BigInt(count) * 1000n, BigInt(count * price)];
    return {
      line: aLine(String(count), [aPrice('1')], { id: `line_${index}`, variantId: `var_${index}` as Id<'variant'> }),
      ...{ index, entry: 'GROSS', amount, left: amount, afterItem: amount, taxPercent: 0n, onSale: false },
      units: [{ from: 0n, to, amount, left: amount, takenBy: [] }],
    };
  });
}

const anyLines = fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 6 })), {
  minLength: 1,
  maxLength: 6,
});
const anyRule = fc
  .record({
    asked: fc.bigInt({ min: 1n, max: 3n }),
    given: fc.bigInt({ min: 1n, max: 3n }),
    repeats: fc.constantFrom(null, 1n, 2n),
    partial: fc.boolean(),
    choice: fc.constantFrom('CHEAPEST' as const, 'DEAREST' as const),
  })
  .map((rule): SetRule => ({ ...rule, asked: rule.asked * 1000n, given: rule.given * 1000n }));

/** Every unit by its own name: none may come twice. */
function names(units: readonly Units[]): string[] {
  return places(units).flatMap(({ index, from, to }) =>
    Array.from({ length: Number((to - from) / 1000n) }, (_, at) => `${index}/${Number(from / 1000n) + at}`),
  );
}

const prices = (units: readonly Units[]): number[] =>
  units
    .flatMap((each) => names([each]).map(() => Number(leftOf(each)) / Number((each.to - each.from) / 1000n)))
    .sort((a, b) => a - b);

describe('sets of units', () => {
  it('have each unit once, and as many as the rule asks for', () => {
    fc.assert(
      fc.property(anyLines, anyRule, fc.constantFrom('EACH_SET' as const, 'ALL_SETS' as const), (lines, rule, mode) => {
        const units = freeUnits(linesOf(...lines), '');
        const sets = setsOf(units, rule, mode);
        const all = names([...sets.asked, ...sets.given]);
        expect(new Set(all).size).toBe(all.length);
        const [asked, given] = [countOf(sets.asked), countOf(sets.given)];
        expect(asked % rule.asked).toBe(0n);
        const times = asked / rule.asked;
        expect(rule.repeats === null || times <= rule.repeats).toBe(true);
        if (!rule.partial) expect(given).toBe(times * rule.given);
        else expect(given <= times * rule.given && (times === 0n || given > (times - 1n) * rule.given)).toBe(true);
        if (rule.repeats === null) expect(countOf(units) - asked - given < rule.asked + rule.given).toBe(true);
      }),
    );
  });

  it('are as many whichever units are looked at together', () => {
    fc.assert(
      fc.property(anyLines, anyRule, (lines, rule) => {
        const units = freeUnits(linesOf(...lines), '');
        const [each, all] = [setsOf(units, rule, 'EACH_SET'), setsOf(units, rule, 'ALL_SETS')];
        expect([countOf(each.asked), countOf(each.given)]).toEqual([countOf(all.asked), countOf(all.given)]);
      }),
    );
  });

  it('of two selections have what is given from the one and what is asked for from the other', () => {
    const anySides = fc.array(fc.constantFrom(1, 2, 3), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(anyLines, anySides, anyRule, (lines, sides, rule) => {
        const units = freeUnits(linesOf(...lines), '');
        const side = (bit: number): Units[] => units.filter(({ line }) => ((sides[line.index] ?? 0) & bit) !== 0);
        const [toAsk, toGive] = [side(1), side(2)];
        const sets = allSets(toAsk, toGive, rule);
        const all = names([...sets.asked, ...sets.given]);
        expect(new Set(all).size).toBe(all.length);
        expect(names(toAsk)).toEqual(expect.arrayContaining(names(sets.asked)));
        expect(names(toGive)).toEqual(expect.arrayContaining(names(sets.given)));
        expect(countOf(sets.asked) % rule.asked).toBe(0n);
        expect(countOf(sets.given) <= (countOf(sets.asked) / rule.asked) * rule.given).toBe(true);
      }),
    );
  });

  it('of all units together give the cheapest, or the dearest', () => {
    fc.assert(
      fc.property(anyLines, anyRule, (lines, rule) => {
        const units = freeUnits(linesOf(...lines), '');
        const { given } = setsOf(units, rule, 'ALL_SETS');
        const all = prices(units);
        const count = prices(given).length;
        expect(prices(given)).toEqual(rule.choice === 'CHEAPEST' ? all.slice(0, count) : all.slice(all.length - count));
      }),
    );
  });
});

describe('units', () => {
  it('are in order of the price of one, ties by the place of the line', () => {
    const units = freeUnits(linesOf([3, 7], [1, 20], [2, 7]), '');
    expect(inOrder(units, 'CHEAPEST').map(({ line: { index } }) => index)).toEqual([0, 2, 1]);
    expect(inOrder(units, 'DEAREST').map(({ line: { index } }) => index)).toEqual([1, 0, 2]);
  });

  it('are whole, cost something, and have not been had by the group', () => {
    const [line] = linesOf([4, 10]);
    if (!line) throw new Error('no line');
    const units = [
      { from: 0n, to: 1000n, amount: 10n, left: 0n, takenBy: [] },
      { from: 1000n, to: 2000n, amount: 10n, left: 10n, takenBy: ['', 'a'] },
      { from: 2000n, to: 4500n, amount: 25n, left: 25n, takenBy: ['a'] },
    ];
    expect(places(freeUnits([{ ...line, units }], ''))).toEqual([{ index: 0, from: 2000n, to: 4000n }]);
    expect(places(freeUnits([{ ...line, units }], 'b'))).toEqual([
      { index: 0, from: 1000n, to: 2000n },
      { index: 0, from: 2000n, to: 4000n },
    ]);
    expect(freeUnits([{ ...line, units }], 'a')).toEqual([]);
  });
});

/** Whether so many bundles can be made, by trying: each place of a part looks for a unit, and others make room for it. */
function isPossible(parts: readonly BundlePart[], bundles: bigint): boolean {
  const places = parts.flatMap(({ quantity, units }) =>
    Array.from({ length: Number((quantity / 1000n) * bundles) }, () => names(units)),
  );
  const heldBy = new Map<string, number>();
  const settle = (place: number, tried: Set<string>): boolean =>
    (places[place] ?? []).some((unit) => {
      if (tried.has(unit)) return false;
      tried.add(unit);
      const holder = heldBy.get(unit);
      if (holder !== undefined && !settle(holder, tried)) return false;
      heldBy.set(unit, place);
      return true;
    });
  return places.every((_, place) => settle(place, new Set()));
}

describe('bundles', () => {
  const anyParts = fc.array(fc.record({ size: fc.integer({ min: 1, max: 3 }), mask: fc.integer({ min: 1, max: 63 }) }), {
    minLength: 1,
    maxLength: 4,
  });

  it('have each unit in one part, and as many as each part asks for', () => {
    fc.assert(
      fc.property(anyLines, anyParts, (lines, wanted) => {
        const units = freeUnits(linesOf(...lines), '');
        const parts = wanted.map(({ size, mask }) => ({
          quantity: BigInt(size) * 1000n,
          units: units.filter(({ line: { index } }) => ((1 << index) & mask) !== 0),
        }));
        const most = bundlesIn(parts);
        const chosen = bundled(parts, most);
        const all = names(chosen);
        expect(new Set(all).size).toBe(all.length);
        expect(countOf(chosen)).toBe(most * parts.reduce((sum, { quantity }) => sum + quantity, 0n));
        for (const { quantity, units: own } of parts) {
          const fitting = new Set(names(own));
          expect(BigInt(all.filter((name) => fitting.has(name)).length) >= (most * quantity) / 1000n).toBe(true);
        }
        expect(isPossible(parts, most)).toBe(true);
        expect(isPossible(parts, most + 1n)).toBe(false);
      }),
    );
  });
});
