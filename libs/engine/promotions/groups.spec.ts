import type { Id } from '#kernel';
import { aBasket, aLine, aList, aMethod, aPrice, aPromotion, aTerms, noon } from '../builders.js';
import { defaultConventions, type Conventions } from '../conventions.js';
import { priceBasket } from '../price-basket.js';
import type { PricedBasket } from '../priced-basket.js';
import { parseAction, parseConditions } from './parse.js';
import type { PromotionGroupTerms, PromotionTerms } from './promotion.js';

const list = 'pl_base' as Id<'priceList'>;
const hundred = aBasket([aLine('1', [aPrice('100')])]);
const two = aBasket([aLine('1', [aPrice('100')]), aLine('1', [aPrice('50')])], {
  shippingMethodId: 'ship_flat' as Id<'shippingMethod'>,
});

function promo(id: string, action: object, over: Partial<PromotionTerms> = {}): PromotionTerms {
  const { lane = 'ORDER' } = over;
  return aPromotion('1', { id: `promo_${id}` as Id<'promotion'>, ...over, action: parseAction(action, lane) });
}

const off = (id: string, percent: string, over: Partial<PromotionTerms> = {}): PromotionTerms =>
  promo(id, { type: 'percent_off_order', percent }, over);

const group = (over: Partial<PromotionGroupTerms> = {}): PromotionGroupTerms => ({
  ...{ id: 'g', parentId: null, mode: 'STACK', scope: 'ORDER', stacking: 'COMBINES', sequence: 0 },
  ...over,
});

function given(
  promotions: readonly PromotionTerms[],
  over: {
    groups?: readonly PromotionGroupTerms[];
    basket?: typeof hundred;
    conventions?: Partial<Conventions>;
    codes?: string[];
  } = {},
): PricedBasket {
  const { groups = [], basket = hundred, conventions = {}, codes = [] } = over;
  const terms = aTerms({
    promotions,
    groups,
    conventions: { ...defaultConventions, ...conventions },
    shippingMethods: [aMethod('6.05')],
  });
  return priceBasket(terms, { ...basket, codes }, noon, { explain: true });
}

const verdicts = ({ trace }: PricedBasket): Record<string, string> =>
  Object.fromEntries((trace?.promotions ?? []).map(({ promotionId, verdict }) => [promotionId.slice(6), verdict]));
const discounts = ({ lines }: PricedBasket): bigint[] => lines.map(({ discount }) => discount);

describe('a group for the order', () => {
  const members = [
    off('mid', '20', { groupId: 'g', sequence: 1 }),
    off('high', '30', { groupId: 'g', sequence: 2 }),
    off('low', '10', { groupId: 'g', sequence: 3 }),
  ];

  it.each([
    ['STACK', 4960n, { mid: 'APPLIED', high: 'APPLIED', low: 'APPLIED' }],
    ['FIRST', 2000n, { mid: 'APPLIED', high: 'OUTRANKED', low: 'OUTRANKED' }],
    ['HIGHEST', 3000n, { mid: 'OUTRANKED', high: 'APPLIED', low: 'OUTRANKED' }],
    ['LOWEST', 1000n, { mid: 'OUTRANKED', high: 'OUTRANKED', low: 'APPLIED' }],
    ['BEST_DEAL', 3000n, { mid: 'OUTRANKED', high: 'APPLIED', low: 'OUTRANKED' }],
  ] as const)('of mode %s takes off %s of 100.00', (mode, discount, expected) => {
    const priced = given(members, { groups: [group({ mode })] });
    expect(discounts(priced)).toEqual([discount]);
    expect(verdicts(priced)).toEqual(expected);
  });

  it.each(['FIRST', 'HIGHEST', 'LOWEST', 'BEST_DEAL'] as const)('of mode %s passes over those that do not apply', (mode) => {
    const conditions = parseConditions([{ type: 'minimum_amount', amounts: { EUR: '500.00' }, basis: 'BEFORE' }]);
    const best = off('none', '90', { groupId: 'g', conditions });
    const worst = off('least', '1', { groupId: 'g', conditions });
    const priced = given([best, worst, off('does', '10', { groupId: 'g', sequence: 9 })], { groups: [group({ mode })] });
    expect(discounts(priced)).toEqual([1000n]);
    expect(verdicts(priced)).toEqual({ none: 'CONDITION', least: 'CONDITION', does: 'APPLIED' });
  });

  it('of equal ones takes the smaller sequence, then the smaller id', () => {
    const equal = ['b', 'a'].map((id) => off(id, '10', { groupId: 'g' }));
    for (const mode of ['FIRST', 'HIGHEST', 'LOWEST', 'BEST_DEAL'] as const) {
      expect(verdicts(given(equal, { groups: [group({ mode })] }))).toEqual({ a: 'APPLIED', b: 'OUTRANKED' });
      const first = off('c', '10', { groupId: 'g', sequence: -1 });
      expect(verdicts(given([...equal, first], { groups: [group({ mode })] }))['c']).toBe('APPLIED');
    }
  });

  it('tells a code that another went before it', () => {
    const coded = off('code', '10', { groupId: 'g', sequence: 5, code: 'TEN' });
    const priced = given([...members, coded], { groups: [group({ mode: 'HIGHEST' })], codes: ['ten'] });
    expect(priced.refusedCodes).toEqual([{ code: 'TEN', reason: 'OUTRANKED', facts: { by: 'promo_high' } }]);
    expect(priced.discounts.map(({ promotionId }) => promotionId)).toEqual(['promo_high']);
  });

  it('may hold groups: the better of 20 % then 10 %, or 25 %', () => {
    const groups = [group({ mode: 'HIGHEST' }), group({ id: 'both', parentId: 'g', sequence: 1 })];
    const stacked = [off('one', '20', { groupId: 'both' }), off('two', '10', { groupId: 'both', sequence: 1 })];
    const priced = given([...stacked, off('alone', '25', { groupId: 'g' })], { groups });
    expect(discounts(priced)).toEqual([2800n]);
    expect(verdicts(priced)).toEqual({ one: 'APPLIED', two: 'APPLIED', alone: 'OUTRANKED' });
    expect(priced.trace?.groups).toEqual([
      {
        groupId: 'g',
        mode: 'HIGHEST',
        scope: 'ORDER',
        alternatives: [
          { id: 'promo_alone', amount: 2500n, chosen: false },
          { id: 'both', amount: 2800n, chosen: true },
        ],
      },
    ]);
  });
});

