import { inputHash } from './hash.js';

it('does not depend on the order of fields, nor on fields that are left out', () => {
  expect(inputHash({ a: 1, b: { c: [1, 2], d: undefined } })).toBe(inputHash({ b: { c: [1, 2] }, a: 1 }));
});

it('tells inputs apart', () => {
  const inputs = [
    { a: 1 },
    { a: '1' },
    { a: [1] },
    { a: null },
    { a: {} },
    {},
    [],
    { a: 2 },
    { b: 1 },
    { a: [2, 1] },
    { a: [1, 2] },
    { a: 21n },
  ];
  expect(new Set(inputs.map(inputHash)).size).toBe(inputs.length);
});
