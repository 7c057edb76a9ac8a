import { UserError } from '#kernel';
import { noon } from '../builders.js';
import { priceBasket } from '../price-basket.js';
import { parseScenario, pathText } from './scenario.js';

const small = { priceLists: [{ prices: { mug: '10.00' } }], basket: { lines: [{ variant: 'mug' }] } };
const promotion = { id: 'ten', action: { type: 'percent_off_order', percent: '10' } };

/** What is said of a file that cannot be used: where, and why. */
function refusal(json: unknown): string {
  try {
    parseScenario(json);
    return 'it is read';
  } catch (error) {
    if (error instanceof UserError) return `${pathText(error.path)}: ${error.message}`;
    throw error;
  }
}

test('the smallest file has a price list and a basket; the rest has defaults', () => {
  const [scenario] = parseScenario(small);
  expect(scenario?.name).toBeNull();
  expect(scenario?.expect).toBeNull();
  expect(scenario?.at).toBe(Date.UTC(2027, 0, 1, 12));
  expect(scenario?.terms).toMatchObject({ channelId: 'shop', timeZone: 'UTC', homeCountry: null });
  expect(scenario?.basket).toEqual({
    currency: 'EUR',
    country: 'NL',
    locationId: null,
    shippingMethodId: null,
    paymentMethod: null,
    codes: [],
    buyer: { customerId: null, groupIds: [], unitIds: [], segmentIds: [] },
    lines: [
      {
        id: 'mug',
        variantId: 'mug',
        quantity: 1000n,
        taxClassId: 'standard',
        prices: [{ id: 'base/mug/0', listId: 'base', minQuantity: 0n, amount: 10_000_000n, compareAt: null }],
        item: { productId: 'mug', categoryIds: [], collectionIds: [], attributes: {}, floorPrice: null },
      },
    ],
  });
});

test('all that is said arrives', () => {
  const [scenario] = parseScenario({
    ...small,
    name: 'All',
    at: '2027-03-28T14:00:00+02:00',
    channel: 'till',
    timeZone: 'Europe/Amsterdam',
    stores: { utrecht: 'Europe/Amsterdam' },
    homeCountry: 'NL',
    items: {
      mug: { product: 'cup', categories: ['kitchen'], attributes: { colour: 'red', size: ['s', 'm'] }, floorPrice: '2.50' },
    },
    promotionGroups: [{ id: 'one', mode: 'FIRST' }],
    promotions: [{ ...promotion, name: { en: 'Ten' }, groupId: 'one', maxDiscount: { EUR: '5' }, usageLimit: 3 }],
    buyer: { customer: 'ada', groups: ['vip'], ordersBefore: 2, taxRelief: { kind: 'EXEMPT', proof: 'c-1', zones: ['nl'] } },
    basket: { store: 'utrecht', payment: 'card', lines: [{ variant: 'mug' }, { variant: 'mug', quantity: '0.5' }] },
  });
  expect(scenario?.at).toBe(noon);
  expect(scenario?.terms.storeZones).toEqual(new Map([['utrecht', 'Europe/Amsterdam']]));
  expect(scenario?.basket).toMatchObject({
    locationId: 'utrecht',
    paymentMethod: 'card',
    ordersBefore: 2,
    buyer: { customerId: 'ada', groupIds: ['vip'], unitIds: [], segmentIds: [] },
    taxReliefs: [{ kind: 'EXEMPT', proof: 'c-1', classIds: [], zoneIds: ['nl'], validFrom: null, validTo: null }],
    lines: [
      { id: 'mug', quantity: 1000n },
      { id: 'mug-2', quantity: 500n, item: { attributes: { colour: ['red'], size: ['s', 'm'] }, floorPrice: 2_500_000n } },
    ],
  });
});

test('a case takes the place of what the file says under the same name', () => {
  const file = { ...small, promotions: [promotion], cases: [{}, { promotions: [] }, { at: '2027-03-28T12:00:00Z' }] };
  const totals = parseScenario(file).map(({ terms, basket, at }) => priceBasket(terms, basket, at).totals.total);
  expect(totals).toEqual([900n, 1000n, 900n]);
});

