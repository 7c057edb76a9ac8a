import { DatabaseError } from 'pg';
import { errorFacts } from './error-facts.js';

it('says what is wrong and where, and quotes no row', () => {
  const error = new DatabaseError('new row for relation "cart" violates check constraint "x"', 1, 'error');
  Object.assign(error, { code: '23514', constraint: 'x', detail: 'Failing row contains (cart_1, ada@example.test)' });
  const facts = errorFacts(error);
  expect(facts).toMatchObject({
    type: 'DatabaseError',
    code: '23514',
    constraint: 'x',
    stack: expect.stringContaining('error-facts.spec'),
  });
  expect(JSON.stringify(facts)).not.toContain('ada@');
});
