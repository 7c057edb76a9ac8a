import { accountEmail, checkedAddress, checkedEmail } from './address.js';

const address = { name: ' Ada ', line1: '1 Test Street', city: 'Berlin', country: 'DE' };

test('an address has all its fields, without blanks around them; what is empty is null', () => {
  expect(checkedAddress({ ...address, company: ' ', phone: ' +49 30 1 ', region: null }, [])).toEqual({
    name: 'Ada',
    company: null,
    line1: '1 Test Street',
    line2: null,
    city: 'Berlin',
    postalCode: null,
    region: null,
    country: 'DE',
    phone: '+49 30 1',
  });
});

test.each([
  [{ name: ' ' }, 'name', { min: 1, max: 200 }],
  [{ line1: 'x'.repeat(201) }, 'line1', { min: 1, max: 200 }],
  [{ city: '' }, 'city', { min: 1, max: 200 }],
  [{ postalCode: 'x'.repeat(201) }, 'postalCode', { max: 200 }],
])('%j is refused', (wrong, field, facts) => {
  expect(() => checkedAddress({ ...address, ...wrong }, ['address'])).toThrow(
    expect.objectContaining({ code: 'INVALID', path: ['address', field], facts }) as Error,
  );
});

test('an e-mail address has one @ and a domain', () => {
  expect(checkedEmail(' Ada@example.test ')).toBe('Ada@example.test');
  for (const wrong of ['', 'ada', 'ada@', 'ada@example', 'a da@example.test', '@example.test', `${'x'.repeat(250)}@x.test`])
    expect(() => checkedEmail(wrong, ['to'])).toThrow(expect.objectContaining({ code: 'INVALID', path: ['to'] }) as Error);
});

test('an account goes by one writing of its e-mail address', () => {
  const writings = [' Zoe\u0308@Example.TEST ', 'ZO\u00cb@example.test', 'zo\u00eb@example.test'];
  expect(writings.map(accountEmail)).toEqual(writings.map(() => 'zo\u00eb@example.test'));
});
