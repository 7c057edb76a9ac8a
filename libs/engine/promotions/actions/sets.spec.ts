import type { Id } from '#kernel';
import { aBasket, aLine, anOffer, aPrice, aTerms, noon } from '../../builders.js';
import { defaultConventions, type Conventions } from '../../conventions.js';
import { priceBasket } from '../../price-basket.js';
import type { PricedBasket } from '../../priced-basket.js';
import type { Fields } from '../fields.js';
import type { PromotionGroupTerms, PromotionTerms } from '../promotion.js';

const threeForTwo = { type: 'n_for_m', take: 3, pay: 2 };
const variants = (...numbers: readonly number[]): Fields => ({ type: 'variant', ids: numbers.map((each) => `var_${each}`) });
const units = (...prices: readonly string[]): ReturnType<typeof aLine>[] => prices.map((price) => aLine('1', [aPrice(price)]));

function priced(
  promotions: readonly PromotionTerms[],
  lines: readonly ReturnType<typeof aLine>[],
  over: Partial<Conventions> = {},
): PricedBasket {
  const groups = [
    {
      id: 'second',
      parentId: null,
      mode: 'STACK',
      scope: 'ORDER',
      stacking: 'COMBINES',
      sequence: 2,
    } satisfies PromotionGroupTerms,
  ];
  return priceBasket(aTerms({ promotions, groups, conventions: { ...defaultConventions, ...over } }), aBasket(lines), noon);
}

function discounts(
  definition: Fields,
  lines: readonly ReturnType<typeof aLine>[],
  over: Partial<Conventions> = {},
): readonly bigint[] {
  return priced([anOffer(definition)], lines, over).lines.map(({ discount }) => discount);
}

describe('n for m', () => {
  const six = units('30', '20', '10', '5', '4', '3');

  it.each([
    ['EACH_SET', 'CHEAPEST', [0n, 0n, 1000n, 0n, 0n, 300n]],
    ['ALL_SETS', 'CHEAPEST', [0n, 0n, 0n, 0n, 400n, 300n]],
    ['EACH_SET', 'DEAREST', [3000n, 0n, 0n, 500n, 0n, 0n]],
    ['ALL_SETS', 'DEAREST', [3000n, 2000n, 0n, 0n, 0n, 0n]],
  ] as const)('of 30, 20, 10, 5, 4, 3 by %s and %s', (unitSets, givenUnits, expected) => {
    expect(discounts(threeForTwo, six, { unitSets, givenUnits })).toEqual(expected);
  });

  it('says itself which units are given', () => {
    expect(discounts({ ...threeForTwo, given: 'DEAREST' }, six)).toEqual([3000n, 0n, 0n, 500n, 0n, 0n]);
  });

  it.each([
    ['2', 0n],
    ['3', 1000n],
    ['5', 1000n],
    ['6', 2000n],
    ['3.5', 1000n],
    ['2.999', 0n],
    ['1000000', 333_333_000n],
  ])('of %s alike at 10.00 takes off %s', (quantity, off) => {
    expect(discounts(threeForTwo, [aLine(quantity, [aPrice('10')])])).toEqual([off]);
  });

  it('gives no more often than it says, and the dearest first', () => {
    expect(discounts({ ...threeForTwo, repeats: 1 }, six)).toEqual([0n, 0n, 1000n, 0n, 0n, 0n]);
  });

  it('leaves what is over out of the sets', () => {
    const seven = units('2', '3', '4', '5', '10', '20', '30');
    expect(discounts(threeForTwo, seven)).toEqual([0n, 300n, 0n, 0n, 1000n, 0n, 0n]);
    expect(discounts(threeForTwo, seven, { unitSets: 'ALL_SETS' })).toEqual([200n, 300n, 0n, 0n, 0n, 0n, 0n]);
  });

  it('counts two lines of one variant together', () => {
    const variantId = 'var_a' as Id<'variant'>;
    const lines = ['line_1', 'line_2'].map((id, at) => aLine(at === 0 ? '2' : '1', [aPrice('10')], { id, variantId }));
    const basket = aBasket([], { lines });
    const { lines: found } = priceBasket(aTerms({ promotions: [anOffer(threeForTwo)] }), basket, noon);
    expect(found.map(({ discount }) => discount)).toEqual([1000n, 0n]);
    expect(found[0]?.units.map(({ from, to, gross }) => [from, to, gross])).toEqual([
      [0n, 1000n, 0n],
      [1000n, 2000n, 1000n],
    ]);
  });
});

