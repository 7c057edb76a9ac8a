import type { Id } from '#kernel';
import { aBasket, aLine, aList, aMethod, aPrice, aPromotion, aRate, aTerms, noon } from '../builders.js';
import { defaultConventions, type Conventions } from '../conventions.js';
import { priceBasket } from '../price-basket.js';
import type { PricedBasket } from '../priced-basket.js';
import type { TermsParts } from '../compile-terms.js';
import type { TaxRelief } from './relief.js';

const reduced = 'txc_reduced' as Id<'taxClass'>;
const nl = 'txz_nl' as Id<'taxZone'>;
const shippingMethodId = 'ship_flat' as Id<'shippingMethod'>;
const terms = (own: Partial<Conventions>, over: Partial<TermsParts> = {}) =>
  aTerms({ homeCountry: 'NL', conventions: { ...defaultConventions, ...own }, ...over });
const one = (amount: string) => [aLine('1', [aPrice(amount)])];

describe('a price with tax that crosses a border', () => {
  const abroad = (crossBorder: Conventions['crossBorder'], country: string, over: Partial<TermsParts> = {}): PricedBasket =>
    priceBasket(terms({ crossBorder }, over), aBasket(one('121'), { country }), noon);

  it('FIXED_GROSS: 121.00 in NL is 121.00 in DE, net 101.68', () => {
    expect(abroad('FIXED_GROSS', 'DE').lines[0]).toMatchObject({ amount: 12_100n, gross: 12_100n, net: 10_168n, tax: 1932n });
  });

  it('FIXED_NET: 121.00 in NL is 119.00 in DE, net 100.00', () => {
    expect(abroad('FIXED_NET', 'DE').lines[0]).toMatchObject({ amount: 11_900n, gross: 11_900n, net: 10_000n, tax: 1900n });
  });

  it('FIXED_NET: 100.00 where nothing is taxed, 121.00 at home', () => {
    expect(abroad('FIXED_NET', 'US').totals).toMatchObject({ net: 10_000n, tax: 0n, total: 10_000n });
    expect(abroad('FIXED_NET', 'XX').totals).toMatchObject({ net: 10_000n, tax: 0n, total: 10_000n });
    expect(abroad('FIXED_NET', 'NL').totals).toMatchObject({ net: 10_000n, tax: 2100n, total: 12_100n });
  });

  it('is what promotions lower: 10 % off 119.00 is 107.10', () => {
    const { lines } = abroad('FIXED_NET', 'DE', { promotions: [aPromotion('10')] });
    expect(lines[0]).toMatchObject({ amount: 11_900n, discount: 1190n, gross: 10_710n, net: 9000n });
  });

  it('stays as it is where no home is known, or where it was entered without tax', () => {
    expect(abroad('FIXED_NET', 'DE', { homeCountry: null }).totals.total).toBe(12_100n);
    expect(abroad('FIXED_NET', 'DE', { lists: [aList({ entry: 'NET' })] }).totals).toMatchObject({ net: 12_100n, tax: 2299n });
  });

  it('FIXED_NET: shipping too', () => {
    const over = { shippingMethods: [aMethod('6.05')] };
    const basket = aBasket(one('121'), { country: 'DE', shippingMethodId });
    expect(priceBasket(terms({ crossBorder: 'FIXED_NET' }, over), basket, noon).shipping).toMatchObject({
      gross: 595n,
      net: 500n,
    });
  });
});

describe('shipping tax', () => {
  const goods = [aLine('1', [aPrice('60.5')]), aLine('1', [aPrice('42.4')], { taxClassId: reduced })];
  const shipped = (shippingTax: Conventions['shippingTax'], lines = goods, country = 'NL'): PricedBasket =>
    priceBasket(
      terms({ shippingTax, crossBorder: 'FIXED_NET' }, { shippingMethods: [aMethod('6.5')] }),
      aBasket(lines, { shippingMethodId, country }),
      noon,
    );

  it('OWN_CLASS: 6.50 at 21 % has 1.13 in it', () => {
    expect(shipped('OWN_CLASS').shipping).toMatchObject({ gross: 650n, tax: 113n, net: 537n });
  });

  it('FOLLOW_GOODS: 6.50 over 60.50 and 42.40 is 3.82 with 0.66 and 2.68 with 0.15', () => {
    const { shipping, taxes, totals } = shipped('FOLLOW_GOODS');
    expect(shipping).toMatchObject({ gross: 650n, tax: 81n, net: 569n });
    expect(shipping?.taxes.map(({ base, amount }) => [base + amount, amount])).toEqual([
      [382n, 66n],
      [268n, 15n],
    ]);
    expect(taxes.map(({ name, amount }) => [name, amount])).toEqual([
      ['VAT 21 %', 1050n + 66n],
      ['VAT 6 %', 240n + 15n],
    ]);
    expect(totals).toMatchObject({ shipping: 650n, total: 10_940n });
  });

  it('FOLLOW_GOODS: its own class where the goods are worth nothing', () => {
    expect(shipped('FOLLOW_GOODS', [aLine('1', [aPrice('0')])]).shipping).toMatchObject({ tax: 113n });
  });

  it('FOLLOW_GOODS: each part has its own net abroad', () => {
    // goods of 59.50 and 40.00 there: 3.89 is 3.82 there and 2.61 is 2.46, together 6.28; of that 3.76 is taxed
    const { shipping } = shipped('FOLLOW_GOODS', goods, 'DE');
    expect(shipping).toMatchObject({ amount: 628n, gross: 628n, tax: 60n });
    expect(shipping?.taxes.map(({ base, amount }) => [base, amount])).toEqual([[316n, 60n]]);
  });
});