test.each<[string, unknown]>([
  [': This must be an object', []],
  ['basket: basket must be given', { priceLists: small.priceLists }],
  ['priceLists: This list must not be empty', { ...small, priceLists: [] }],
  ['priceLists[0].prices.mug: "9,99" is not a decimal such as "10.00"', { ...small, priceLists: [{ prices: { mug: '9,99' } }] }],
  ['priceLists[0].prices.mug: This must be a text or a list', { ...small, priceLists: [{ prices: { mug: 9.99 } }] }],
  ['priceLists[0].entry: This must be one of NET, GROSS', { ...small, priceLists: [{ entry: 'Gross', prices: {} }] }],
  [
    'priceLists[1].id: The id base is there already: give each its own',
    { ...small, priceLists: [...small.priceLists, ...small.priceLists] },
  ],
  [
    'priceLists[0].prices.mug: Two tiers begin at the same quantity',
    { ...small, priceLists: [{ prices: { mug: [{ amount: '1' }, { from: '0.0', amount: '2' }] } }] },
  ],
  [
    'priceLists[0].validTo: validTo must be later than validFrom',
    { ...small, priceLists: [{ prices: {}, validFrom: '2027-01-02T00:00:00Z', validTo: '2027-01-02T00:00:00Z' }] },
  ],
  ['at: This must be an instant such as 2027-03-28T12:00:00Z', { ...small, at: '2027-02-30T00:00:00Z' }],
  ['timeZone: This must be a time zone such as Europe/Amsterdam', { ...small, timeZone: 'Europe/Atlantis' }],
  ['basket.country: This must be a country: two capitals such as NL', { ...small, basket: { country: 'nl', lines: [] } }],
  ['basket.currency: EURO is not an ISO 4217 currency code such as EUR', { ...small, basket: { currency: 'EURO', lines: [] } }],
  ['basket.lines[0].quantity: This must be above 0', { ...small, basket: { lines: [{ variant: 'mug', quantity: '0' }] } }],
  [
    'basket.lines[1].id: The id mug is there already: give each its own',
    { ...small, basket: { lines: [{ variant: 'mug' }, { id: 'mug', variant: 'pan' }] } },
  ],
  ['basket.shipping: There is no shipping method post; there is none', { ...small, basket: { shipping: 'post', lines: [] } }],
  ['taxRates[0].zone: There is no tax zone nl; there are everywhere', { ...small, taxRates: [{ zone: 'nl', percent: '21' }] }],
  ['taxRates[0].zone: zone must be given: one of nl', { ...small, taxZones: { nl: ['NL'] }, taxRates: [{ percent: '21' }] }],
  [
    'taxRates[1].id: The id standard-21 is there already: give each its own',
    { ...small, taxRates: [{ percent: '21' }, { percent: '21' }] },
  ],
  ['conventions.rounding: This must be one of HALF_UP, HALF_DOWN, HALF_EVEN', { ...small, conventions: { rounding: 'UP' } }],
  [
    'promotions[0].action.percent: The percentage must be above 0 and at most 100',
    { ...small, promotions: [{ ...promotion, action: { ...promotion.action, percent: '0' } }] },
  ],
  [
    'promotions[0].conditions[0].colour: colour is unknown here; known are type, amounts, items, basis',
    { ...small, promotions: [{ ...promotion, conditions: [{ type: 'minimum_amount', colour: 'red' }] }] },
  ],
  [
    'promotions[0].action: percent_off_order cannot stand in lane SHIPPING; it can in ITEM, ORDER',
    { ...small, promotions: [{ ...promotion, lane: 'SHIPPING' }] },
  ],
  [
    'promotions[0].groupId: There is no promotion group one; there is none',
    { ...small, promotions: [{ ...promotion, groupId: 'one' }] },
  ],
  [
    'promotions[0].maxDiscount.EUR: "5.001" has more than 2 decimals',
    { ...small, promotions: [{ ...promotion, maxDiscount: { EUR: '5.001' } }] },
  ],
  ['cases[1].basket.lines: This must be a list', { ...small, cases: [{}, { basket: { lines: {} } }] }],
  ['basket.lines: This must be a list', { ...small, basket: { lines: 1 }, cases: [{ basket: small.basket }] }],
  [
    'expect.totals.totl: totl is unknown here; known are amount, discount, net, tax, shipping, reimbursed, total',
    { ...small, expect: { totals: { totl: '1' } } },
  ],
])('says %s', (said, json) => {
  expect(refusal(json)).toBe(said);
});
