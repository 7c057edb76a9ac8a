import type { CurrencyCode, Id } from '#kernel';
import { aBasket, aLine, aList, aMethod, anOffer, aPrice, aPromotion, aRate, aTerms, noon } from '../../builders.js';
import type { BasketLine } from '../../basket.js';
import { defaultConventions, type Conventions } from '../../conventions.js';
import { priceBasket } from '../../price-basket.js';
import type { PricedBasket } from '../../priced-basket.js';
import type { PriceListTerms } from '../../terms.js';
import type { Fields } from '../fields.js';
import type { PromotionTerms } from '../promotion.js';

const netList = aList({ entry: 'NET' });
const first = { type: 'variant', ids: ['var_1'] };

function priced(
  promotions: readonly PromotionTerms[],
  lines: readonly BasketLine[],
  over: Partial<Conventions> = {},
  list: PriceListTerms = aList(),
): PricedBasket {
  const terms = aTerms({ promotions, lists: [list], conventions: { ...defaultConventions, ...over } });
  return priceBasket(terms, aBasket(lines, { currency: list.currency }), noon);
}

function discounts(definition: Fields, lines: readonly BasketLine[], over: Partial<Conventions> = {}): readonly bigint[] {
  return priced([anOffer(definition)], lines, over).lines.map(({ discount }) => discount);
}

describe('a percentage off items', () => {
  const tenOff = { type: 'percent_off_items', percent: '10' };

  it('user-asks 19: is taken of the line with one rounding: 1,110.85', () => {
    const lines = [aLine('4', [aPrice('308.57')])];
    expect(priced([anOffer(tenOff)], lines).totals.total).toBe(111_085n);
    expect(priced([anOffer(tenOff)], lines, { percentUnit: 'UNIT' }).totals.total).toBe(111_084n);
  });

  it('is as exact as it is written', () => {
    expect(discounts({ ...tenOff, percent: '9.718173' }, [aLine('1', [aPrice('102.90')])])).toEqual([1000n]);
  });

  it('is for those that the selector picks', () => {
    const lines = [aLine('1', [aPrice('100')]), aLine('1', [aPrice('100')])];
    expect(discounts({ ...tenOff, items: first }, lines)).toEqual([1000n, 0n]);
  });

  it.each([
    ['DISCOUNT', 'LINE', 3n],
    ['REMAINDER', 'LINE', 2n],
    ['DISCOUNT', 'UNIT', 5n],
    ['REMAINDER', 'UNIT', 0n],
  ] as const)('of 5 at 0.05 with 10 %% off rounds the %s by %s', (percentRounding, percentUnit, off) => {
    expect(discounts(tenOff, [aLine('5', [aPrice('0.05')])], { percentRounding, percentUnit })).toEqual([off]);
  });

  it('of a decimal quantity is one amount: 10 % of 0.5 kg at 3.99 is 0.20', () => {
    expect(discounts(tenOff, [aLine('0.5', [aPrice('3.99')])])).toEqual([20n]);
    expect(discounts(tenOff, [aLine('0.5', [aPrice('3.99')])], { percentUnit: 'UNIT' })).toEqual([20n]);
  });

  it('of all of it leaves nothing, however it is rounded', () => {
    for (const percentUnit of ['LINE', 'UNIT'] as const)
      expect(discounts({ ...tenOff, percent: '100' }, [aLine('3', [aPrice('0.333334')])], { percentUnit })).toEqual([100n]);
  });

  it('is of what is left, or of the first price where promotion or channel say so', () => {
    const lines = [aLine('1', [aPrice('100')])];
    const two = (base: Fields): PromotionTerms[] => [
      anOffer({ ...tenOff, percent: '40' }, { id: 'promo_a' as Id<'promotion'>, sequence: 1 }),
      anOffer({ ...tenOff, percent: '70', ...base }, { id: 'promo_b' as Id<'promotion'>, sequence: 2 }),
    ];
    expect(priced(two({}), lines).totals.total).toBe(1800n);
    expect(priced(two({ base: 'FIRST' }), lines).totals.total).toBe(0n);
    expect(priced(two({}), lines, { promotionBase: 'FIRST' }).totals.total).toBe(0n);
    expect(priced(two({ base: 'RUNNING' }), lines, { promotionBase: 'FIRST' }).totals.total).toBe(1800n);
  });

  it('is for so many units at most, the cheapest or the dearest', () => {
    const lines = [aLine('2', [aPrice('10')]), aLine('2', [aPrice('30')])];
    const three = { ...tenOff, units: 3 };
    expect(discounts(three, lines)).toEqual([200n, 300n]);
    expect(discounts({ ...three, given: 'DEAREST' }, lines)).toEqual([100n, 600n]);
    expect(discounts(three, lines, { givenUnits: 'DEAREST' })).toEqual([100n, 600n]);
    expect(discounts(three, [aLine('2.5', [aPrice('10')])])).toEqual([200n]);
  });
});

