import fc from 'fast-check';
import { codeAlphabet, codeHash, codeLength, codeTyped, shownCode } from './code.js';

const codes = fc.string({ unit: fc.constantFrom(...Array.from(codeAlphabet)), minLength: codeLength, maxLength: codeLength });

it('reads back what it has shown, however it is typed', () => {
  fc.assert(
    fc.property(codes, (code) => {
      expect(codeTyped(shownCode(code))).toBe(code);
      expect(codeTyped(` ${shownCode(code).toLowerCase()} `)).toBe(code);
      expect(codeTyped(code.replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(code);
    }),
  );
});

it.each(['', '1234567', '123456789', '1234-567U', 'ABCD EFG!'])('does not take %p for a code', (text) => {
  expect(codeTyped(text)).toBeNull();
});

it('keeps nothing that can be read', () => {
  expect(codeHash('12345678')).toMatch(/^[0-9a-f]{64}$/);
  expect(codeHash('12345678')).not.toBe(codeHash('12345679'));
});
