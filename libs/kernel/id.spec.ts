import { idOf, idPrefixes, isId } from './id.js';

const ulid = '01J8ZQ4T3M7X9K2V5B6N8C0D1E';

describe('an id', () => {
  it('says what it is', () => {
    expect(idOf('cart', ulid)).toBe(`cart_${ulid}`);
    expect(isId('cart', idOf('cart', ulid))).toBe(true);
    expect(isId('order', idOf('cart', ulid))).toBe(false);
  });

  it.each([
    '',
    'cart_',
    ulid,
    `cart_${ulid.toLowerCase()}`,
    `cart_${ulid}0`,
    `cart_8${ulid.slice(1)}`,
    `cart_${ulid.slice(0, 25)}U`,
    `cart_${ulid}\n`,
  ])('%j is no cart', (text) => {
    expect(isId('cart', text)).toBe(false);
  });

  it('has a prefix of its own for each kind', () => {
    const prefixes = Object.values(idPrefixes);
    expect(new Set(prefixes).size).toBe(prefixes.length);
    for (const prefix of prefixes) expect(prefix).toMatch(/^[a-z]+$/);
  });
});
