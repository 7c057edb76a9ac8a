import type { Id } from '#kernel';
import { aBasket, aLine, aList, aMethod, aPrice, aRate, aTerms, noon } from '../builders.js';
import { defaultConventions, type Conventions } from '../conventions.js';
import { priceBasket } from '../price-basket.js';
import type { PricedBasket } from '../priced-basket.js';
import type { TaxRateTerms } from '../terms.js';
import { taxCharges } from './tax-charges.js';
import { taxGround } from './ground.js';

const standard = 'txc_standard' as Id<'taxClass'>;
const reduced = 'txc_reduced' as Id<'taxClass'>;

interface Case {
  readonly rates?: readonly TaxRateTerms[];
  readonly entry?: 'NET' | 'GROSS';
  readonly conventions?: Partial<Conventions>;
  readonly prices: readonly (readonly [quantity: string, price: string])[];
}

function priced({ rates = [aRate('7')], entry = 'GROSS', conventions = {}, prices }: Case): PricedBasket {
  const terms = aTerms({
    lists: [aList({ entry })],
    taxRates: rates,
    conventions: { ...defaultConventions, ...conventions },
  });
  return priceBasket(terms, aBasket(prices.map(([quantity, price]) => aLine(quantity, [aPrice(price)]))), noon);
}

const taxes = (input: Case): bigint[] => priced(input).lines.map(({ tax }) => tax);

describe('tax rounding', () => {
  const net = { rates: [aRate('19')], entry: 'NET', prices: [['3', '1.08']] } as const;
  const two = { prices: [['1', '8.5'], ['1', '1.65']] } as const; // prettier-ignore

  it('LINE: 3.24 × 1.19 is 3.86', () => {
    expect(priced(net).totals).toMatchObject({ net: 324n, tax: 62n, total: 386n });
  });

  it('UNIT: 1.08 × 1.19 is 1.29, three of them 3.87', () => {
    const conventions = { taxRounding: 'UNIT' } as const;
    expect(priced({ ...net, conventions }).totals).toMatchObject({ net: 324n, tax: 63n, total: 387n });
    expect(priced({ ...net, conventions, prices: [['1', '1.08']] }).totals).toMatchObject({ total: 129n });
  });

  it('UNIT: half a kilogram is no unit, and is rounded by itself', () => {
    const conventions = { taxRounding: 'UNIT' } as const;
    // 1.08 and 1.08 bear 0.2052 each, 0.54 bears 0.1026
    expect(priced({ ...net, conventions, prices: [['2.5', '1.08']] }).lines[0]).toMatchObject({ net: 270n, tax: 52n });
    expect(priced({ ...net, conventions, prices: [['0.5', '1.08']] }).lines[0]).toMatchObject({ net: 54n, tax: 10n });
  });

  it('UNIT: the units of 20.00 for three are 6.67, 6.66 and 6.67, each with its own tax', () => {
    const conventions = { taxRounding: 'UNIT' } as const;
    // 1.0650, 1.0634 and 1.0650 in the amounts; 3.1933 in the line
    expect(taxes({ rates: [aRate('19')], conventions, prices: [['3', '6.666667']] })).toEqual([318n]);
    expect(taxes({ rates: [aRate('19')], prices: [['3', '6.666667']] })).toEqual([319n]);
  });

  it('UNIT of a million is no slower, and is the sum of what each bears', () => {
    const conventions = { taxRounding: 'UNIT' } as const;
    expect(taxes({ ...net, conventions, prices: [['1000000', '1.08']] })).toEqual([21_000_000n]);
  });

  it('LINE: 8.50 and 1.65 gross at 7 % bear 0.56 + 0.11', () => {
    expect([taxes(two), priced(two).totals.tax]).toEqual([[56n, 11n], 67n]);
  });

  it('DOCUMENT: together 0.66, which by 0.55607 and 0.10794 are 0.55 + 0.11', () => {
    const input = { ...two, conventions: { taxRounding: 'DOCUMENT' } } as const;
    const { lines, taxes: rates, totals } = priced(input);
    expect(lines.map(({ tax, net: base }) => [tax, base])).toEqual([[55n, 795n], [11n, 154n]]); // prettier-ignore
    expect(rates).toMatchObject([{ name: 'VAT 7 %', base: 949n, amount: 66n }]);
    expect(totals).toMatchObject({ tax: 66n, net: 949n, total: 1015n });
  });

  it('DOCUMENT: shipping is part of it, net lines beside gross ones too', () => {
    const lists = [aList(), aList({ id: 'pl_net' as Id<'priceList'>, entry: 'NET' })];
    const conventions = { ...defaultConventions, taxRounding: 'DOCUMENT' } as const;
    const terms = aTerms({ lists, conventions, taxRates: [aRate('7')], shippingMethods: [aMethod('1.65')] });
    const netLine = aLine('1', [aPrice('8.5', '0', { listId: 'pl_net' as Id<'priceList'> })]);
    const shipped = aBasket([aLine('1', [aPrice('8.5')]), netLine], { shippingMethodId: 'ship_flat' as Id<'shippingMethod'> });
    const { lines, shipping, totals } = priceBasket(terms, shipped, noon);
    // exact: 0.55607 and 0.59500 and 0.10794, together 1.25901
    expect([...lines, shipping].map((each) => each?.tax)).toEqual([56n, 59n, 11n]);
    expect(totals).toMatchObject({ tax: 126n, total: 1924n });
  });

  it('DOCUMENT: each rate by itself', () => {
    const conventions = { ...defaultConventions, taxRounding: 'DOCUMENT' } as const;
    const taxRates = [aRate('7'), aRate('7', { classId: reduced, id: 'txr_other' as Id<'taxRate'> })];
    const basket = aBasket([aLine('1', [aPrice('8.5')]), aLine('1', [aPrice('1.65')], { taxClassId: reduced })]);
    expect(priceBasket(aTerms({ taxRates, conventions }), basket, noon).taxes.map(({ amount }) => amount)).toEqual([56n, 11n]);
  });
});

