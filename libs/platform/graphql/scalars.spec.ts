import { Kind, parseValue } from 'graphql';
import { scalars } from './scalars.js';

const scalar = (name: string) => {
  const found = scalars[name];
  if (!found) throw new Error(`no scalar ${name}`);
  return found;
};

test.each(['0', '10.00', '-0.5', '123456789012345678901234567890.000001'])(
  'Decimal takes %s and gives it back as it came',
  (text) => {
    expect(scalar('Decimal').parseValue(text)).toBe(text);
    expect(scalar('Decimal').parseLiteral({ kind: Kind.STRING, value: text }, {})).toBe(text);
    expect(scalar('Decimal').serialize(text)).toBe(text);
  },
);

test.each([
  ['1e3'],
  ['1,99'],
  ['+5'],
  [''],
  [' 1'],
  ['.5'],
  ['5.'],
  ['007'],
  ['--1'],
  ['Infinity'],
  ['0x10'],
  ['١'],
  [10],
  [0.1],
  [true],
  [null],
])('Decimal refuses %j', (value) => {
  expect(() => scalar('Decimal').parseValue(value)).toThrow('Decimal must be a text of plain decimal digits such as "10.00"');
});

test.each(['10', '10.5', 'true', '[1]'])('Decimal refuses the literal %s', (literal) => {
  expect(() => scalar('Decimal').parseLiteral(parseValue(literal), {})).toThrow('as a string');
});

test('Decimal refuses what a resolver must not give it', () => {
  expect(() => scalar('Decimal').serialize(1.5)).toThrow(TypeError);
});

test.each([
  ['2027-03-28T00:00:00+02:00', '2027-03-27T22:00:00.000Z'],
  ['2027-03-28T22:00:00.5Z', '2027-03-28T22:00:00.500Z'],
])('DateTime reads %s as %s', (text, utc) => {
  expect(scalar('DateTime').parseValue(text)).toBe(utc);
  expect(scalar('DateTime').serialize(new Date(utc))).toBe(utc);
});

test.each(['2027-02-30T00:00:00Z', '2027-03-28', '2027-03-28T00:00:00', '28.3.2027', 'yesterday', '2027-13-01T00:00:00Z'])(
  'DateTime refuses %s',
  (text) => {
    expect(() => scalar('DateTime').parseValue(text)).toThrow('DateTime must be an instant');
  },
);

test('CurrencyCode and CountryCode know what a code looks like', () => {
  expect(scalar('CurrencyCode').parseValue('EUR')).toBe('EUR');
  expect(() => scalar('CurrencyCode').parseValue('EUX')).toThrow('an ISO 4217 code');
  expect(scalar('CountryCode').parseValue('DE')).toBe('DE');
  expect(() => scalar('CountryCode').parseValue('de')).toThrow('two capitals');
});
