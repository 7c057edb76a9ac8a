import { idOf } from '#kernel';
import { basketDigest, claimsIn, presentedIn, signedPart, type PromiseClaims } from './token.js';

const id = idOf('pricePromise', '0'.repeat(26));
const claims = { jti: id, totals: { net: '1.00', tax: '0.19', total: '1.19' } } as unknown as PromiseClaims;

test('a basket is the same in any order of lines, another with another quantity, and gifts are no part of it', () => {
  const [a, b] = [
    { variantId: 'var_a', quantity: '2' },
    { variantId: 'var_b', quantity: '0.5' },
  ];
  expect(basketDigest([a, b])).toBe('7odmMiVyYO9CHBfPDeY23pxJSQIza09EgMCz05uIrxU');
  expect(basketDigest([b, a, { variantId: 'var_c', quantity: '1', gift: true }])).toBe(basketDigest([a, b]));
  expect(basketDigest([{ ...a, quantity: '3' }, b])).not.toBe(basketDigest([a, b]));
});

test('a token is a compact JWS that names its key', () => {
  const part = signedPart('key-1', claims);
  const [head = '', payload = ''] = part.split('.').map((each) => Buffer.from(each, 'base64url').toString());
  expect([JSON.parse(head), JSON.parse(payload)]).toEqual([{ alg: 'EdDSA', typ: 'JWT', kid: 'key-1' }, claims]);
  expect(claimsIn(`${part}.AAAA`)).toEqual(claims);
});

test('a promise is presented by its token or its id, with blanks around it, and by nothing else', () => {
  const token = `${signedPart('key-1', claims)}.AAAA`;
  expect(presentedIn(` ${token}\n`)).toEqual({ id, token });
  expect(presentedIn(` ${id} `)).toEqual({ id, token: null });
  for (const text of ['', 'a.b.c', 'a.bnVsbA.c', 'a.e30.c', `${token}.x`, `x${id}`])
    expect([text, presentedIn(text)]).toEqual([text, null]);
  const strange = { ...claims, jti: 'pp_1' };
  expect(presentedIn(`${signedPart('key-1', strange)}.A`)).toBeNull();
});
