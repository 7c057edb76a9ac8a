import { parseInstant } from './instant.js';

test.each([
  ['2027-03-28T22:00:00Z', Date.UTC(2027, 2, 28, 22)],
  ['2027-03-28T22:00:00.123456789Z', Date.UTC(2027, 2, 28, 22, 0, 0, 123)],
  ['2027-03-28T22:00:00+02:00', Date.UTC(2027, 2, 28, 20)],
  ['2028-02-29T00:00:00Z', Date.UTC(2028, 1, 29)],
])('%s is an instant', (text, time) => {
  expect(parseInstant(text)).toBe(time);
});

test.each([
  '',
  '2027-03-28',
  '2027-03-28T22:00:00',
  '2027-03-28 22:00:00Z',
  '2027-02-29T00:00:00Z',
  '2027-13-01T00:00:00Z',
  '1e3',
])('"%s" is none', (text) => {
  expect(parseInstant(text)).toBeNull();
});
