import type { Id } from '#kernel';
import { aBasket, aLine, aList, aPrice, aPromotion, aTerms, noon } from '../builders.js';
import { priceBasket } from '../price-basket.js';
import type { PricedBasket } from '../priced-basket.js';
import { parseAction, parseConditions } from './parse.js';
import type { PromotionTerms } from './promotion.js';

const hundred = aBasket([aLine('1', [aPrice('100')])]);
const from60 = (basis: string): PromotionTerms['conditions'] =>
  parseConditions([{ type: 'minimum_amount', amounts: { EUR: '60.00' }, basis }]);

function given(promotions: readonly PromotionTerms[], codes: readonly string[] = [], basket = hundred): PricedBasket {
  return priceBasket(aTerms({ promotions }), { ...basket, codes }, noon);
}

describe('percent off the order', () => {
  it('multiplies: 10 % then 20 % is 100 → 90 → 72, not 70', () => {
    const { lines, discounts, totals } = given([aPromotion('20', { sequence: 2 }), aPromotion('10', { sequence: 1 })]);
    expect(discounts.map(({ promotionId, amount }) => [promotionId, amount])).toEqual([
      ['promo_10', 1000n],
      ['promo_20', 1800n],
    ]);
    expect(lines[0]?.discounts).toEqual([
      { promotionId: 'promo_10', amount: 1000n },
      { promotionId: 'promo_20', amount: 1800n },
    ]);
    expect(totals.total).toBe(7200n);
  });

  it('40 % then 70 % leaves 18.00, not nothing', () => {
    expect(given([aPromotion('40', { lane: 'ITEM' }), aPromotion('70')]).totals.total).toBe(1800n);
  });

  it('is taken once on the total and allocated by largest remainder', () => {
    const basket = aBasket([aLine('1', [aPrice('33.33')]), aLine('1', [aPrice('33.33')]), aLine('1', [aPrice('33.34')])]);
    const { lines } = given([aPromotion('10')], [], basket);
    expect(lines.map(({ discount }) => discount)).toEqual([333n, 333n, 334n]);
    const six = aBasket(Array.from({ length: 6 }, () => aLine('1', [aPrice('1.67')])));
    expect(given([aPromotion('9.98')], [], six).lines.map(({ discount }) => discount)).toEqual([17n, 17n, 17n, 17n, 16n, 16n]);
  });

  it('takes net and gross lines each in their own basis', () => {
    const other = 'pl_net' as Id<'priceList'>;
    const terms = aTerms({ lists: [aList(), aList({ id: other, entry: 'NET' })], promotions: [aPromotion('10')] });
    const basket = aBasket([aLine('1', [aPrice('121')]), aLine('1', [aPrice('100', '0', { listId: other })])]);
    const { lines, totals } = priceBasket(terms, basket, noon);
    expect(lines.map(({ entry, discount, net, gross }) => [entry, discount, net, gross])).toEqual([
      ['GROSS', 1210n, 9000n, 10_890n],
      ['NET', 1000n, 9000n, 10_890n],
    ]);
    expect(totals.total).toBe(21_780n);
  });

  it('of 100 leaves zero', () => {
    expect(given([aPromotion('100'), aPromotion('50', { sequence: 1 })]).totals).toMatchObject({ discount: 10_000n, total: 0n });
  });
});

describe('the order of evaluation', () => {
  it('is lane, sequence, id', () => {
    const promotions = [
      aPromotion('1', { id: 'promo_d' as Id<'promotion'>, sequence: 2 }),
      aPromotion('1', { id: 'promo_c' as Id<'promotion'>, sequence: 1 }),
      aPromotion('1', { id: 'promo_b' as Id<'promotion'>, sequence: 1 }),
      aPromotion('1', { id: 'promo_a' as Id<'promotion'>, lane: 'ITEM', sequence: 9, code: 'ITEMS' }),
    ];
    const ids = given(promotions, ['items']).discounts.map(({ promotionId }) => promotionId);
    expect(ids).toEqual(['promo_a', 'promo_b', 'promo_c', 'promo_d']);
  });

  it.each([
    ['ITEM', 'BEFORE', true],
    ['ITEM', 'AFTER_ITEM', false],
    ['ITEM', 'AFTER_ALL', false],
    ['ORDER', 'BEFORE', true],
    ['ORDER', 'AFTER_ITEM', true],
    ['ORDER', 'AFTER_ALL', false],
  ] as const)('70.00 with 50 %% off in lane %s: from 60.00 %s holds: %s', (lane, basis, holds) => {
    const basket = aBasket([aLine('1', [aPrice('70')])]);
    const half = aPromotion('50', { lane, action: parseAction({ type: 'percent_off_order', percent: '50' }, lane) });
    const { discounts } = given([half, aPromotion('1', { sequence: 1, conditions: from60(basis) })], [], basket);
    expect(discounts.some(({ promotionId }) => promotionId === 'promo_1')).toBe(holds);
  });

  it('lets no promotion lower what its own condition reads', () => {
    const basket = aBasket([aLine('1', [aPrice('60')])]);
    expect(given([aPromotion('50', { conditions: from60('AFTER_ALL') })], [], basket).totals.total).toBe(3000n);
  });
});