describe('a percentage off the order', () => {
  const lines = [aLine('1', [aPrice('0.45')]), aLine('1', [aPrice('0.45')]), aLine('1', [aPrice('0.45')])];

  it('is taken once on the total, or line by line', () => {
    expect(priced([aPromotion('10')], lines).totals.discount).toBe(14n);
    expect(priced([aPromotion('10')], lines, { orderPercent: 'BY_LINE' }).totals.discount).toBe(15n);
    expect(priced([aPromotion('10')], lines, { percentRounding: 'REMAINDER' }).totals.discount).toBe(13n);
  });

  it('leaves what is over to whom the channel says', () => {
    const of = (remainder: Conventions['remainder']): readonly bigint[] =>
      priced([aPromotion('10')], lines, { remainder }).lines.map(({ discount }) => discount);
    expect(of('LARGEST_REMAINDER')).toEqual([5n, 5n, 4n]);
    expect(of('LAST')).toEqual([4n, 5n, 5n]);
  });

  it('weighs lines by what they cost with tax, where the channel says so', () => {
    const mixed = [aLine('1', [aPrice('100')]), aLine('1', [aPrice('100')], { taxClassId: 'txc_reduced' as Id<'taxClass'> })];
    const of = (orderWeights: Conventions['orderWeights']): readonly bigint[] =>
      priced([aPromotion('10')], mixed, { orderWeights }, netList).lines.map(({ discount }) => discount);
    expect(of('AS_ENTERED')).toEqual([1000n, 1000n]);
    expect(of('WITH_TAX')).toEqual([1066n, 934n]);
  });

  it('never lowers a line below zero, and gives what does not fit to the others', () => {
    const [half, all] = [anOffer({ type: 'percent_off_items', percent: '90', items: first }), { base: 'FIRST', percent: '50' }];
    const order = anOffer({ type: 'percent_off_order', ...all }, { lane: 'ORDER' });
    const two = [aLine('1', [aPrice('100')]), aLine('1', [aPrice('100')])];
    expect(priced([half, order], two).lines.map(({ discount }) => discount)).toEqual([10_000n, 9000n]);
  });
});

