import fc from 'fast-check';
import type { Buyer, Id } from '#kernel';
import type { Basket, ItemFacts } from '../basket.js';
import { aBasket, aCondition, aLine, anItem, aPrice, aStanding } from '../builders.js';
import { factKeys, kindOf } from './fact-keys.js';
import { parseSelector } from './parse.js';
import type { Keys } from './promotion.js';

const letters = ['a', 'b', 'c'];
const some = fc.subarray(letters, { minLength: 1 });
const few = fc.subarray(letters);
const listed = (key: string, ...types: string[]): fc.Arbitrary<object> =>
  fc.record({ type: fc.constantFrom(...types), [key]: some });

const { selector } = fc.letrec<{ selector: object; nested: object[] }>((tie) => ({
  nested: fc.array(tie('selector'), { minLength: 1, maxLength: 3 }),
  selector: fc.oneof(
    { maxDepth: 3 },
    listed('ids', 'product', 'variant', 'category', 'collection'),
    fc.record({ type: fc.constant('attribute'), code: fc.constantFrom(...letters), values: some }),
    fc.record({ type: fc.constant('price_range'), minimum: fc.record({ EUR: fc.constantFrom('5', '15') }) }),
    fc.record({ type: fc.constantFrom('all', 'any', 'none'), items: tie('nested') }),
  ),
}));

const { condition } = fc.letrec<{ condition: object; nested: object[] }>((tie) => ({
  nested: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }),
  condition: fc.oneof(
    { maxDepth: 3 },
    listed('ids', 'customer', 'group', 'segment', 'organization', 'channel', 'store', 'shipping_method'),
    listed('codes', 'payment_method'),
    fc.record({ type: fc.constant('contains'), items: selector }),
    fc.record({
      type: fc.constantFrom('minimum_quantity', 'maximum_quantity'),
      quantity: fc.constantFrom('1', '3'),
      items: selector,
    }),
    fc.record({
      type: fc.constantFrom('minimum_amount', 'maximum_amount'),
      amounts: fc.constant({ EUR: '20' }),
      items: selector,
    }),
    fc.record({ type: fc.constantFrom('all', 'any', 'none'), conditions: tie('nested') }),
  ),
}));

const maybe = fc.option(fc.constantFrom(...letters), { nil: null });
const item = fc.option(
  fc
    .record({
      productId: maybe,
      categoryIds: few,
      collectionIds: few,
      attributes: fc.dictionary(fc.constantFrom(...letters), some),
    })
    .map((facts) => anItem(facts as Partial<ItemFacts>)),
  { nil: undefined },
);
const line = fc
  .record({
    item,
    variantId: fc.constantFrom(...letters),
    price: fc.constantFrom('1', '10', '20'),
    quantity: fc.constantFrom('1', '2'),
  })
  .map(({ price, quantity, variantId, item: facts }) => ({
    ...aLine(quantity, [aPrice(price)], facts && { item: facts }),
    variantId: variantId as Id<'variant'>,
  }));
const basket = fc
  .record({
    lines: fc.array(line, { maxLength: 3 }),
    buyer: fc.record(
      { customerId: maybe, groupIds: few, unitIds: few, segmentIds: few },
      { requiredKeys: ['customerId', 'groupIds', 'unitIds'] },
    ),
    more: fc.record({ paymentMethod: maybe }, { requiredKeys: [] }),
    locationId: maybe,
    shippingMethodId: maybe,
  })
  .map(({ lines, buyer, more, ...ids }) => ({
    ...aBasket([], { ...(ids as Pick<Basket, 'locationId' | 'shippingMethodId'>), ...more }),
    buyer: buyer as unknown as Buyer,
    lines,
  }));

function meets(keys: Keys, of: Basket): boolean {
  if (keys === null) return true;
  const facts = factKeys(of, 'a', new Set(keys.map(kindOf)));
  return keys.some((key) => facts.has(key));
}

describe('what has none of the facts that a rule needs', () => {
  it('is picked by no selector', () => {
    fc.assert(
      fc.property(basket, selector, (of, definition) => {
        const { keys, admits } = parseSelector(definition, []);
        const standing = aStanding(of);
        const picked = standing.lines.some((each) => admits(each, standing) === true);
        return !picked || meets(keys, of);
      }),
      { numRuns: 500 },
    );
  });

  it('fulfils no condition', () => {
    fc.assert(
      fc.property(basket, condition, (of, definition) => {
        const { keys, unmet } = aCondition(definition);
        return unmet(aStanding(of, { channelId: 'a' })) !== null || meets(keys, of);
      }),
      { numRuns: 500 },
    );
  });

  it('what holds is known, and so is what `none` of it says', () => {
    fc.assert(
      fc.property(basket, condition, (of, definition) => {
        const [holds, none] = [aCondition(definition), aCondition({ type: 'none', conditions: [definition] })];
        const standing = aStanding(of, { channelId: 'a' });
        const [isSo, isNot] = [holds.unmet(standing) === null, none.unmet(standing) === null];
        expect(isSo && isNot).toBe(false);
        expect(isSo || isNot || holds.holds(standing) === null).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