describe('a code', () => {
  const welcome = aPromotion('10', { code: 'WELCOME', limited: true });

  it('is compared trimmed and in upper case, and counts once', () => {
    const { discounts, refusedCodes } = given([welcome], [' welcome ', 'WELCOME']);
    expect(discounts).toEqual([
      { promotionId: 'promo_10', code: 'WELCOME', name: { en: '10 % off' }, limited: true, amount: 1000n },
    ]);
    expect(refusedCodes).toEqual([]);
  });

  it('must be entered', () => {
    expect(given([welcome]).discounts).toEqual([]);
  });

  it.each([
    ['UNKNOWN', 'nope', {}, {}],
    ['NOT_STARTED', 'welcome', { validFrom: noon + 1 }, { startsAt: '2027-03-28T12:00:00.001Z' }],
    ['ENDED', 'welcome', { validTo: noon }, { endedAt: '2027-03-28T12:00:00.000Z' }],
    [
      'CONDITION',
      'welcome',
      { conditions: parseConditions([{ type: 'minimum_amount', amounts: { EUR: '125' }, basis: 'BEFORE' }]) },
      { condition: 'minimum_amount', currency: 'EUR', basis: 'BEFORE', minimum: '125.00', missing: '25.00' },
    ],
    [
      'CONDITION',
      'welcome',
      { conditions: parseConditions([{ type: 'minimum_amount', amounts: { USD: '1' }, basis: 'BEFORE' }]) },
      { condition: 'minimum_amount', currency: 'EUR' },
    ],
  ])('is refused as %s, with the facts', (reason, code, over, facts) => {
    const { discounts, refusedCodes, totals } = given([{ ...welcome, ...over }], [code]);
    expect(refusedCodes).toEqual([{ code: code.toUpperCase(), reason, facts }]);
    expect(discounts).toEqual([]);
    expect(totals.total).toBe(10_000n);
  });

  it('that has nothing to lower yet is still told', () => {
    expect(given([welcome], ['welcome'], aBasket([])).discounts).toMatchObject([{ code: 'WELCOME', amount: 0n }]);
    expect(given([aPromotion('10')], [], aBasket([])).discounts).toEqual([]);
  });
});

describe('a definition', () => {
  it('is given back as it is to be stored, and reads the same again', () => {
    const { definition } = parseAction({ type: 'percent_off_order', percent: '10.50' }, 'ORDER');
    expect(definition).toEqual({ type: 'percent_off_order', percent: '10.5' });
    expect(parseAction(definition, 'ORDER').definition).toEqual(definition);
    const [condition] = parseConditions([{ type: 'minimum_amount', amounts: { EUR: '50', JPY: '100' }, basis: 'BEFORE' }]);
    expect(condition?.definition).toEqual({ type: 'minimum_amount', amounts: { EUR: '50.00', JPY: '100' }, basis: 'BEFORE' });
    expect(parseConditions([condition?.definition])[0]?.definition).toEqual(condition?.definition);
  });

  it.each([
    [['action'], 'text'],
    [['action'], null],
    [['action'], []],
    [['action', 'type'], {}],
    [['action', 'type'], { type: 'free_money' }],
    [['action', 'type'], { type: 'constructor' }],
    [['action', 'precent'], { type: 'percent_off_order', precent: '10' }],
    [['action', 'percent'], { type: 'percent_off_order' }],
    [['action', 'percent'], { type: 'percent_off_order', percent: 10 }],
    [['action', 'percent'], { type: 'percent_off_order', percent: '0' }],
    [['action', 'percent'], { type: 'percent_off_order', percent: '-5' }],
    [['action', 'percent'], { type: 'percent_off_order', percent: '100.000001' }],
    [['action', 'percent'], { type: 'percent_off_order', percent: '1e1' }],
    [['action', 'percent'], { type: 'percent_off_order', percent: '0.0000001' }],
  ])('of an action is refused at %j: %j', (path, definition) => {
    expect(() => parseAction(definition, 'ORDER')).toThrow(
      expect.objectContaining({ name: 'UserError', code: 'INVALID', path }) as Error,
    );
  });

  it('of an action is refused in a lane where it cannot stand', () => {
    const parse = (): unknown => parseAction({ type: 'percent_off_order', percent: '10' }, 'SHIPPING', ['action']);
    expect(parse).toThrow('percent_off_order cannot stand in lane SHIPPING; it can in ITEM, ORDER');
  });

  it.each([
    [['conditions'], {}],
    [['conditions', 0], [7]],
    [['conditions', 0, 'type'], [{ type: 'full_moon' }]],
    [['conditions', 0, 'amounts'], [{ type: 'minimum_amount', basis: 'BEFORE' }]],
    [['conditions', 0, 'amounts'], [{ type: 'minimum_amount', basis: 'BEFORE', amounts: {} }]],
    [['conditions', 0, 'amounts', 'EURO'], [{ type: 'minimum_amount', basis: 'BEFORE', amounts: { EURO: '1' } }]],
    [['conditions', 0, 'amounts', 'EUR'], [{ type: 'minimum_amount', basis: 'BEFORE', amounts: { EUR: 1 } }]],
    [['conditions', 0, 'amounts', 'EUR'], [{ type: 'minimum_amount', basis: 'BEFORE', amounts: { EUR: '0' } }]],
    [['conditions', 0, 'amounts', 'JPY'], [{ type: 'minimum_amount', basis: 'BEFORE', amounts: { JPY: '1.5' } }]],
    [['conditions', 0, 'basis'], [{ type: 'minimum_amount', amounts: { EUR: '1' }, basis: 'LATER' }]],
    [['conditions', 0, 'max'], [{ type: 'minimum_amount', amounts: { EUR: '1' }, basis: 'BEFORE', max: '2' }]],
  ])('of conditions is refused at %j: %j', (path, definitions) => {
    expect(() => parseConditions(definitions)).toThrow(
      expect.objectContaining({ name: 'UserError', code: 'INVALID', path }) as Error,
    );
  });
});
