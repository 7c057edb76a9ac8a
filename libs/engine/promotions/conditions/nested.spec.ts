import { stranger, type Id } from '#kernel';
import { aBasket, aCondition, aLine, anItem, aPrice, aPromotion, aStanding, aTerms, noon } from '../../builders.js';
import { priceBasket } from '../../price-basket.js';
import { parseConditions } from '../parse.js';

const netherlands = { type: 'country', codes: ['NL'] };
const belgium = { type: 'country', codes: ['BE'] };
const two = { type: 'minimum_quantity', quantity: '2' };
const first = { type: 'orders', to: 1 };
const shoes = { type: 'category', ids: ['cat_shoes'] };
const hasShoes = { type: 'contains', items: shoes };

const standing = aStanding(aBasket([aLine('1', [aPrice('10')], { item: anItem() })]));
const toBelgium = { allowed: 'BE', given: 'NL' };

describe('nested conditions', () => {
  it.each([
    ['all', [netherlands], null],
    ['all', [netherlands, belgium, two], { condition: 'country', ...toBelgium }],
    ['all', [netherlands, first], { condition: 'orders', from: 1, to: 1, order: null }],
    ['any', [belgium, netherlands], null],
    ['any', [first, netherlands], null],
    [
      'any',
      [belgium, two],
      {
        alternatives:
          '[{"condition":"country","allowed":"BE","given":"NL"},{"condition":"minimum_quantity","minimum":"2","missing":"1"}]',
      },
    ],
    ['none', [belgium, hasShoes], null],
    ['none', [belgium, netherlands], { against: 'country' }],
    [
      'none',
      [{ type: 'contains', items: { type: 'none', items: [shoes] } }],
      { against: 'contains', items: expect.any(String) as string },
    ],
    // whose number is not known, is not said to be none of them
    ['none', [first], { against: 'orders' }],
  ])('%s of %j: %j', (type, conditions, facts) => expect(aCondition({ type, conditions }).unmet(standing)).toEqual(facts));

  it('name the items that are in the way', () => {
    const { unmet } = aCondition({ type: 'none', conditions: [hasShoes] });
    const basket = aBasket([aLine('1', [aPrice('10')], { item: anItem({ categoryIds: ['cat_shoes'] }) })]);
    const against = { against: 'contains', items: '{"type":"category","ids":["cat_shoes"]}' };
    expect(unmet(aStanding(basket))).toEqual(against);
    expect(unmet(aStanding(aBasket([aLine('1', [aPrice('10')])])))).toEqual(against);
  });

  it('tell of the innermost', () => {
    const nested = {
      type: 'all',
      conditions: [{ type: 'all', conditions: [netherlands, { type: 'none', conditions: [netherlands] }] }],
    };
    expect(aCondition(nested).unmet(standing)).toEqual({ condition: 'none', against: 'country' });
  });

  it.each([
    // what is so for certain outweighs what is not known
    ['all', [netherlands, first], null],
    ['all', [belgium, first], false],
    ['all', [netherlands], true],
    ['any', [netherlands, first], true],
    ['any', [belgium, first], null],
    ['none', [netherlands, first], false],
    ['none', [belgium, first], null],
    ['none', [belgium], true],
  ])('%s of %j holds: %s', (type, conditions, holds) => {
    expect(aCondition({ type, conditions }).holds(standing)).toBe(holds);
  });

  it('may be nested as deeply as is allowed at little cost', () => {
    let asked = netherlands as object;
    for (let depth = 0; depth < 19; depth += 1) asked = { type: 'none', conditions: [asked] };
    expect(aCondition(asked).holds(standing)).toBe(false);
  });

  it('deny only what is known', () => {
    const unknown = (type: string, of: object[]): unknown =>
      aCondition({ type: 'none', conditions: [{ type, conditions: of }] }).unmet(standing);
    expect(unknown('all', [netherlands, first])).toEqual({ against: 'all' });
    expect(unknown('all', [belgium, first])).toBeNull();
    expect(unknown('any', [belgium, first])).toEqual({ against: 'any' });
    expect(unknown('none', [netherlands, first])).toBeNull();
  });

  it.each([
    ['all', [two, netherlands, { type: 'store', ids: ['loc_a', 'loc_b'] }], ['country:NL']],
    ['all', [two], null],
    [
      'any',
      [netherlands, hasShoes, { type: 'country', codes: ['NL', 'BE'] }],
      ['category:cat_shoes', 'country:BE', 'country:NL'],
    ],
    ['any', [netherlands, two], null],
    ['none', [netherlands], null],
  ])('%s of %j needs %j', (type, conditions, keys) => expect(aCondition({ type, conditions }).keys).toEqual(keys));
});

describe('a code that is refused', () => {
  const shirts = anItem({ categoryIds: ['cat_shirts'] });
  const basket = aBasket(
    [
      aLine('1', [aPrice('45.99')], { item: anItem({ categoryIds: ['cat_shoes'] }) }),
      aLine('1', [aPrice('30')], { item: shirts }),
    ],
    { codes: ['shoes10'], buyer: { ...stranger, customerId: 'cus_ann' as Id<'customer'> } },
  );

  it('says that 4.01 EUR of shoes are missing, and applies when they are there', () => {
    const conditions = parseConditions([{ type: 'minimum_amount', amounts: { EUR: '50' }, items: shoes }]);
    const terms = aTerms({ promotions: [aPromotion('10', { code: 'SHOES10', conditions })] });
    const { refusedCodes, discounts } = priceBasket(terms, basket, noon);
    expect(discounts).toEqual([]);
    expect(refusedCodes).toEqual([
      {
        code: 'SHOES10',
        reason: 'CONDITION',
        facts: {
          condition: 'minimum_amount',
          currency: 'EUR',
          basis: 'AFTER_ITEM',
          items: '{"type":"category","ids":["cat_shoes"]}',
          minimum: '50.00',
          missing: '4.01',
        },
      },
    ]);
    const lines = [...basket.lines, aLine('1', [aPrice('4.01')], { id: 'line_3', item: anItem({ categoryIds: ['cat_shoes'] }) })];
    const enough = priceBasket(terms, { ...basket, lines }, noon);
    expect(enough.refusedCodes).toEqual([]);
    expect(enough.discounts).toMatchObject([{ code: 'SHOES10', amount: 800n }]);
  });

  it('tells of no other customers', () => {
    const conditions = parseConditions([{ type: 'any', conditions: [{ type: 'customer', ids: ['cus_bob'] }, first] }]);
    const terms = aTerms({ promotions: [aPromotion('10', { code: 'SHOES10', conditions })] });
    const { refusedCodes } = priceBasket(terms, { ...basket, ordersBefore: 3 }, noon);
    expect(refusedCodes).toEqual([
      {
        code: 'SHOES10',
        reason: 'CONDITION',
        facts: {
          condition: 'any',
          alternatives: '[{"condition":"customer","signedIn":true},{"condition":"orders","from":1,"to":1,"order":4}]',
        },
      },
    ]);
  });
});