describe('a group for each item', () => {
  // of 100.00 and 50.00: 20.00 and 10.00, or 15.00 and 15.00
  const percent = off('percent', '20', {
    lane: 'ITEM',
    groupId: 'g',
    action: parseAction({ type: 'percent_off_order', percent: '20' }, 'ITEM'),
  });
  const amount = promo(
    'amount',
    { type: 'amount_off_items', amounts: { EUR: '15.00' }, entry: 'GROSS', each: 'LINE' },
    { lane: 'ITEM', groupId: 'g', sequence: 1 },
  );

  it.each([
    ['FIRST', [2000n, 1000n]],
    ['HIGHEST', [2000n, 1500n]],
    ['LOWEST', [1500n, 1000n]],
  ] as const)('of mode %s', (mode, expected) => {
    const priced = given([percent, amount], { groups: [group({ mode, scope: 'ITEM' })], basket: two });
    expect(discounts(priced)).toEqual(expected);
    const applied = mode === 'FIRST' ? ['promo_percent'] : ['promo_percent', 'promo_amount'];
    expect(priced.discounts.map(({ promotionId }) => promotionId)).toEqual(applied);
  });

  it('comes of a convention too: the best alone', () => {
    const [first, second] = [percent, amount].map((each) => ({ ...each, groupId: null }));
    if (!first || !second) throw new Error('there are two');
    const alone = given([first, second], { basket: two, conventions: { itemPromotions: 'BEST_ONLY' } });
    expect(discounts(alone)).toEqual([2000n, 1500n]);
    expect(discounts(given([first, second], { basket: two }))).toEqual([3500n, 2500n]);
  });
});

describe('stacking', () => {
  it.each([
    ['STOPS', 'EXCLUSIVE_FIRST', 2800n, { a: 'APPLIED', b: 'APPLIED', c: 'EXCLUDED' }],
    ['EXCLUDES', 'EXCLUSIVE_FIRST', 1000n, { a: 'EXCLUDED', b: 'APPLIED', c: 'EXCLUDED' }],
    ['EXCLUDES', 'BY_SEQUENCE', 4400n, { a: 'APPLIED', b: 'EXCLUDED', c: 'APPLIED' }],
    ['COMBINES', 'BY_SEQUENCE', 4960n, { a: 'APPLIED', b: 'APPLIED', c: 'APPLIED' }],
  ] as const)('%s, %s: 20 %%, 10 %% (this one), 30 %% take off %s', (stacking, exclusivity, discount, expected) => {
    const promotions = [
      off('a', '20', { sequence: 1 }),
      off('b', '10', { sequence: 2, stacking }),
      off('c', '30', { sequence: 3 }),
    ];
    const priced = given(promotions, { conventions: { exclusivity } });
    expect(discounts(priced)).toEqual([discount]);
    expect(verdicts(priced)).toEqual(expected);
  });

  it('is said item by item in the ITEM lane, and does not reach into the next', () => {
    const only = promo(
      'only',
      { type: 'percent_off_items', percent: '10', items: { type: 'variant', ids: ['var_1'] } },
      { lane: 'ITEM', stacking: 'EXCLUDES', sequence: 5 },
    );
    const every = promo('all', { type: 'percent_off_items', percent: '20' }, { lane: 'ITEM' });
    const priced = given([only, every, off('order', '50')], { basket: two });
    expect(discounts(priced)).toEqual([1000n + 4500n, 1000n + 2000n]);
  });

  it('of a group holds for the group as a whole', () => {
    const members = [off('a', '20', { groupId: 'g' }), off('b', '10', { groupId: 'g', sequence: 1 })];
    const priced = given([...members, off('c', '30', { sequence: -1 })], { groups: [group({ stacking: 'EXCLUDES' })] });
    expect(verdicts(priced)).toEqual({ a: 'APPLIED', b: 'APPLIED', c: 'EXCLUDED' });
    expect(discounts(priced)).toEqual([2800n]);
  });

  it('of one that does not apply keeps nobody off', () => {
    const conditions = parseConditions([{ type: 'minimum_amount', amounts: { EUR: '500.00' }, basis: 'BEFORE' }]);
    const priced = given([off('a', '90', { stacking: 'EXCLUDES', conditions }), off('b', '10')]);
    expect(verdicts(priced)).toEqual({ a: 'CONDITION', b: 'APPLIED' });
  });
});

