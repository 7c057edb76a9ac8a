import { formatShort, percentScale, type Id } from '#kernel';
import { aBasket, aLine, aList, aPrice, aRate, aTerms, noon } from '../builders.js';
import { defaultConventions, type Conventions } from '../conventions.js';
import { priceBasket } from '../price-basket.js';
import type { PricedLine } from '../priced-basket.js';
import type { Entry, TaxRateTerms } from '../terms.js';
import { levyPercent, taxLevy } from './levy.js';

const gst = aRate('5', { tax: 'a-gst', name: 'GST' });
const pst = aRate('7', { tax: 'b-pst', name: 'PST' });
const standard = 'txc_standard' as Id<'taxClass'>;

function line(
  amount: string,
  entry: Entry,
  taxRates: readonly TaxRateTerms[],
  own: Partial<Conventions> = {},
): PricedLine | undefined {
  const conventions = { ...defaultConventions, ...own };
  const terms = aTerms({ lists: [aList({ entry })], taxRates, conventions });
  return priceBasket(terms, aBasket([aLine('1', [aPrice(amount)])]), noon).lines[0];
}

const amounts = (priced: PricedLine | undefined): unknown => priced?.taxes.map(({ name, base, amount }) => [name, base, amount]);

describe('several taxes on one amount', () => {
  it('are summed: each on the net, in the order of their names', () => {
    const taxed = line('100', 'NET', [pst, gst]);
    expect(taxed).toMatchObject({ net: 10_000n, tax: 1200n, gross: 11_200n });
    expect(amounts(taxed)).toEqual([
      ['GST', 10_000n, 500n],
      ['PST', 10_000n, 700n],
    ]);
  });

  it('or compound: on the net with the taxes before', () => {
    const taxed = line('100', 'NET', [gst, { ...pst, compound: true }]);
    expect(taxed).toMatchObject({ net: 10_000n, tax: 1235n, gross: 11_235n });
    expect(amounts(taxed)).toEqual([
      ['GST', 10_000n, 500n],
      ['PST', 10_500n, 735n],
    ]);
  });

  it('are in an amount with tax all the same', () => {
    expect(amounts(line('112', 'GROSS', [gst, pst]))).toEqual([
      ['GST', 10_000n, 500n],
      ['PST', 10_000n, 700n],
    ]);
    expect(line('112.35', 'GROSS', [gst, { ...pst, compound: true }])).toMatchObject({ net: 10_000n, tax: 1235n });
  });

  it('EACH is rounded by itself: 0.10 at 5 % and 5 % is twice 0.005', () => {
    const two = [gst, { ...pst, percent: gst.percent }];
    expect(line('0.1', 'NET', two)?.taxes.map(({ amount }) => amount)).toEqual([1n, 1n]);
    expect(line('0.1', 'NET', two, { rounding: 'HALF_DOWN' })?.tax).toBe(0n);
  });

  it('or their SUM is, and is shared out by largest remainder of the exact taxes', () => {
    const two = [gst, { ...pst, percent: gst.percent }];
    expect(line('0.1', 'NET', two, { severalRates: 'SUM' })?.taxes.map(({ amount }) => amount)).toEqual([1n, 0n]);
    // 0.4495 and 0.6293, together 1.0788
    expect(line('8.99', 'NET', [gst, pst], { severalRates: 'SUM' })?.taxes.map(({ amount }) => amount)).toEqual([45n, 63n]);
  });

  it('in a DOCUMENT each come to their rounded total', () => {
    const conventions = { ...defaultConventions, taxRounding: 'DOCUMENT' } as const;
    const terms = aTerms({ lists: [aList({ entry: 'NET' })], taxRates: [gst, pst], conventions });
    const { lines, taxes } = priceBasket(terms, aBasket([aLine('1', [aPrice('0.09')]), aLine('1', [aPrice('0.21')])]), noon);
    // 0.0045 + 0.0105 and 0.0063 + 0.0147
    expect(taxes.map(({ amount }) => amount)).toEqual([2n, 2n]);
    expect(lines.map(({ taxes: own }) => own.map(({ amount }) => amount))).toEqual([[1n, 1n], [1n, 1n]]); // prettier-ignore
  });

  it('never come to more than the amount that they are in', () => {
    const dear = ['a', 'b', 'c'].map((tax) => aRate('100', { tax, id: `txr_${tax}` as Id<'taxRate'> }));
    expect(line('0.02', 'GROSS', dear)).toMatchObject({ gross: 2n, tax: 2n, net: 0n });
  });

  it('have one current rate each', () => {
    const old = aRate('6', { tax: 'a-gst', id: 'txr_old' as Id<'taxRate'>, validTo: noon });
    const taxed = line('100', 'NET', [old, { ...gst, validFrom: noon }, pst]);
    expect(taxed?.taxes.map(({ name }) => name)).toEqual(['GST', 'PST']);
  });

  it('are known as one percentage', () => {
    const qst = aRate('9.975', { tax: 'b', compound: true });
    const levy = taxLevy(aTerms({ taxRates: [gst, qst] }), standard, 'NL', noon);
    expect(formatShort(levyPercent(levy), percentScale)).toBe('15.47375');
    expect(levyPercent(taxLevy(aTerms(), standard, 'XX', noon))).toBe(0n);
  });
});
