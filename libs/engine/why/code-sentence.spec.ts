import { codeSentence } from './code-sentence.js';

const shoes = JSON.stringify({ type: 'category', ids: ['cat_shoes'] });
const nameOf = (id: string) => (id === 'cat_shoes' ? 'Shoes' : null);

test.each([
  [{ condition: 'minimum_amount', missing: '4.01', currency: 'EUR' }, 'add 4.01 EUR more of what it asks for'],
  [{ condition: 'minimum_amount', missing: '4.01', currency: 'EUR', items: shoes }, 'add 4.01 EUR more of Shoes'],
  [{ condition: 'minimum_quantity', missing: '2', items: '{"type":"on_sale"}' }, 'add 2 more of what it asks for'],
  [
    { condition: 'minimum_quantity', missing: '2', items: '{"type":"category","ids":["cat_x"]}' },
    'add 2 more of what it asks for',
  ],
  [{ condition: 'contains', items: shoes }, 'add something of Shoes'],
  [{ condition: 'maximum_amount', excess: '1.00', currency: 'EUR' }, 'take out 1.00 EUR'],
  [{ condition: 'maximum_quantity', excess: '3', items: shoes }, 'take out 3 of Shoes'],
  [{ condition: 'country', allowed: 'BE, NL', given: 'DE' }, 'it is for BE, NL'],
  [{ condition: 'group', signedIn: false }, 'sign in'],
])('%j: what would make it apply', (facts, advice) => {
  const text = `TEN does not apply: the basket does not meet what it asks for; ${advice}.`;
  expect(codeSentence({ code: 'TEN', reason: 'CONDITION', facts }, nameOf)).toBe(text);
});

test.each([
  ['CONDITION', { condition: 'group', signedIn: true }, 'the basket does not meet what it asks for'],
  ['NOTHING', { lacks: 'SHIPPING' }, 'there is nothing that it could lower; choose a way of shipping'],
  ['NOTHING', { lacks: 'ITEMS' }, 'there is nothing that it could lower; put in what it is for'],
  ['UNKNOWN', {}, 'there is no such code'],
  ['USED', {}, 'it counts once, and has been used'],
] as const)('%s %j', (reason, facts, why) => {
  expect(codeSentence({ code: 'TEN', reason, facts })).toBe(`TEN does not apply: ${why}.`);
});
