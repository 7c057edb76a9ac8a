import { currencyOf, formatMoney, type Id } from '#kernel';
import { aBasket, aLine, aList, aMethod, anOffer, aPrice, aPromotion, aRate, aTerms, euro, noon } from '../builders.js';
import { defaultConventions } from '../conventions.js';
import { priceBasket } from '../price-basket.js';
import type { PricedBasket } from '../priced-basket.js';
import type { PromotionTerms } from '../promotions/promotion.js';
import type { Entry } from '../terms.js';

const shippingMethodId = 'ship_flat' as Id<'shippingMethod'>;
const untaxedShipping = [aMethod('6.44', { taxClassId: 'txc_shipping' as Id<'taxClass'> })];

function priced(
  entry: Entry,
  percent: string,
  price: string,
  promotions: readonly PromotionTerms[] = [],
  quantity = '1',
): PricedBasket {
  const terms = aTerms({ lists: [aList({ entry })], taxRates: [aRate(percent)], promotions });
  return priceBasket(terms, aBasket([aLine(quantity, [aPrice(price)])]), noon);
}

const tenOff = (entry: Entry): PromotionTerms =>
  anOffer({ type: 'amount_off_order', amounts: { EUR: '10.00' }, entry }, { lane: 'ORDER' });

describe('what users of other shops asked for', () => {
  it('68: a total is what is charged, to the cent: 24.99 at 10.75 % and 6.44 of shipping are 34.12', () => {
    const terms = aTerms({ lists: [aList({ entry: 'NET' })], taxRates: [aRate('10.75')], shippingMethods: untaxedShipping });
    const { totals } = priceBasket(terms, aBasket([aLine('1', [aPrice('24.99')])], { shippingMethodId }), noon);
    expect(formatMoney({ minor: totals.total, currency: euro })).toBe('34.12');
  });

  it('69: nothing is ever a little below nothing', () => {
    const gone = [aPromotion('100', { id: 'promo_1' as Id<'promotion'> }), tenOff('GROSS')];
    expect(priced('GROSS', '21', '121', gone).totals).toMatchObject({ discount: 12_100n, net: 0n, tax: 0n, total: 0n });
  });

  it('70: by unit, by line or by document is the channel to say', () => {
    const total = (taxRounding: 'UNIT' | 'LINE' | 'DOCUMENT'): bigint => {
      const conventions = { ...defaultConventions, taxRounding };
      const terms = aTerms({ lists: [aList({ entry: 'NET' })], taxRates: [aRate('19')], conventions });
      return priceBasket(terms, aBasket([aLine('3', [aPrice('1.08')]), aLine('1', [aPrice('0.24')])]), noon).totals.total;
    };
    // 3.8556 and 0.2856, together 4.1412
    expect([total('UNIT'), total('LINE'), total('DOCUMENT')]).toEqual([416n, 415n, 414n]);
  });

  it('71: 382.30 is not 318.60 with 20 % on it', () => {
    expect(priced('GROSS', '20', '38.23', [], '10').totals).toMatchObject({ net: 31_858n, tax: 6372n, total: 38_230n });
  });

  it('72: 10.00 off says whether it is with tax', () => {
    expect(priced('GROSS', '21', '121', [tenOff('GROSS')]).totals.total).toBe(11_100n);
    expect(priced('GROSS', '21', '121', [tenOff('NET')]).totals.total).toBe(10_890n);
    expect(priced('NET', '21', '100', [tenOff('NET')]).totals).toMatchObject({ net: 9000n, total: 10_890n });
    // 8.26 off the net, which was entered and stays to the cent: 91.74 and 19.27 of tax
    expect(priced('NET', '21', '100', [tenOff('GROSS')]).totals).toMatchObject({ net: 9174n, total: 11_101n });
  });

  const off: Readonly<Record<string, PromotionTerms>> = {
    percent_off_order: aPromotion('100'),
    percent_off_items: anOffer({ type: 'percent_off_items', percent: '100' }),
    amount_off_order: anOffer({ type: 'amount_off_order', amounts: { EUR: '500.00' }, entry: 'GROSS' }, { lane: 'ORDER' }),
    amount_off_items: anOffer({ type: 'amount_off_items', amounts: { EUR: '500.00' }, entry: 'NET', each: 'LINE' }),
    fixed_price_items: anOffer({ type: 'fixed_price_items', amounts: { EUR: '0.00' }, entry: 'GROSS' }),
  };

  it.each(Object.keys(off))('73: no tax on the price before a discount of all of it (%s)', (type) => {
    const promotion = off[type];
    if (!promotion) throw new Error('no promotion');
    for (const entry of ['NET', 'GROSS'] as const)
      expect(priced(entry, '21', '121', [promotion]).totals).toMatchObject({ discount: 12_100n, net: 0n, tax: 0n, total: 0n });
  });

  it('74: a decimal quantity has whole cents: 0.25 of 19.99 is 5.00, of it 0.80 at 19 %', () => {
    expect(priced('GROSS', '19', '19.99', [], '0.25').lines[0]).toMatchObject({ amount: 500n, tax: 80n, net: 420n });
  });

  it.each([
    // 100 yen, 1.000 dinars, 1.0000 units of account
    ['JPY', '100', 100n, 10n],
    ['KWD', '1', 1000n, 100n],
    ['CLF', '1', 10_000n, 1000n],
  ])('75: %s has the decimals that it has', (code, price, amount, tax) => {
    const currency = currencyOf(code);
    const terms = aTerms({ lists: [aList({ entry: 'NET', currency })], taxRates: [aRate('10')] });
    const { lines } = priceBasket(terms, aBasket([aLine('1', [aPrice(price)])], { currency }), noon);
    expect(lines[0]).toMatchObject({ amount, tax, gross: amount + tax });
  });
});

describe('a discount that somebody else pays for', () => {
  const coupon = { ...tenOff('NET'), reducesTaxBase: false };

  it('does not lower the tax: 100.00 with such a coupon of 10.00 is taxed 21.00, and 111.00 is owed', () => {
    const { lines, totals, taxes } = priced('NET', '21', '100', [coupon]);
    expect(lines[0]).toMatchObject({
      amount: 10_000n,
      discount: 1000n,
      reimbursed: 1000n,
      net: 10_000n,
      tax: 2100n,
      gross: 12_100n,
    });
    expect(totals).toMatchObject({ net: 10_000n, tax: 2100n, reimbursed: 1000n, total: 11_100n });
    expect(taxes).toMatchObject([{ base: 10_000n, amount: 2100n }]);
  });

  it("beside the shop's own, which does: 10 % off, and then the coupon", () => {
    const { totals } = priced('GROSS', '21', '121', [
      aPromotion('10', { sequence: 1 }),
      { ...tenOff('GROSS'), sequence: 2, reducesTaxBase: false },
    ]);
    expect(totals).toMatchObject({ discount: 2210n, net: 9000n, tax: 1890n, reimbursed: 1000n, total: 9890n });
  });
});
