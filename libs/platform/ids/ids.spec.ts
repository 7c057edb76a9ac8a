import { firstIdAt, newId } from './index.js';

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

test('an instant parts the ids that were made before it from those that are made from then on', () => {
  const earlier = newId('event');
  const at = new Date(Date.now() + 10);
  const border = firstIdAt('event', at);
  while (Date.now() < at.getTime());
  const later = newId('event');
  expect([later, border, earlier].sort()).toEqual([earlier, border, later]);
});