describe('the choice of units', () => {
  it('user-asks 25: among units of one price is by the place of the line, however prices are reached', () => {
    const lines = [aLine('1', [aPrice('10')]), aLine('2', [aPrice('10')]), aLine('1', [aPrice('20')])];
    expect(discounts({ type: 'cheapest_free', of: 4 }, lines)).toEqual([1000n, 0n, 0n]);
    expect(discounts({ ...threeForTwo, given: 'DEAREST' }, lines)).toEqual([0n, 0n, 2000n]);
  });

  it('compares what is left of a unit, not of a line', () => {
    const lines = [aLine('3', [aPrice('7')]), aLine('1', [aPrice('20')])];
    expect(discounts({ type: 'cheapest_free', of: 2 }, lines)).toEqual([1400n, 0n]);
  });

  it('takes a third of 20.00 as the units of the line carry it', () => {
    const { lines } = priced([anOffer(threeForTwo)], [aLine('3', [aPrice('6.666667')])]);
    expect(lines[0]).toMatchObject({ amount: 2000n, discount: 667n, gross: 1333n });
  });
});

describe('the cheapest free', () => {
  it('semantics §8: buy 2 get the cheapest free of 30, 20, 10 leaves 50.00', () => {
    const { lines, totals } = priced([anOffer({ type: 'cheapest_free', of: 3 })], units('30', '20', '10'));
    expect(lines.map(({ gross }) => gross)).toEqual([3000n, 2000n, 0n]);
    expect(totals.total).toBe(5000n);
  });

  it('is the cheapest whatever the channel gives else, and once if it says so', () => {
    const lines = units('30', '20', '10', '5');
    expect(discounts({ type: 'cheapest_free', of: 2 }, lines, { givenUnits: 'DEAREST' })).toEqual([0n, 2000n, 0n, 500n]);
    expect(discounts({ type: 'cheapest_free', of: 2, repeats: 1 }, lines)).toEqual([0n, 2000n, 0n, 0n]);
  });
});

describe('buy x get y', () => {
  const shoesAndSocks = (get: Fields, over: Fields = {}): Fields => ({
    type: 'buy_x_get_y',
    buy: { items: variants(1), quantity: 2 },
    get: { items: variants(2, 3), quantity: 1, ...get },
    ...over,
  });
  const lines = [aLine('4', [aPrice('50')]), aLine('2', [aPrice('5')]), aLine('1', [aPrice('4')])];

  it('gives the cheapest of what may be given, for each time that enough is bought', () => {
    expect(discounts(shoesAndSocks({ percent: '100' }), lines)).toEqual([0n, 500n, 400n]);
    expect(discounts(shoesAndSocks({ percent: '50' }, { given: 'DEAREST' }), lines)).toEqual([0n, 500n, 0n]);
    expect(discounts(shoesAndSocks({ percent: '50' }, { repeats: 1 }), lines)).toEqual([0n, 0n, 200n]);
    expect(discounts(shoesAndSocks({ amounts: { EUR: '4.50' }, entry: 'GROSS' }), lines)).toEqual([0n, 450n, 400n]);
    expect(discounts(shoesAndSocks({ amounts: { USD: '4.50' }, entry: 'GROSS' }), lines)).toEqual([0n, 0n, 0n]);
  });

  it('asks for whole units of what is bought', () => {
    expect(discounts(shoesAndSocks({ percent: '100' }), [aLine('1.999', [aPrice('50')]), ...units('5')])).toEqual([0n, 0n]);
    expect(discounts(shoesAndSocks({ percent: '100' }), [aLine('2', [aPrice('50')]), ...units('5')])).toEqual([0n, 500n]);
  });

  it('gives what there is of a last time', () => {
    const two = shoesAndSocks({ percent: '100', quantity: 2 });
    expect(discounts(two, lines)).toEqual([0n, 1000n, 400n]);
    expect(discounts(two, [aLine('2', [aPrice('50')]), ...units('5')])).toEqual([0n, 500n]);
  });

  it.each([
    ['2', 0n],
    ['3', 500n],
    ['4', 500n],
    ['5', 500n],
    ['6', 1000n],
  ])('buy 2 get 1 half off, of %s alike at 10.00, takes off %s', (quantity, off) => {
    const same = { type: 'buy_x_get_y', buy: { quantity: 2 }, get: { quantity: 1, percent: '50' } };
    expect(discounts(same, [aLine(quantity, [aPrice('10')])])).toEqual([off]);
  });

  it('never has a unit as bought and as given', () => {
    const mixed = {
      type: 'buy_x_get_y',
      buy: { items: variants(1, 2), quantity: 1 },
      get: { items: variants(2, 3), quantity: 1, percent: '100' },
    };
    expect(discounts(mixed, units('30', '20', '10'))).toEqual([0n, 0n, 1000n]);
    expect(discounts(mixed, units('30', '20'))).toEqual([0n, 2000n]);
    expect(discounts(mixed, units('20', '9', '8'))).toEqual([0n, 0n, 800n]);
    expect(discounts(mixed, units('30'))).toEqual([0n]);
  });

  describe('user-asks 24: two on one product', () => {
    const half = { type: 'buy_x_get_y', buy: { quantity: 1 }, get: { quantity: 1, percent: '50' }, repeats: 1 };
    const free = { type: 'buy_x_get_y', buy: { quantity: 2 }, get: { quantity: 1, percent: '100' }, repeats: 1 };
    const both = (groupId: string | null): PromotionTerms[] => [
      anOffer(free, { id: 'promo_free' as Id<'promotion'>, sequence: 1 }),
      anOffer(half, { id: 'promo_half' as Id<'promotion'>, sequence: 2, groupId }),
    ];

    it('have units of their own', () => {
      const { discounts: told, lines: found } = priced(both(null), [aLine('5', [aPrice('10')])]);
      expect(told.map(({ promotionId, amount }) => [promotionId, amount])).toEqual([
        ['promo_free', 1000n],
        ['promo_half', 500n],
      ]);
      expect(found[0]?.discounts).toEqual([
        { promotionId: 'promo_free', amount: 1000n },
        { promotionId: 'promo_half', amount: 500n },
      ]);
    });

    it('do not share a unit', () => {
      const { discounts: told } = priced(both(null), [aLine('4', [aPrice('10')])]);
      expect(told.map(({ promotionId }) => promotionId)).toEqual(['promo_free']);
    });

    it('may have the same units in different groups, but none that costs nothing any more', () => {
      const amounts = (quantity: string): readonly bigint[] =>
        priced(both('second'), [aLine(quantity, [aPrice('10')])]).discounts.map(({ amount }) => amount);
      expect(amounts('3')).toEqual([1000n, 500n]);
      expect(amounts('2')).toEqual([500n]);
    });
  });
});

