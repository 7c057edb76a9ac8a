import type { Id } from '#kernel';
import { aBasket, aLine, aMethod, aPrice, aPromotion, aTerms, noon } from '../builders.js';
import { defaultConventions } from '../conventions.js';
import { priceBasket } from '../price-basket.js';
import { parseAction, parseConditions } from './parse.js';
import type { PromotionTerms } from './promotion.js';

const basket = aBasket([aLine('1', [aPrice('100')])]);

describe('a thousand promotions', () => {
  /** Counts how often its conditions are read. */
  const counted = (number: number, asked: object, over: Partial<PromotionTerms> = {}): PromotionTerms => {
    const conditions = parseConditions([asked]).map((condition) => ({
      ...condition,
      unmet: (standing: Parameters<typeof condition.unmet>[0]) => {
        visits++;
        return condition.unmet(standing);
      },
    }));
    return aPromotion('1', { id: `promo_${number}` as Id<'promotion'>, conditions, ...over });
  };
  let visits = 0;
  const here = Array.from({ length: 5 }, (_, number) => counted(number, { type: 'country', codes: ['NL'] }));
  const visitsTo = (promotions: readonly PromotionTerms[], over: Partial<typeof basket> = {}): number => {
    const terms = aTerms({ promotions });
    visits = 0;
    priceBasket(terms, { ...basket, ...over }, noon);
    return visits;
  };

  it.each([
    ['another group', (number: number) => ({ type: 'group', ids: [`grp_${number}`] })],
    ['other items', (number: number) => ({ type: 'contains', items: { type: 'category', ids: [`cat_${number}`] } })],
    ['another store', (number: number) => ({ type: 'store', ids: [`loc_${number}`] })],
  ])('of which 5 can apply are not visited where they are for %s', (_, asked) => {
    const others = Array.from({ length: 995 }, (_each, number) => counted(number + 5, asked(number)));
    expect(visitsTo([...here, ...others])).toBe(5);
  });

  it('are not visited outside their time', () => {
    const over = Array.from({ length: 995 }, (_each, number) =>
      counted(number + 5, { type: 'country', codes: ['NL'] }, number % 2 ? { validTo: noon } : { validFrom: noon + 1 + number }),
    );
    expect(visitsTo([...here, ...over])).toBe(5);
  });

  it('are, where they are for the items or the buyer', () => {
    const buyer = { customerId: 'cus_1' as Id<'customer'>, groupIds: ['grp_7' as Id<'customerGroup'>], unitIds: [] };
    const asked = (number: number): object => ({ type: 'group', ids: [`grp_${number}`] });
    const others = Array.from({ length: 995 }, (_each, number) => counted(number + 5, asked(number)));
    expect(visitsTo([...here, ...others], { buyer })).toBe(6);
  });
});

describe('a time that stores read on their own clocks', () => {
  const local = { from: '2027-03-28T00:00', to: '2027-03-29T00:00' };
  const stores = { loc_dam: 'Europe/Amsterdam', loc_nyc: 'America/New_York' };
  const terms = aTerms({ promotions: [aPromotion('10', { local })], storeZones: new Map(Object.entries(stores)) });
  const holds = (store: keyof typeof stores, instant: string): boolean =>
    priceBasket(terms, { ...basket, locationId: store as Id<'location'> }, Date.parse(instant)).totals.discount > 0n;

  it.each([
    ['loc_dam', '2027-03-27T22:59:59.999Z', false],
    ['loc_dam', '2027-03-27T23:00:00.000Z', true],
    ['loc_dam', '2027-03-28T21:59:59.999Z', true],
    ['loc_dam', '2027-03-28T22:00:00.000Z', false],
    ['loc_nyc', '2027-03-28T03:59:59.999Z', false],
    ['loc_nyc', '2027-03-28T04:00:00.000Z', true],
    ['loc_nyc', '2027-03-29T03:59:59.999Z', true],
    ['loc_nyc', '2027-03-29T04:00:00.000Z', false],
  ] as const)('in %s at %s: %s (semantics §12)', (store, instant, expected) => {
    expect(holds(store, instant)).toBe(expected);
  });

  it('is told of as an instant where a code comes too early or too late', () => {
    const coded = aTerms({ promotions: [aPromotion('10', { local, code: 'DAY' })], timeZone: 'Europe/Amsterdam' });
    const refused = (at: string): object => priceBasket(coded, { ...basket, codes: ['day'] }, Date.parse(at)).refusedCodes;
    expect(refused('2027-03-27T12:00:00Z')).toEqual([
      { code: 'DAY', reason: 'NOT_STARTED', facts: { startsAt: '2027-03-27T23:00:00.000Z' } },
    ]);
    expect(refused('2027-03-29T12:00:00Z')).toEqual([
      { code: 'DAY', reason: 'ENDED', facts: { endedAt: '2027-03-28T22:00:00.000Z' } },
    ]);
  });
});

it('a code is read with its case where a convention says so', () => {
  const promotions = [aPromotion('10', { code: 'Ten' })];
  const discount = (codeCase: 'SENSITIVE' | 'INSENSITIVE', code: string): bigint =>
    priceBasket(aTerms({ promotions, conventions: { ...defaultConventions, codeCase } }), { ...basket, codes: [code] }, noon)
      .totals.discount;
  expect([discount('INSENSITIVE', 'tEN '), discount('SENSITIVE', 'tEN'), discount('SENSITIVE', ' Ten')]).toEqual([
    1000n,
    0n,
    1000n,
  ]);
});

it('70.00 with 50 % off, shipping free from 60.00: the basis decides (semantics §3)', () => {
  const shipped = aBasket([aLine('1', [aPrice('70')])], { shippingMethodId: 'ship_flat' as Id<'shippingMethod'> });
  const isFree = (lane: 'ITEM' | 'ORDER', basis: string): boolean => {
    const half = aPromotion('50', { lane, action: parseAction({ type: 'percent_off_order', percent: '50' }, lane) });
    const free = aPromotion('1', {
      lane: 'SHIPPING',
      conditions: parseConditions([{ type: 'minimum_amount', amounts: { EUR: '60.00' }, basis }]),
      action: parseAction({ type: 'free_shipping' }, 'SHIPPING'),
    });
    const terms = aTerms({ promotions: [half, free], shippingMethods: [aMethod('4.95')] });
    return priceBasket(terms, shipped, noon).shipping?.gross === 0n;
  };
  const bases = ['BEFORE', 'AFTER_ITEM', 'AFTER_ALL'];
  expect(bases.map((basis) => isFree('ITEM', basis))).toEqual([true, false, false]);
  expect(bases.map((basis) => isFree('ORDER', basis))).toEqual([true, true, false]);
});