describe('an amount off items', () => {
  const off = (over: Fields = {}): Fields => ({
    type: 'amount_off_items',
    amounts: { EUR: '1.00', JPY: '100', KWD: '0.125' },
    entry: 'GROSS',
    each: 'LINE',
    ...over,
  });

  it.each(['1', '2', '3', '7', '13', '0.5', '999999'])('user-asks 18: is right at a quantity of %s', (quantity) => {
    expect(discounts(off(), [aLine(quantity, [aPrice('9.99')])])).toEqual([100n]);
  });

  it.each([
    ['1', 100n],
    ['3', 300n],
    ['0.5', 50n],
    ['0.333', 33n],
  ])('of each unit at a quantity of %s is %s', (quantity, expected) => {
    expect(discounts(off({ each: 'UNIT' }), [aLine(quantity, [aPrice('9.99')])])).toEqual([expected]);
  });

  it('is never more than a unit costs', () => {
    expect(discounts(off({ each: 'UNIT', amounts: { EUR: '12' } }), [aLine('3', [aPrice('9.99')])])).toEqual([2997n]);
    const free = anOffer({ type: 'n_for_m', take: 2, pay: 1 }, { sequence: 1, id: 'promo_a' as Id<'promotion'> });
    const { lines } = priced([free, anOffer(off({ each: 'UNIT' }), { sequence: 2 })], [aLine('2', [aPrice('9.99')])]);
    expect(lines[0]?.discounts.map(({ amount }) => amount)).toEqual([999n, 100n]);
    expect(lines[0]?.units.map(({ gross }) => gross)).toEqual([0n, 899n]);
  });

  it.each([
    ['JPY', '500', 100n],
    ['KWD', '5', 125n],
    ['USD', '5', 0n],
  ])('in %s of %s is %s', (currency, price, expected) => {
    const list = aList({ currency: currency as CurrencyCode });
    const { lines } = priced([anOffer(off())], [aLine('1', [aPrice(price)])], {}, list);
    expect(lines[0]?.discount).toBe(expected);
  });

  it('entered in the other basis is put into that of the line, rounded once', () => {
    expect(discounts(off({ entry: 'NET', each: 'UNIT' }), [aLine('3', [aPrice('9.99')])])).toEqual([363n]);
    const { lines } = priced([anOffer(off({ each: 'UNIT' }))], [aLine('3', [aPrice('9.99')])], {}, netList);
    expect(lines[0]?.discount).toBe(248n);
  });
});

describe('an amount off the order', () => {
  const ten = (entry: string): PromotionTerms =>
    anOffer({ type: 'amount_off_order', amounts: { EUR: '10.00' }, entry }, { lane: 'ORDER' });

  it.each([
    [['33.33', '33.33', '33.34'], '10.00', [333n, 333n, 334n]],
    [['10', '10', '10'], '10.00', [334n, 333n, 333n]],
    [['5', '5', '5', '5', '5', '5'], '1.00', [17n, 17n, 17n, 17n, 16n, 16n]],
    [['19.99', '5.01', '0.99'], '5.00', [385n, 96n, 19n]],
  ])('semantics §2: over %j of %s', (prices, amount, expected) => {
    const lines = prices.map((price) => aLine('1', [aPrice(price)]));
    expect(discounts({ type: 'amount_off_order', amounts: { EUR: amount }, entry: 'GROSS' }, lines)).toEqual(expected);
  });

  it('semantics §4: of mixed rates: 92.90 of which 11.65 tax', () => {
    const lines = [aLine('1', [aPrice('60.50')]), aLine('1', [aPrice('42.40')], { taxClassId: 'txc_reduced' as Id<'taxClass'> })];
    const { lines: found, totals } = priced([ten('GROSS')], lines);
    expect(found.map(({ discount, tax }) => [discount, tax])).toEqual([
      [588n, 948n],
      [412n, 217n],
    ]);
    expect(totals).toMatchObject({ total: 9290n, tax: 1165n });
  });

  it('semantics §4: entered net it lowers the total by itself and its tax, entered gross by just itself', () => {
    const lines = [aLine('1', [aPrice('100')])];
    expect(priced([ten('NET')], lines, {}, netList).totals.total).toBe(12_100n - 1210n);
    expect(priced([ten('GROSS')], lines).totals.total).toBe(9000n);
    expect(priced([ten('NET')], lines).totals.total).toBe(10_000n - 1210n);
    expect(priced([ten('GROSS')], lines, {}, netList).lines[0]?.discount).toBe(826n);
  });

  it('is no more than the goods cost', () => {
    expect(priced([ten('GROSS')], [aLine('1', [aPrice('6')]), aLine('1', [aPrice('3')])]).totals).toMatchObject({
      discount: 900n,
      total: 0n,
    });
    expect(priced([ten('NET')], [aLine('1', [aPrice('6')])]).totals.total).toBe(0n);
  });

  it('user-asks 23: comes after a 100 % item discount, in whatever order they are stored', () => {
    const free = anOffer({ type: 'percent_off_items', percent: '100', items: first }, { sequence: 9 });
    const lines = [aLine('1', [aPrice('50')]), aLine('1', [aPrice('40')])];
    for (const promotions of [
      [ten('GROSS'), free],
      [free, ten('GROSS')],
    ])
      expect(priced(promotions, lines).lines.map(({ discount }) => discount)).toEqual([5000n, 1000n]);
  });
});