describe('a bundle', () => {
  const outfit = (over: Fields = {}): Fields => ({
    type: 'bundle_price',
    parts: [
      { items: variants(1, 2), quantity: 1 },
      { items: variants(3), quantity: 1 },
    ],
    amounts: { EUR: '60.00' },
    entry: 'GROSS',
    ...over,
  });

  it('costs so much, allocated over its units', () => {
    const { lines, totals } = priced([anOffer(outfit())], [...units('50'), aLine('1', [aPrice('1')]), ...units('30')]);
    expect(lines.map(({ discount }) => discount)).toEqual([1250n, 0n, 750n]);
    expect(totals.total).toBe(6100n);
  });

  it('is made as often as it saves something, and as it may', () => {
    const lines = [...units('50', '10'), aLine('2', [aPrice('30')])];
    expect(priced([anOffer(outfit())], lines).totals.discount).toBe(2000n);
    const three = [aLine('3', [aPrice('50')]), ...units('1'), aLine('3', [aPrice('30')])];
    expect(priced([anOffer(outfit())], three).totals.discount).toBe(6000n);
    expect(priced([anOffer(outfit({ repeats: 2 }))], three).totals.discount).toBe(4000n);
  });

  it('finds a unit for each part where some fit several', () => {
    const parts = [
      { items: variants(1, 2), quantity: 1 },
      { items: variants(1), quantity: 1 },
    ];
    expect(discounts(outfit({ parts }), units('50', '40'))).toEqual([1667n, 1333n]);
    expect(discounts(outfit({ parts }), units('50'))).toEqual([0n]);
  });

  it('is nothing where a part is missing, and in a currency without a price', () => {
    expect(discounts(outfit(), units('50', '40'))).toEqual([0n, 0n]);
    expect(discounts(outfit({ amounts: { USD: '60' } }), units('50', '40', '30'))).toEqual([0n, 0n, 0n]);
  });
});

describe('a gift', () => {
  const mug = { type: 'gift', variantId: 'var_2', quantity: 1 };

  it('is told, for the cart to put in', () => {
    const { gifts, totals } = priced([anOffer(mug)], units('30'));
    expect(gifts).toEqual([{ promotionId: 'promo_gift', variantId: 'var_2', quantity: 1000n }]);
    expect(totals).toMatchObject({ discount: 0n, total: 3000n });
  });

  it('costs nothing where it lies in the basket, one unit and no more', () => {
    const { gifts, lines } = priced([anOffer(mug)], [...units('30'), aLine('3', [aPrice('8')])]);
    expect(gifts).toHaveLength(1);
    expect(lines.map(({ discount }) => discount)).toEqual([0n, 800n]);
  });
});
