import { localesFor } from './locales.js';

test.each([
  [undefined, ['en', 'de', 'pt-BR'], ['en', 'de', 'pt-BR']],
  ['de', ['en', 'de'], ['de', 'en']],
  ['de-AT,de;q=0.9,en;q=0.8', ['en', 'de'], ['de', 'en']],
  ['fr;q=0.9, en;q=0.1, de;q=0.5', ['en', 'de'], ['de', 'en']],
  ['pt', ['en', 'pt-BR'], ['pt-BR', 'en']],
  ['de;q=0', ['en', 'de'], ['en', 'de']],
  ['*', ['en', 'de'], ['en', 'de']],
  ['nonsense;;q=x,,', ['en', 'de'], ['en', 'de']],
])('%j among %j: %j', (header, locales, wanted) => {
  expect(localesFor(header, locales)).toEqual(wanted);
});
