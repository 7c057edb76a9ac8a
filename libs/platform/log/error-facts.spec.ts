import { DatabaseError } from 'pg';
import { errorFacts, messageOf } from './error-facts.js';

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

it.each([
  ['22P02', 'invalid input syntax for type integer: "ada@example.test"', 'invalid input syntax for type integer: "…"'],
  ['22003', 'value "4929000000006" is out of range for type "int"', 'value "…"'],
  [
    '23505',
    'duplicate key value violates unique constraint "cart_pkey"',
    'duplicate key value violates unique constraint "cart_pkey"',
  ],
])('%s: values are left out, names are told', (code, message, told) => {
  const error = Object.assign(new DatabaseError(message, 1, 'error'), { code });
  expect(messageOf(error)).toBe(told);
  expect(errorFacts(error)).toMatchObject({ message: told, stack: expect.stringContaining(told) });
  if (told !== message) expect(JSON.stringify(errorFacts(error))).not.toMatch(/ada@|4929/);
});

it('tells of Prisma what was asked for, not with what', () => {
  const error = new Error('Invalid `prisma.location.findMany()` invocation:\n\n{ where: { name: "Ada Guest" } }');
  error.name = 'PrismaClientValidationError';
  expect(messageOf(error)).toBe('Invalid `prisma.location.findMany()` invocation:');
  expect(JSON.stringify(errorFacts(error))).not.toContain('Ada Guest');
});
