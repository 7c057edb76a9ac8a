import { allocate, type Id, type RoundingMode } from '#kernel';
import { aBasket, aLine, aList, aMethod, aPrice, aPromotion, aRate, aTerms, noon } from '../builders.js';
import { defaultConventions } from '../conventions.js';
import { priceBasket } from '../price-basket.js';
import type { TaxRateTerms } from '../terms.js';
import { taxLevy } from './levy.js';
import { taxed } from './tax.js';

const standard = 'txc_standard' as Id<'taxClass'>;
const reduced = 'txc_reduced' as Id<'taxClass'>;
const net = [aList({ entry: 'NET' })];

describe('tax', () => {
  it('121.00 gross at 21 % with 10 % off: 108.90, of it 18.90 tax and 90.00 net', () => {
    const { lines, totals } = priceBasket(
      aTerms({ promotions: [aPromotion('10')] }),
      aBasket([aLine('1', [aPrice('121')])]),
      noon,
    );
    expect(lines[0]).toMatchObject({ amount: 12_100n, discount: 1210n, gross: 10_890n, tax: 1890n, net: 9000n });
    expect(totals).toEqual({
      amount: 12_100n,
      discount: 1210n,
      net: 9000n,
      tax: 1890n,
      shipping: 0n,
      reimbursed: 0n,
      total: 10_890n,
    });
  });

  it('mixed rates: 10.00 off 60.50 at 21 % and 42.40 at 6 %', () => {
    const basket = aBasket([aLine('1', [aPrice('60.5')]), aLine('1', [aPrice('42.4')], { taxClassId: reduced })]);
    const { lines, totals, taxes } = priceBasket(aTerms({ promotions: [aPromotion('9.718173')] }), basket, noon);
    expect(lines.map(({ discount, gross, tax }) => [discount, gross, tax])).toEqual([
      [588n, 5462n, 948n],
      [412n, 3828n, 217n],
    ]);
    expect(totals).toMatchObject({ discount: 1000n, total: 9290n, tax: 1165n });
    expect(taxes.map(({ name, base, amount }) => [name, base, amount])).toEqual([
      ['VAT 21 %', 4514n, 948n],
      ['VAT 6 %', 3611n, 217n],
    ]);
    expect(allocate(1000n, [6050n, 4240n])).toEqual([588n, 412n]);
  });

  it('38.23 gross × 10 at 20 %: the entry is authoritative, not the unit net', () => {
    const { lines } = priceBasket(aTerms({ taxRates: [aRate('20')] }), aBasket([aLine('10', [aPrice('38.23')])]), noon);
    expect(lines[0]).toMatchObject({ gross: 38_230n, tax: 6372n, net: 31_858n });
  });

  it('is rounded per line: 1.08 net × 3 at 19 % is 3.86, not 3.87', () => {
    const { lines } = priceBasket(aTerms({ lists: net, taxRates: [aRate('19')] }), aBasket([aLine('3', [aPrice('1.08')])]), noon);
    expect(lines[0]).toMatchObject({ net: 324n, tax: 62n, gross: 386n });
  });

  it('per line also over the document: 8.50 and 1.65 gross at 7 % bear 0.56 and 0.11', () => {
    const basket = aBasket([aLine('1', [aPrice('8.5')]), aLine('1', [aPrice('1.65')])]);
    expect(priceBasket(aTerms({ taxRates: [aRate('7')] }), basket, noon).lines.map(({ tax }) => tax)).toEqual([56n, 11n]);
  });

  it('never has parts of a cent: 24.99 net at 10.75 % is 2.69, with 6.44 untaxed shipping 34.12', () => {
    const terms = aTerms({
      lists: net,
      taxRates: [aRate('10.75')],
      shippingMethods: [aMethod('6.44', { taxClassId: 'txc_shipping' as Id<'taxClass'> })],
    });
    const basket = aBasket([aLine('1', [aPrice('24.99')])], { shippingMethodId: 'ship_flat' as Id<'shippingMethod'> });
    const { lines, shipping, totals } = priceBasket(terms, basket, noon);
    expect(lines[0]?.tax).toBe(269n);
    expect(shipping).toMatchObject({ gross: 644n, tax: 0n, taxes: [] });
    expect(totals.total).toBe(3412n);
  });

  it('of another zone is taken out of the same gross: 121.00 from NL to DE is 101.68 net', () => {
    const { lines } = priceBasket(aTerms(), aBasket([aLine('1', [aPrice('121')])], { country: 'DE' }), noon);
    expect(lines[0]).toMatchObject({ gross: 12_100n, net: 10_168n, tax: 1932n });
  });

  it.each(['US', 'XX'])('without a rate is 0 %% and no tax line (%s)', (country) => {
    const { lines, taxes } = priceBasket(aTerms(), aBasket([aLine('1', [aPrice('121')])], { country }), noon);
    expect(lines[0]).toMatchObject({ gross: 12_100n, net: 12_100n, tax: 0n, taxes: [] });
    expect(taxes).toEqual([]);
  });

  it('is that of the day: the rate changes at midnight, to the millisecond', () => {
    const taxRates = [aRate('16', { validTo: noon }), aRate('19', { validFrom: noon })];
    const taxAt = (at: number): bigint =>
      priceBasket(aTerms({ taxRates }), aBasket([aLine('1', [aPrice('100')])]), at).totals.tax;
    expect([taxAt(noon - 1), taxAt(noon)]).toEqual([1379n, 1597n]);
  });

  it('takes the latest of two rates that hold, however they are stored', () => {
    const rates: TaxRateTerms[] = [aRate('16'), aRate('19', { validFrom: noon - 1 })];
    for (const taxRates of [rates, rates.toReversed()]) {
      const { taxes } = priceBasket(aTerms({ taxRates }), aBasket([aLine('1', [aPrice('100')])]), noon);
      expect(taxes.map(({ name }) => name)).toEqual(['VAT 19 %']);
    }
  });

  it('rounds ties as the conventions say', () => {
    const terms = aTerms({ taxRates: [aRate('1')] });
    const taxAt = (rounding: RoundingMode): bigint =>
      taxed({ entry: 'NET', amount: 250n }, taxLevy(terms, standard, 'NL', noon), { ...defaultConventions, rounding }).tax;
    expect([taxAt('HALF_UP'), taxAt('HALF_EVEN'), taxAt('HALF_DOWN')]).toEqual([3n, 2n, 2n]);
  });
});

