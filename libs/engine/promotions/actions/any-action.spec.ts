import fc from 'fast-check';
import { formatDecimal, priceScale, quantityScale, type Id } from '#kernel';
import { aBasket, aLine, aList, aMethod, anItem, anOffer, aPrice, aTerms, noon } from '../../builders.js';
import { conventionChoices, type Conventions } from '../../conventions.js';
import { priceBasket } from '../../price-basket.js';
import type { PricedBasket } from '../../priced-basket.js';
import type { Fields } from '../fields.js';

const count = fc.integer({ min: 1, max: 3 });
const percent = fc.constantFrom('0.5', '10', '33.333333', '100');
const amounts = fc.record({
  amounts: fc.record({ EUR: fc.constantFrom('0.01', '1.00', '9.99', '500.00') }),
  entry: fc.constantFrom('NET', 'GROSS'),
});
const off = fc.oneof(fc.record({ percent }), amounts);
const items = fc.constantFrom('a', 'b', 'c').map((id) => ({ type: 'category', ids: [`cat_${id}`] }));
const maybe = { items, base: fc.constantFrom('FIRST', 'RUNNING') };
const of = (type: string, ...parts: readonly fc.Arbitrary<object>[]): fc.Arbitrary<Fields> =>
  fc.tuple(...parts).map((all) => ({ type, ...(Object.assign({}, ...all) as object) }));
const some = (keys: readonly (keyof typeof maybe)[]): fc.Arbitrary<object> =>
  fc.record(Object.fromEntries(keys.map((key) => [key, maybe[key]])), { requiredKeys: [] });
const side = (more: fc.Arbitrary<object>): fc.Arbitrary<object> =>
  fc.tuple(fc.record({ quantity: count }), some(['items']), more).map((all) => Object.assign({}, ...all) as object);
const choosing = fc.record({ given: fc.constantFrom('CHEAPEST', 'DEAREST'), repeats: count }, { requiredKeys: [] });

const anyAction = fc.oneof(
  of('percent_off_items', fc.record({ percent }), some(['items', 'base'])),
  of('percent_off_items', fc.record({ percent, units: count }), some(['items', 'base'])),
  of('percent_off_order', fc.record({ percent }), some(['base'])),
  of('amount_off_items', amounts, fc.record({ each: fc.constantFrom('UNIT', 'LINE') }), some(['items'])),
  of('amount_off_order', amounts),
  of('fixed_price_items', amounts, some(['items'])),
  of('fixed_price_order', amounts, some(['items'])),
  of('buy_x_get_y', fc.record({ buy: side(fc.constant({})), get: side(off) }), choosing),
  of('n_for_m', fc.constantFrom({ take: 3, pay: 2 }, { take: 2, pay: 1 }, { take: 5, pay: 1 }), some(['items']), choosing),
  of('cheapest_free', fc.record({ of: fc.integer({ min: 2, max: 4 }) }), some(['items'])),
  of(
    'tiered_spend',
    off.map((each) => ({ tiers: [{ from: { EUR: '5.00' }, ...each }] })),
    some(['items', 'base']),
  ),
  of(
    'tiered_quantity',
    off.map((each) => ({ tiers: [{ from: '1.5', ...each }] })),
    some(['items', 'base']),
  ),
  of('bundle_price', fc.record({ parts: fc.array(side(fc.constant({})), { minLength: 1, maxLength: 3 }) }), amounts),
  of('gift', fc.record({ variantId: fc.constantFrom('var_1', 'var_2'), quantity: count })),
);

const anyLine = fc.record({
  price: fc.bigInt({ min: 0n, max: 30_000_000n }),
  quantity: fc.oneof(
    count.map((units) => BigInt(units) * 1000n),
    fc.bigInt({ min: 1n, max: 9000n }),
  ),
  listId: fc.constantFrom('pl_NET', 'pl_GROSS'),
  categoryIds: fc.subarray(['cat_a', 'cat_b', 'cat_c']),
  taxClassId: fc.constantFrom('txc_standard', 'txc_reduced'),
});
const anyConventions = fc.record(
  Object.fromEntries(Object.entries(conventionChoices).map(([key, choices]) => [key, fc.constantFrom(...choices)])),
) as fc.Arbitrary<unknown> as fc.Arbitrary<Conventions>;
const anyCase = fc.record({
  lines: fc.array(anyLine, { minLength: 1, maxLength: 6 }),
  actions: fc.array(fc.tuple(anyAction, fc.constantFrom('ITEM' as const, 'ORDER' as const)), { minLength: 1, maxLength: 4 }),
  conventions: anyConventions,
});
type Case = typeof anyCase extends fc.Arbitrary<infer T> ? T : never;

function price({ lines, actions, conventions }: Case, turned = false): PricedBasket {
  const promotions = actions.map(([definition, lane], at) => anOffer(definition, { lane, id: `promo_${at}` as Id<'promotion'> }));
  const own = lines.map(({ price: amount, quantity, listId, categoryIds, taxClassId }) =>
    aLine(
      formatDecimal(quantity, quantityScale),
      [aPrice(formatDecimal(amount, priceScale), '0', { listId: listId as Id<'priceList'> })],
      {
        taxClassId: taxClassId as Id<'taxClass'>,
        item: anItem({ categoryIds }),
      },
    ),
  );
  const lists = (['NET', 'GROSS'] as const).map((entry) => aList({ id: `pl_${entry}` as Id<'priceList'>, entry }));
  const shippingMethodId = 'ship_flat' as Id<'shippingMethod'>;
  const terms = aTerms({
    ...{ lists, conventions, shippingMethods: [aMethod('6.05')] },
    promotions: turned ? promotions.toReversed() : promotions,
  });
  return priceBasket(terms, aBasket(own, { shippingMethodId }), noon);
}

const sum = (values: readonly bigint[]): bigint => values.reduce((all, value) => all + value, 0n);

describe('any actions on any basket by any conventions', () => {
  it('leave amounts that add up, on the line and on its units, and none below zero', () => {
    fc.assert(
      fc.property(anyCase, (input) => {
        const { lines, totals } = price(input);
        for (const { units, quantity, discounts, ...line } of lines) {
          expect(sum(discounts.map(({ amount }) => amount))).toBe(line.discount);
          for (const key of ['amount', 'discount', 'net', 'tax', 'gross'] as const) {
            expect(line[key] >= 0n).toBe(true);
            if (units.length > 0) expect([key, sum(units.map((each) => each[key]))]).toEqual([key, line[key]]);
            expect(units.every((each) => each[key] >= 0n)).toBe(true);
          }
          if (units.length > 0) expect([units[0]?.from, units.at(-1)?.to]).toEqual([0n, quantity]);
        }
        expect(totals.discount).toBe(sum(lines.map(({ discount }) => discount)));
      }),
      { numRuns: 300 },
    );
  });

  it('come to the same in whatever order they are stored, and every time', () => {
    fc.assert(
      fc.property(anyCase, (input) => {
        expect(price(input, true)).toEqual(price(input));
      }),
      { numRuns: 100 },
    );
  });
});
