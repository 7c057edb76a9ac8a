import { codeTaken, shortCode, shortName } from './naming.js';

test('a code is short and for machines', () => {
  expect([shortCode('buyer-2'), shortCode('x'.repeat(40))]).toEqual(['buyer-2', 'x'.repeat(40)]);
  for (const code of ['', 'Buyer', 'a b', 'x'.repeat(41)])
    expect(() => shortCode(code)).toThrow(expect.objectContaining({ code: 'INVALID', path: ['code'] }));
});

test('a name has no blanks around it', () => {
  expect([shortName(' Ada '), shortName('x'.repeat(200))]).toEqual(['Ada', 'x'.repeat(200)]);
  for (const name of ['', '   ', 'x'.repeat(201)])
    expect(() => shortName(name)).toThrow(expect.objectContaining({ code: 'INVALID', path: ['name'] }));
});

test('a code is taken by another', () => {
  expect(codeTaken('buyer')).toMatchObject({ code: 'ALREADY_EXISTS', path: ['code'], facts: { code: 'buyer' } });
});