describe('the part of an amount with tax that is rounded', () => {
  // 1.05 at 20 % has 0.175 of tax in it and 0.875 of net
  const input = { rates: [aRate('20')], prices: [['1', '1.05']] } as const;

  it('TAX: the net is what is left', () => {
    expect(priced(input).lines[0]).toMatchObject({ gross: 105n, tax: 18n, net: 87n });
  });

  it('NET: the tax is what is left', () => {
    const conventions = { includedTax: 'NET' } as const;
    expect(priced({ ...input, conventions }).lines[0]).toMatchObject({ gross: 105n, tax: 17n, net: 88n });
  });

  it('is no question without tax in it', () => {
    const conventions = { includedTax: 'NET' } as const;
    // 0.175 again, on top this time
    expect(priced({ rates: [aRate('20')], conventions, entry: 'NET', prices: [['1', '0.875']] }).lines[0]).toMatchObject({
      net: 88n,
      tax: 18n,
    });
  });

  it.each([
    ['HALF_UP', 18n],
    ['HALF_EVEN', 18n],
    ['HALF_DOWN', 17n],
  ] as const)('half a cent of tax goes as %s says', (rounding, tax) => {
    expect(taxes({ ...input, conventions: { rounding } })).toEqual([tax]);
  });
});

describe('units that promotions told apart', () => {
  const terms = (taxRounding: Conventions['taxRounding']) =>
    aTerms({ conventions: { ...defaultConventions, taxRounding }, taxRates: [aRate('19')] });
  const units = [
    { from: 0n, to: 2000n, amount: 200n },
    { from: 2000n, to: 3000n, amount: 50n },
  ];
  const line = { entry: 'GROSS', amount: 250n, classId: standard, units } as const;

  it.each([
    // 39.916 in the line, of which 31.933 and 7.983
    ['LINE', 40n, [32n, 8n]],
    ['DOCUMENT', 40n, [32n, 8n]],
    // twice 15.966, and 7.983
    ['UNIT', 40n, [32n, 8n]],
  ] as const)('have their part of the tax (%s)', (taxRounding, tax, parts) => {
    const ground = taxGround(terms(taxRounding), { country: 'NL' }, noon);
    const taxed = taxCharges(ground, [line], null).goods[0];
    expect(taxed).toMatchObject({ tax, gross: 250n, net: 250n - tax });
    expect(taxed?.units.map((each) => each.tax)).toEqual(parts);
    expect(taxed?.units.map(({ net, gross }) => [net, gross])).toEqual([
      [200n - parts[0], 200n],
      [50n - parts[1], 50n],
    ]);
  });
});
