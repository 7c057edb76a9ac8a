import { oneOf } from './one-of.js';

/**
 * `{ "type": "country", "codes": ["NL", "BE"] }`: the goods go to one of these countries (ISO 3166-1 alpha-2). As long as that is not
 * known it is the channel's own.
 */
export const country = oneOf({
  type: 'country',
  key: 'codes',
  of: ({ basket }) => [basket.country],
  shape: { pattern: /^[A-Z]{2}$/, rule: 'A country is two capitals such as "DE"' },
});
