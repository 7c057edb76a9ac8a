import fc from 'fast-check';
import { SeenCodes } from './seen-codes.js';

test('names the row that had a code first', () => {
  const seen = new SeenCodes();
  expect(seen.claim('A', 2)).toBeNull();
  expect(seen.claim('B', 3)).toBeNull();
  expect(seen.claim('A', 4)).toBe(2);
  expect(seen.claim('A', 5)).toBe(2);
});

test('agrees with a map, however many codes there are', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 3 })), (codes) => {
      const seen = new SeenCodes();
      const map = new Map<string, number>();
      codes.forEach((code, index) => {
        expect(seen.claim(code, index + 2)).toBe(map.get(code) ?? null);
        if (!map.has(code)) map.set(code, index + 2);
      });
    }),
  );
});

test('forgets nothing as it grows', () => {
  const seen = new SeenCodes();
  const taken = Array.from({ length: 50_000 }, (_, index) => seen.claim(`SKU-${index + 2}`, index + 2));
  expect(taken.filter((row) => row !== null)).toEqual([]);
  for (let row = 2; row < 50_002; row += 997) expect(seen.claim(`SKU-${row}`, 99)).toBe(row);
});
