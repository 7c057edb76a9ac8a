import { forTerminal } from './terminal.js';

test('a line for a person keeps the time, the level, the message and the facts', () => {
  const line = '{"level":40,"time":1795305600000,"context":"Relay","events":3,"msg":"slow"}';
  expect(forTerminal(line)).toBe('00:00:00.000 warn  [Relay] slow {"events":3}\n');
});

test('a cause brings its stack', () => {
  const line = '{"level":50,"time":1795305600000,"err":{"stack":"Error: lost\\n    at x"},"msg":"failed"}';
  expect(forTerminal(line)).toBe('00:00:00.000 error failed\nError: lost\n    at x\n');
});