describe('a fixed price', () => {
  const price = (type: string, amount: string, over: Fields = {}): Fields => ({
    type,
    amounts: { EUR: amount },
    entry: 'GROSS',
    ...over,
  });

  it.each([
    ['1', 499n],
    ['3', 1497n],
    ['0.5', 250n],
  ])('of each unit: %s at 9.99 for 5.00', (quantity, off) => {
    expect(discounts(price('fixed_price_items', '5.00'), [aLine(quantity, [aPrice('9.99')])])).toEqual([off]);
  });

  it('raises nothing, and may be zero', () => {
    expect(discounts(price('fixed_price_items', '10.00'), [aLine('1', [aPrice('9.99')])])).toEqual([0n]);
    expect(discounts(price('fixed_price_items', '0.00'), [aLine('1', [aPrice('9.99')])])).toEqual([999n]);
    expect(discounts(price('fixed_price_order', '10.00'), [aLine('1', [aPrice('9.99')])])).toEqual([0n]);
  });

  it('of units that earlier promotions told apart lowers each by itself', () => {
    const free = anOffer({ type: 'cheapest_free', of: 2 }, { sequence: -1 });
    const { lines } = priced([free, anOffer(price('fixed_price_items', '5.00'))], [aLine('2', [aPrice('9.99')])]);
    expect(lines[0]?.gross).toBe(500n);
  });

  it('of the order, or of some of its items together', () => {
    const lines = [aLine('1', [aPrice('30')]), aLine('1', [aPrice('90')])];
    expect(discounts(price('fixed_price_order', '99.00'), lines)).toEqual([525n, 1575n]);
    expect(discounts(price('fixed_price_order', '25.00', { items: first }), lines)).toEqual([500n, 0n]);
    expect(discounts({ ...price('fixed_price_order', '1.00'), amounts: { USD: '1.00' } }, lines)).toEqual([0n, 0n]);
  });
});

describe('off shipping', () => {
  const shippingMethodId = 'ship_flat' as Id<'shippingMethod'>;
  const shipping = (
    definition: Fields,
    entry: 'NET' | 'GROSS' = 'GROSS',
    methodId: typeof shippingMethodId | null = shippingMethodId,
  ): bigint | null => {
    const rates = new Map([['EUR' as CurrencyCode, { amount: 6_050_000n, entry }]]);
    const promotions = [anOffer(definition, { lane: 'SHIPPING' })];
    const terms = aTerms({ promotions, shippingMethods: [aMethod('6.05', { rates })], taxRates: [aRate('21')] });
    const priced = priceBasket(terms, aBasket([aLine('1', [aPrice('10')])], { shippingMethodId: methodId }), noon);
    expect(priced.totals.discount).toBe(0n);
    return priced.shipping?.discount ?? null;
  };
  const amounts = { amounts: { EUR: '2.00' }, entry: 'GROSS' };

  it.each([
    [{ type: 'percent_off_shipping', percent: '50' }, 303n],
    [{ type: 'amount_off_shipping', ...amounts }, 200n],
    [{ type: 'amount_off_shipping', amounts: { EUR: '9' }, entry: 'GROSS' }, 605n],
    [{ type: 'amount_off_shipping', amounts: { USD: '9' }, entry: 'GROSS' }, 0n],
    [{ type: 'fixed_price_shipping', ...amounts }, 405n],
    [{ type: 'fixed_price_shipping', amounts: { EUR: '9' }, entry: 'GROSS' }, 0n],
    [{ type: 'fixed_price_shipping', amounts: { USD: '0' }, entry: 'GROSS' }, 0n],
    [{ type: 'free_shipping' }, 605n],
    [{ type: 'free_shipping', methodIds: ['ship_flat'] }, 605n],
    [{ type: 'free_shipping', methodIds: ['ship_pickup'] }, 0n],
  ])('%j of 6.05 is %s', (definition, off) => {
    expect(shipping(definition)).toBe(off);
  });

  it('entered gross, of a price without tax, is put into its basis', () => {
    expect(shipping({ type: 'amount_off_shipping', ...amounts }, 'NET')).toBe(165n);
    expect(shipping({ type: 'fixed_price_shipping', ...amounts }, 'NET')).toBe(605n - 165n);
  });

  it('is nothing where no shipping is chosen', () => {
    for (const type of ['free_shipping', 'percent_off_shipping', 'amount_off_shipping', 'fixed_price_shipping'])
      expect(
        shipping(
          { type, ...(type === 'free_shipping' ? {} : type.startsWith('percent') ? { percent: '5' } : amounts) },
          'GROSS',
          null,
        ),
      ).toBeNull();
  });
});

