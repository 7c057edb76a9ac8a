import { priceBasket } from '../price-basket.js';
import { parseScenario } from '../scenario/scenario.js';
import { sentences } from './sentences.js';

/** Why the basket of a file came out as it did, without the sections on prices and taxes unless asked for. */
function why(json: object, title = 'Promotions, in the order of their turns'): string[] {
  const [scenario] = parseScenario({ priceLists: [{ prices: { a: '30.00', b: '20.00', c: '10.00' } }], ...json });
  if (!scenario) throw new Error('no scenario');
  const told = sentences(priceBasket(scenario.terms, scenario.basket, scenario.at, { explain: true }), scenario.promotions);
  const from = told.indexOf(title) + 1;
  const next = told.findIndex((line, index) => index > from && !line.startsWith(' '));
  return told.slice(from, next < 0 ? undefined : next).map((line) => line.slice(2));
}

const all = { lines: [{ variant: 'a' }, { variant: 'b' }, { variant: 'c' }] };
const ten = { type: 'percent_off_order', percent: '10' };
const twenty = { type: 'amount_off_order', amounts: { EUR: '20.00' }, entry: 'GROSS' };

test('without a trace there is nothing to tell', () => {
  const [scenario] = parseScenario({ priceLists: [{ prices: {} }], basket: { lines: [] } });
  expect(scenario && sentences(priceBasket(scenario.terms, scenario.basket, scenario.at), scenario.promotions)).toEqual([]);
});

test('prices: which was taken, and why the others were not', () => {
  const priceLists = [
    { prices: { a: [{ amount: '9.00' }, { from: '10', amount: '8.00' }] } },
    { id: 'trade', audience: { groups: ['trade'] }, prices: { a: '7.00' } },
    { id: 'old', validTo: '2026-01-01T00:00:00Z', prices: { a: '6.00' } },
  ];
  const basket = { lines: [{ variant: 'a', quantity: '4' }, { id: 'more', variant: 'a' }, { variant: 'x' }] };
  expect(why({ priceLists, basket }, 'Prices').slice(0, 4)).toEqual([
    'a: 4 at 9.00 gross, the price base/a/0, whose list is for everybody. Tiers are read with 5.',
    '  Not base/a/10: the quantity does not reach it.',
    '  Not trade/a/0: it is for others.',
    '  Not old/a/0: it no longer holds.',
  ]);
  expect(why({ priceLists, basket, buyer: { customer: 'ada', groups: ['trade'] } }, 'Prices')[0]).toBe(
    'a: 4 at 7.00 gross, the price trade/a/0, whose list is for a group of the customer, trade. Tiers are read with 5.',
  );
  expect(why({ priceLists, basket }, 'Prices').at(-1)).toBe('x: there is no price for this buyer, so it cannot be bought.');
});

test('a discount that was shared out, capped, or kept off by a least price', () => {
  const promotions = [{ id: 'ten', action: ten, maxDiscount: { EUR: '3.00' } }];
  expect(why({ promotions, basket: all })).toEqual([
    'ten (lane ORDER) applies: the goods came to 60.00, it takes off 3.00.',
    '  Shared out: a 1.50, b 1.00, c 0.50.',
    '  Its greatest discount keeps it from giving 3.00 more.',
  ]);
  const eighteen = { ...twenty, amounts: { EUR: '18.00' } };
  expect(why({ promotions: [{ id: 'off', action: eighteen }], items: { a: { floorPrice: '25.00' } }, basket: all })).toEqual([
    'off (lane ORDER) applies: the goods came to 60.00, it takes off 18.00.',
    '  Shared out: a 5.00, b 8.67, c 4.33.',
    '  The least prices of items keep 4.00 off them.',
  ]);
});

test('units that were told apart', () => {
  const action = { type: 'n_for_m', take: 3, pay: 2 };
  const basket = { lines: [{ variant: 'a', quantity: '7' }] };
  expect(why({ promotions: [{ id: 'three', lane: 'ITEM', action }], basket })[1]).toMatch(
    /^ {2}Shared out: a 60\.00 \(.*on units /,
  );
});

test('a group that decides between its members, and a promotion that cannot apply', () => {
  const promotionGroups = [{ id: 'one', mode: 'HIGHEST' }];
  const promotions = [
    { id: 'off', groupId: 'one', action: twenty },
    { id: 'ten', groupId: 'one', sequence: 1, action: ten },
    { id: 'trade', conditions: [{ type: 'group', ids: ['trade'] }], action: ten },
  ];
  expect(why({ promotionGroups, promotions, basket: { codes: ['nothing'], ...all } })).toEqual([
    'off (lane ORDER) applies: the goods came to 60.00, it takes off 20.00.',
    '  Shared out: a 10.00, b 6.67, c 3.33.',
    'ten (lane ORDER) does not apply: another of its group goes before it (by off).',
    'Group one: the one that takes off most counts: 20.00 taken off by off (taken), 6.00 taken off by ten.',
    'trade cannot apply: nothing of what it asks for is in the basket.',
    'NOTHING is no code of a promotion.',
  ]);
});

test('a promotion that is not visited because of the time says so', () => {
  const promotions = [
    { id: 'old', validTo: '2026-01-01T00:00:00Z', action: ten },
    { id: 'new', validFrom: '2028-01-01T00:00:00Z', action: ten },
  ];
  expect(why({ promotions, basket: all })).toEqual([
    'old cannot apply: it no longer holds.',
    'new cannot apply: it does not hold yet.',
  ]);
});

test('taxes: what was taxed, and why something was not', () => {
  const basket = { country: 'DE', lines: [{ variant: 'a' }] };
  const zoned = { taxZones: { nl: ['NL'], de: ['DE'] }, taxRates: [{ zone: 'nl', percent: '21' }] };
  const told = (json: object) => why({ basket, ...json }, 'Taxes')[0];
  expect(told({ taxRates: [{ percent: '20', name: 'VAT' }] })).toBe(
    'a: net 25.00 and tax 5.00 make 30.00, for standard in everywhere: 20 % of 25.00 is 5.00 (VAT). The gross amount was entered and stays.',
  );
  expect(told(zoned)).toBe('a: net 30.00 and tax 0.00 make 30.00: there is no rate for its class there and then.');
  expect(told({ ...zoned, basket: { ...basket, country: 'US' } })).toBe(
    'a: net 30.00 and tax 0.00 make 30.00: the country is in no tax zone.',
  );
  expect(told({ taxRates: [{ percent: '0' }] })).toBe('a: net 30.00 and tax 0.00 make 30.00: its rate is 0 %.');
  const taxRelief = { kind: 'EXEMPT', proof: 'c-1' };
  expect(told({ taxRates: [{ percent: '20' }], buyer: { taxRelief } })).toBe(
    "a: net 25.00 and tax 0.00 make 25.00: the buyer's relief frees it.",
  );
});

test('conventions that are not the defaults are named', () => {
  const conventions = { rounding: 'HALF_EVEN', remainder: 'LAST' };
  expect(why({ conventions, basket: all }, 'Rounding')).toEqual([
    'Half a minor unit is rounded to the even one; tax is rounded once on each line; what a share leaves over goes to the last.',
    'Other than the defaults: rounding HALF_EVEN, remainder LAST.',
  ]);
});
