import { admitted, afterAsking, closed, type Breaker } from './breaker.js';

const settings = { mostFailures: 3, openMs: 1000 };
const failing = (times: number): Breaker =>
  Array.from({ length: times }).reduce<Breaker>((breaker) => afterAsking(breaker, false, 0, settings), closed);

test('it opens at the third failure in a row, and not before', () => {
  expect(admitted(failing(2), 0, settings).ask).toBe(true);
  expect(admitted(failing(3), 0, settings).ask).toBe(false);
  expect(afterAsking(failing(2), true, 0, settings)).toEqual(closed);
});

test('when its time is up one is let through, and what becomes of it decides', () => {
  const open = failing(3);
  expect(admitted(open, 999, settings)).toEqual({ ask: false, breaker: open });
  const trial = admitted(open, 1000, settings);
  expect(trial.ask).toBe(true);
  expect(admitted(trial.breaker, 1000, settings).ask).toBe(false);
  expect(admitted(afterAsking(trial.breaker, false, 1100, settings), 2099, settings).ask).toBe(false);
  expect(admitted(afterAsking(trial.breaker, true, 1100, settings), 1100, settings)).toEqual({ ask: true, breaker: closed });
});