describe('the best deal', () => {
  it('counts shipping: 5 % of 100.00, or free shipping of 6.05', () => {
    const free = promo('free', { type: 'free_shipping' }, { lane: 'SHIPPING', groupId: 'g' });
    const priced = given([off('five', '5', { groupId: 'g' }), free], {
      groups: [group({ mode: 'BEST_DEAL' })],
      basket: { ...hundred, shippingMethodId: 'ship_flat' as Id<'shippingMethod'> },
    });
    expect(verdicts(priced)).toEqual({ five: 'OUTRANKED', free: 'APPLIED' });
    expect(priced.totals.total).toBe(10_000n);
    expect(priced.trace?.groups[0]?.alternatives).toEqual([
      { id: 'promo_five', amount: 10_105n, chosen: false },
      { id: 'promo_free', amount: 10_000n, chosen: true },
    ]);
  });

  it('is judged after all else: 20 % that ends free shipping from 85.00 is worse than 15 % that does not', () => {
    const conditions = parseConditions([{ type: 'minimum_amount', amounts: { EUR: '85.00' }, basis: 'AFTER_ALL' }]);
    const free = promo('free', { type: 'free_shipping' }, { lane: 'SHIPPING', conditions });
    const priced = given([off('more', '20', { groupId: 'g' }), off('less', '15', { groupId: 'g' }), free], {
      groups: [group({ mode: 'BEST_DEAL' })],
      basket: { ...hundred, shippingMethodId: 'ship_flat' as Id<'shippingMethod'> },
    });
    expect(priced.totals.total).toBe(8500n);
    expect(verdicts(priced)).toEqual({ less: 'APPLIED', more: 'OUTRANKED', free: 'APPLIED' });
  });

  it('of several groups is decided one after the other', () => {
    const groups = [group({ mode: 'BEST_DEAL', sequence: 1 }), group({ id: 'h', mode: 'BEST_DEAL', sequence: 2 })];
    const members = [
      off('a', '10', { groupId: 'g' }),
      off('b', '20', { groupId: 'g' }),
      off('c', '30', { groupId: 'h' }),
      off('d', '5', { groupId: 'h' }),
    ];
    const priced = given(members, { groups });
    expect(discounts(priced)).toEqual([4400n]);
    expect(verdicts(priced)).toEqual({ a: 'OUTRANKED', b: 'APPLIED', c: 'APPLIED', d: 'OUTRANKED' });
  });
});

describe('a sale price and promotions', () => {
  const sale = 'pl_sale' as Id<'priceList'>;
  const lists = [aList(), aList({ id: sale, code: 'sale', sale: true, priority: 1 })];
  const basket = aBasket([
    aLine('1', [aPrice('100', '0', { listId: list }), aPrice('85', '0', { listId: sale })]),
    aLine('1', [aPrice('100', '0', { listId: list }), aPrice('70', '0', { listId: sale })]),
    aLine('1', [aPrice('10')]),
  ]);
  const priced = (salePrice: Conventions['salePrice']): PricedBasket =>
    priceBasket(
      aTerms({ lists, promotions: [off('twenty', '20')], conventions: { ...defaultConventions, salePrice } }),
      basket,
      noon,
    );

  it('go together', () => {
    expect(priced('STACK').lines.map(({ gross }) => gross)).toEqual([6800n, 5600n, 800n]);
  });

  it('or each line has whichever is less: 100.00 less 20 %, not 85.00; but 70.00', () => {
    const { lines, totals } = priced('BEST_DEAL');
    expect(lines.map(({ gross, price }) => [gross, price?.listId])).toEqual([
      [8000n, list],
      [7000n, sale],
      [800n, list],
    ]);
    expect(totals.total).toBe(15_800n);
  });
});
