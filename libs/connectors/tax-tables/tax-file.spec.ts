import { readEntry, taxEntries } from './tax-file.js';

const one = (file: object) => {
  const [entry] = taxEntries(JSON.stringify(file));
  if (!entry) throw new Error('there is no country');
  return readEntry(1, entry);
};
const said = (file: object) => one(file).findings.map(({ column, value, reason, weight }) => [column, value, reason, weight]);
const at = (text: string) => Date.parse(text);

test('periods begin at midnight by the clocks of the capital, and what stays the same is one', () => {
  const { periods, findings } = one({
    items: {
      NL: [
        { effective_from: '2019-01-01', rates: { standard: 21, reduced: 9 } },
        { effective_from: '0000-01-01', rates: { standard: 21, reduced: 6 } },
      ],
    },
  });
  const newYear = at('2018-12-31T23:00:00Z');
  expect(findings).toEqual([]);
  expect(periods).toEqual([
    { classCode: 'standard', className: 'Standard', name: 'VAT 21 %', percent: 21_000_000n, from: null, to: null },
    { classCode: 'reduced', className: 'Reduced', name: 'VAT 6 %', percent: 6_000_000n, from: null, to: newYear },
    { classCode: 'reduced', className: 'Reduced', name: 'VAT 9 %', percent: 9_000_000n, from: newYear, to: null },
  ]);
});

test('a class that ends bears no tax afterwards, and a part of a country is taxed like the rest: both are said', () => {
  const rates = [
    { effective_from: '2016-01-01', rates: { reduced1: 5.5 }, exceptions: [{ name: 'An Island', postcode: '9', standard: 0 }] },
    { effective_from: '2014-01-01', rates: { super_reduced: 2.1 } },
  ];
  expect(one({ items: { FR: rates } }).periods).toEqual([
    {
      classCode: 'super_reduced',
      className: 'Super reduced',
      name: 'VAT 2.1 %',
      percent: 2_100_000n,
      from: at('2013-12-31T23:00:00Z'),
      to: at('2015-12-31T23:00:00Z'),
    },
    {
      classCode: 'reduced1',
      className: 'Reduced 1',
      name: 'VAT 5.5 %',
      percent: 5_500_000n,
      from: at('2015-12-31T23:00:00Z'),
      to: null,
    },
  ]);
  expect(said({ items: { FR: rates } })).toEqual([
    ['items.FR[0].exceptions[0]', 'An Island', 'a zone is whole countries: this part of it is taxed like the rest', 'WARNING'],
    [
      'items.FR',
      'super_reduced',
      'the class has no rate from 2015-12-31T23:00:00.000Z on: its goods bear no tax here',
      'WARNING',
    ],
  ]);
});

test('a fraction is exact, and what held before ends where the next begins', () => {
  const file = {
    SG: {
      type: 'gst',
      rate: 0.09,
      before: {
        '2023-12-31T16:00:00.000Z': { type: 'gst', rate: 0.08 },
        '2022-12-31T16:00:00.000Z': { type: 'gst', rate: 0.07 },
      },
    },
  };
  const [first, second] = [at('2022-12-31T16:00:00Z'), at('2023-12-31T16:00:00Z')];
  const of = { classCode: 'standard', className: 'Standard' };
  expect(one(file)).toEqual({
    findings: [],
    periods: [
      { ...of, name: 'GST 7 %', percent: 7_000_000n, from: null, to: first },
      { ...of, name: 'GST 8 %', percent: 8_000_000n, from: first, to: second },
      { ...of, name: 'GST 9 %', percent: 9_000_000n, from: second, to: null },
    ],
  });
  expect(one({ QQ: { type: 'vat', rate: 0.09975 } }).periods[0]).toMatchObject({ percent: 9_975_000n, name: 'VAT 9.975 %' });
  const states = { US: { type: 'none', rate: 0, states: { AL: { rate: 0.04 }, AR: { rate: 0.06 } } } };
  expect(one(states).periods).toEqual([]);
  expect(said(states)).toEqual([
    ['US.states', 'AL, AR', 'a zone is whole countries: what these take more or less is left out', 'WARNING'],
  ]);
});

test('what is wrong is told with its path', () => {
  const broken = [
    { effective_from: '2026-02-30', rates: { standard: 21 } },
    { effective_from: '2026-01-01', rates: { standard: 120, reduced: 'x', zero: null } },
    { effective_from: '2026-01-01', rates: {} },
    7,
  ];
  expect(said({ items: { NL: broken } })).toEqual([
    ['items.NL[0].effective_from', '2026-02-30', 'not a date such as 2026-01-31', 'REQUIRED'],
    ['items.NL[3]', '7', 'not an object', 'REQUIRED'],
    ['items.NL[2].effective_from', '2026-01-01', 'another period begins on the same day', 'REQUIRED'],
    ['items.NL[1].rates.standard', '120', 'not between 0 and 100 percent', 'REQUIRED'],
    ['items.NL[1].rates.reduced', 'x', 'not a decimal such as "10.00"', 'REQUIRED'],
    ['items.NL[1].rates.zero', 'null', 'not a number', 'REQUIRED'],
  ]);
  expect(said({ nl: { rate: 1.5, before: { soon: { rate: 0.1 } } } })).toEqual([
    ['nl', 'nl', 'not a country such as DE (ISO 3166-1)', 'REQUIRED'],
    ['nl.before["soon"]', 'soon', 'not an instant such as 2026-12-31T23:00:00Z', 'REQUIRED'],
    ['nl.rate', '1.5', 'not between 0 and 100 percent', 'REQUIRED'],
  ]);
  expect(() => taxEntries('{')).toThrow('the file is not JSON');
  expect(() => taxEntries('{"DE": 1}')).toThrow('the file is no table of tax rates');
});
