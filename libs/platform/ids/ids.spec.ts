import { newId } from './index.js';

const many = Array.from({ length: 2000 });

test('ids of a process sort in the order they were made', () => {
  const ids = many.map(() => newId('event'));
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

test.each(['cart', 'order'] as const)('the id of a %s does not follow from another of the same millisecond', (kind) => {
  const ids = many.map(() => newId(kind));
  // all but the last four of twenty-six characters: a neighbour would share them
  expect(new Set(ids.map((id) => id.slice(0, -4))).size).toBe(ids.length);
});
