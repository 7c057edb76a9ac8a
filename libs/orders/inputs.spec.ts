import {
  defaultConventions,
  inputsOf,
  parseAction,
  parseConditions,
  priceBasket,
  replay,
  toJson,
  type PromotionTerms,
} from '#engine';
import { currencyOf, idOf } from '#kernel';
import { aPricedCart, theTerms, type CartWish } from './builders.js';

const wishes: readonly CartWish[] = [
  {},
  { lines: [{ price: '10.00', quantity: '3' }, { price: '0.99' }, { price: '7.77', quantity: '0.333' }], codes: ['TEN'] },
  { lines: [{ price: '3.33', quantity: '7' }], codes: ['TEN', 'NONE'], shipped: false },
];

it.each(['NET', 'GROSS'] as const)('gives the same minor units again, with the reasons (%s)', (entry) => {
  for (const wish of wishes) {
    const terms = theTerms(entry);
    const cart = aPricedCart(wish, terms);
    const explained = priceBasket(terms, cart.basket, cart.priced.at, { explain: true });
    expect(toJson(replay(inputsOf(cart, terms)))).toBe(toJson(explained));
  }
});

it('keeps the rules that had a say and no others, and their text survives the database', () => {
  const terms = theTerms();
  const kept = JSON.parse(JSON.stringify(JSON.parse(inputsOf(aPricedCart({}, terms), terms))));
  expect(kept.rules).toMatchObject({
    version: '7n',
    lists: [{ code: 'base' }],
    promotions: [],
    taxRates: [{ name: 'VAT' }],
    shippingMethods: [{ code: 'parcel' }],
  });
  expect(kept.rules.promotions).toEqual([]);
  expect(kept.basket.lines).toHaveLength(1);
});

it('does not look at the rules of today', () => {
  const terms = theTerms();
  const cart = aPricedCart({ codes: ['TEN'] }, terms);
  const inputs = inputsOf(cart, terms);
  // the same cart costs something else by now
  const today = theTerms('NET', { promotions: [], taxRates: [] });
  expect(aPricedCart({ codes: ['TEN'] }, today).priced.totals.total).not.toBe(cart.priced.totals.total);
  expect(replay(inputs).totals).toEqual(cart.priced.totals);
});

it.each(['HALF_EVEN', 'HALF_DOWN'] as const)('keeps the conventions that it was priced by (%s)', (rounding) => {
  // 21 % of 0.50 is 0.105: a tie
  const wish: CartWish = { lines: [{ price: '0.50' }], shipped: false };
  const usual = aPricedCart(wish, theTerms('NET'));
  const terms = theTerms('NET', { conventions: { ...defaultConventions, rounding } });
  const cart = aPricedCart(wish, terms);
  expect([usual.priced.totals.tax, cart.priced.totals.tax]).toEqual([11n, 10n]);
  expect(replay(inputsOf(cart, terms)).totals).toEqual(cart.priced.totals);
});

it('keeps the taxes of the home that a price crosses from', () => {
  const { zoneOf, taxRates } = theTerms();
  const home = idOf('taxZone', '1'.padStart(26, '0'));
  const [zone] = zoneOf.values();
  if (!zone) throw new Error('no zone');
  const here = [...(taxRates.get(zone)?.values() ?? [])].flat();
  const there = here.map((rate) => ({ ...rate, id: idOf('taxRate', '1'.padStart(26, '0')), zoneId: home, percent: 19_000_000n }));
  const terms = theTerms('GROSS', {
    conventions: { ...defaultConventions, crossBorder: 'FIXED_NET' },
    homeCountry: 'DE',
    taxZones: [
      { id: zone, countries: ['NL'] },
      { id: home, countries: ['DE'] },
    ],
    taxRates: [...here, ...there],
  });
  const cart = aPricedCart({ lines: [{ price: '119.00' }], shipped: false }, terms);
  expect(cart.priced.totals).toMatchObject({ net: 10_000n, tax: 2100n, total: 12_100n });
  expect(replay(inputsOf(cart, terms)).totals).toEqual(cart.priced.totals);
});

it('keeps groups with those that another went before, zones and greatest discounts: explained and replayed alike', () => {
  const promo = (percent: string, over: Partial<PromotionTerms>): PromotionTerms => ({
    ...{ id: idOf('promotion', percent.padStart(26, '0')), name: { en: percent }, code: null, lane: 'ORDER', sequence: 0 },
    ...{ conditions: [], action: parseAction({ type: 'percent_off_order', percent }, 'ORDER'), version: 1n, limited: false },
    ...{ validFrom: null, validTo: null, ...over },
  });
  const terms = theTerms('GROSS', {
    timeZone: 'Europe/Amsterdam',
    groups: [
      { id: 'outer', parentId: null, mode: 'STACK', scope: 'ORDER', stacking: 'STOPS', sequence: 0 },
      { id: 'inner', parentId: 'outer', mode: 'BEST_DEAL', scope: 'ORDER', stacking: 'COMBINES', sequence: 0 },
      { id: 'unused', parentId: null, mode: 'FIRST', scope: 'ORDER', stacking: 'COMBINES', sequence: 0 },
    ],
    promotions: [
      promo('20', { groupId: 'inner', maxDiscount: new Map([[currencyOf('EUR'), 100n]]) }),
      promo('15', { groupId: 'inner', local: { from: '2027-03-28T00:00', to: null } }),
      promo('7', { conditions: parseConditions([{ type: 'minimum_amount', amounts: { EUR: '999.00' }, basis: 'BEFORE' }]) }),
      promo('5', { conditions: parseConditions([{ type: 'country', codes: ['FR'] }]) }),
    ],
  });
  const cart = aPricedCart({ lines: [{ price: '10.00', quantity: '3' }] }, terms);
  const kept = JSON.parse(inputsOf(cart, terms));
  expect(kept.rules.promotions.map(({ name }: PromotionTerms) => name['en'])).toEqual(['7', '15', '20']);
  expect(kept.rules).toMatchObject({ timeZone: 'Europe/Amsterdam', groups: [{ id: 'inner' }, { id: 'outer' }] });
  const explained = priceBasket(terms, cart.basket, cart.priced.at, { explain: true });
  expect(explained.trace?.promotions.map(({ verdict }) => verdict).sort()).toEqual(['APPLIED', 'CONDITION', 'OUTRANKED']);
  expect(toJson(replay(inputsOf(cart, terms)))).toBe(toJson(explained));
});