describe('a relief', () => {
  const relief: TaxRelief = { kind: 'EXEMPT', proof: 'CERT-1', classIds: [], zoneIds: [], validFrom: null, validTo: null };
  const freed = (over: Partial<TaxRelief>, country = 'NL'): PricedBasket =>
    priceBasket(terms({}), aBasket(one('121'), { country, taxReliefs: [{ ...relief, ...over }] }), noon, { explain: true });
  const whole = { net: 10_000n, tax: 2100n, total: 12_100n };
  const without = { net: 10_000n, tax: 0n, total: 10_000n };

  it('takes the tax off what was entered with it', () => {
    expect(freed({}).totals).toMatchObject(without);
    expect(freed({ kind: 'REVERSE_CHARGE', proof: 'WAPI-77' }).totals).toMatchObject(without);
    expect(freed({}).lines[0]).toMatchObject({ amount: 10_000n, taxes: [] });
    expect(freed({}).trace?.lines[0]?.tax).toMatchObject({ verdict: 'FREED', relief: 'FREED', rates: [] });
  });

  it('leaves what was entered without it', () => {
    const { totals } = priceBasket(
      terms({}, { lists: [aList({ entry: 'NET' })] }),
      aBasket(one('100'), { taxReliefs: [relief] }),
      noon,
    );
    expect(totals).toMatchObject(without);
  });

  it.each([
    ['without a stored proof', { kind: 'REVERSE_CHARGE', proof: ' ' }, 'NO_PROOF'],
    ['before it begins', { validFrom: noon + 1 }, 'NOT_STARTED'],
    ['once it has ended', { validTo: noon }, 'ENDED'],
    ['for other classes', { classIds: [reduced] }, 'OTHER_CLASS'],
    ['in other zones', { zoneIds: ['txz_de' as Id<'taxZone'>] }, 'OTHER_ZONE'],
  ] as const)('%s frees nothing', (_, over, verdict) => {
    expect(freed(over).totals).toMatchObject(whole);
    expect(freed(over).trace?.lines[0]?.tax).toMatchObject({ verdict: 'TAXED', relief: verdict });
  });

  it('frees the goods of its classes in its zones', () => {
    expect(freed({ classIds: ['txc_standard' as Id<'taxClass'>], zoneIds: [nl], validFrom: noon }).totals).toMatchObject(without);
  });

  it('abroad starts from the price there: 101.68 at a fixed gross, 100.00 at a fixed net', () => {
    const basket = aBasket(one('121'), { country: 'DE', taxReliefs: [relief] });
    expect(priceBasket(terms({}), basket, noon).totals.total).toBe(10_168n);
    expect(priceBasket(terms({ crossBorder: 'FIXED_NET' }), basket, noon).totals.total).toBe(10_000n);
  });
});

describe('the trace tells', () => {
  const traced = (rates: TermsParts['taxRates'], country = 'NL') =>
    priceBasket(terms({}, { taxRates: rates }), aBasket(one('121'), { country }), noon, { explain: true });

  it.each([
    ['a tax', [aRate('21')], 'NL', 'TAXED', 1],
    ['a rate of zero', [aRate('0')], 'NL', 'ZERO_RATED', 1],
    ['that there is no rate', [], 'NL', 'NO_RATE', 0],
    ['that the country is in no zone', [aRate('21')], 'XX', 'NO_ZONE', 0],
  ] as const)('%s', (_, rates, country, verdict, count) => {
    const { trace, taxes } = traced(rates, country);
    expect(trace?.lines[0]?.tax).toMatchObject({ verdict, relief: null, entry: 'GROSS' });
    expect(trace?.lines[0]?.tax.rates).toHaveLength(count);
    expect(taxes).toHaveLength(count);
  });
});
