import { attemptsBeforeParking, pauseAfter } from './retry.js';

test('pauses double from a second to ten minutes at most', () => {
  expect([1, 2, 3, 9, 10, 11, 50].map(pauseAfter)).toEqual([1000, 2000, 4000, 256_000, 512_000, 600_000, 600_000]);
});

test('a delivery is tried for about nine minutes before it is parked', () => {
  const pauses = Array.from({ length: attemptsBeforeParking - 1 }, (_, index) => pauseAfter(index + 1));
  expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBe(511_000);
});
