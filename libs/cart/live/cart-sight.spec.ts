import { newId } from '#platform/ids';
import { cartSight } from './cart-sight.js';

const cart = { version: 3, state: 'ACTIVE', successorId: null } as const;
const successorId = newId('cart');

test.each([
  [cart, true, 'PRESENT', {}],
  [cart, false, 'CHANGED', {}],
  [{ ...cart, state: 'CONVERTED' } as const, true, 'CONVERTED', { againMs: 5000 }],
  [{ ...cart, state: 'CONVERTED', successorId } as const, false, 'CONVERTED', { last: true }],
  [{ ...cart, state: 'MERGED', successorId } as const, false, 'MERGED', { last: true }],
])('%j, first: %s, is told as %s', (seen, first, change, more) => {
  const { cursor, ...sight } = cartSight(seen, first);
  expect(sight).toEqual({ view: change, ...more });
  expect(cursor).toMatch(/^[\w-]+$/);
});

test('another version or a successor is another sight', () => {
  const cursors = [cart, { ...cart, version: 4 }, { ...cart, successorId }].map((seen) => cartSight(seen, true).cursor);
  expect(new Set(cursors).size).toBe(3);
  expect(cartSight(cart, false).cursor).toBe(cursors[0]);
});
