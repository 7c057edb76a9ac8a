import { UserError } from '#kernel';
import { span } from './sales-day.js';

test('a span is two days and all between', () => {
  expect(span('2026-11-21', '2026-11-21')).toEqual({ from: '2026-11-21', to: '2026-11-21' });
  expect(span('2024-01-01', '2024-12-31')).toEqual({ from: '2024-01-01', to: '2024-12-31' });
});

test.each([
  ['2026-11-22', '2026-11-21', 'INVALID', 'to'],
  ['2026-02-30', '2026-03-01', 'INVALID', 'from'],
  ['2026-1-1', '2026-03-01', 'INVALID', 'from'],
  ['2025-01-01', '2026-01-02', 'LIMIT_REACHED', 'to'],
])('%s to %s is refused as %s', (from, to, code, path) => {
  let refusal: unknown;
  try {
    span(from, to);
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toBeInstanceOf(UserError);
  expect(refusal).toMatchObject({ code, path: [path] });
});