describe('shipping', () => {
  const shippingMethodId = 'ship_flat' as Id<'shippingMethod'>;
  const lines = [aLine('1', [aPrice('121')])];

  it('is taxed by its own class, and its tax adds to that of the goods', () => {
    const shipped = priceBasket(aTerms({ shippingMethods: [aMethod('6.05')] }), aBasket(lines, { shippingMethodId }), noon);
    expect(shipped.shipping).toMatchObject({ amount: 605n, gross: 605n, tax: 105n, net: 500n });
    expect(shipped.taxes).toMatchObject([{ base: 10_500n, amount: 2205n }]);
    expect(shipped.totals).toEqual({
      amount: 12_100n,
      discount: 0n,
      net: 10_500n,
      tax: 2205n,
      shipping: 605n,
      reimbursed: 0n,
      total: 12_705n,
    });
    const own = aTerms({ shippingMethods: [aMethod('6.36', { taxClassId: reduced })] });
    expect(priceBasket(own, aBasket(lines, { shippingMethodId }), noon).shipping).toMatchObject({ gross: 636n, tax: 36n });
  });

  it.each([
    ['is unknown', []],
    ['does not go there', [aMethod('6.05', { countries: ['DE'] })]],
    ['has no rate in the currency', [aMethod('6.05', { rates: new Map() })]],
  ])('is null where the method %s: never free by accident', (_, shippingMethods) => {
    expect(priceBasket(aTerms({ shippingMethods }), aBasket(lines, { shippingMethodId }), noon).shipping).toBeNull();
  });

  it('is free for a pickup without a rate', () => {
    const terms = aTerms({ shippingMethods: [aMethod('0', { kind: 'PICKUP', rates: new Map() })] });
    expect(priceBasket(terms, aBasket(lines, { shippingMethodId }), noon).shipping).toMatchObject({ kind: 'PICKUP', gross: 0n });
  });
});