describe('tiers', () => {
  const spend = {
    type: 'tiered_spend',
    tiers: [
      { from: { EUR: '100.00' }, percent: '10' },
      { from: { EUR: '200.00' }, amounts: { EUR: '30.00' }, entry: 'GROSS' },
    ],
  };
  const quantity = {
    type: 'tiered_quantity',
    tiers: [
      { from: '3', percent: '5' },
      { from: '10.5', amounts: { EUR: '1.00' }, entry: 'GROSS' },
    ],
  };

  it.each([
    ['99.99', 0n],
    ['100', 1000n],
    ['199.99', 2000n],
    ['200', 3000n],
    ['1000', 3000n],
  ])('of a spend of %s take off %s', (price, off) => {
    expect(discounts(spend, [aLine('1', [aPrice(price)])])).toEqual([off]);
  });

  it('of a spend count what is left of the items that they are about, or their first price', () => {
    const lines = [aLine('1', [aPrice('100')]), aLine('1', [aPrice('100')])];
    expect(discounts(spend, lines)).toEqual([1500n, 1500n]);
    expect(discounts({ ...spend, items: first }, lines)).toEqual([1000n, 0n]);
    const cent = anOffer({ type: 'amount_off_items', amounts: { EUR: '0.01' }, entry: 'GROSS', each: 'LINE' }, { sequence: -1 });
    const one = [aLine('1', [aPrice('100')])];
    expect(priced([cent, anOffer(spend)], one).totals.discount).toBe(1n);
    expect(priced([cent, anOffer({ ...spend, base: 'FIRST' })], one).totals.discount).toBe(1001n);
  });

  it('of a spend are nothing in another currency', () => {
    const list = aList({ currency: 'USD' as CurrencyCode });
    expect(priced([anOffer(spend)], [aLine('1', [aPrice('500')])], {}, list).totals.discount).toBe(0n);
  });

  it('of a quantity round a percentage once on the line, whoever told its units apart', () => {
    const free = anOffer({ type: 'cheapest_free', of: 3 }, { sequence: -1 });
    const { lines } = priced([free, anOffer(quantity)], [aLine('6', [aPrice('0.33')])]);
    expect(lines[0]?.discounts.map(({ amount }) => amount)).toEqual([66n, 7n]);
  });

  it.each([
    ['2', '0.999', 0n],
    ['2', '1', 150n],
    ['10', '0.499', 525n],
    ['10', '0.5', 1050n],
  ])('of quantities %s and %s at 10.00 take off %s', (one, other, off) => {
    const lines = [aLine(one, [aPrice('10')]), aLine(other, [aPrice('10')])];
    expect(priced([anOffer(quantity)], lines).totals.discount).toBe(off);
  });
});
