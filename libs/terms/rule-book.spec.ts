import fc from 'fast-check';
import { priceBasket, pricesSteadyUntil, storeRules, toJson, type Basket } from '#engine';
import { currencyOf, stranger, type Buyer, type ChannelRef, type Id } from '#kernel';
import { anyChanges, anyFew, anyList, anyPromotion, noon, rulesAfter } from './any-rules.arbitrary.js';
import { RuleBook, type Rules } from './rule-book.js';

const channel = (id: string): ChannelRef => ({
  id: id as Id<'channel'>,
  code: id,
  currencies: [currencyOf('EUR')],
  locales: ['en'],
  country: 'NL',
  locationIds: [],
  paymentProviders: [],
  safetyStock: 0n,
  taxEntry: 'GROSS',
  taxProvider: 'table',
  taxFailure: 'REFUSE',
});
const [web, till] = [channel('chan_web'), channel('chan_till')];
const known: Buyer = {
  customerId: 'cus_a' as Id<'customer'>,
  groupIds: ['cgr_a' as Id<'customerGroup'>],
  unitIds: ['org_a' as Id<'organization'>],
};
const stores = [null, 'loc_ams' as Id<'location'>, 'loc_nyc' as Id<'location'>];
const instants = [noon - 7_200_000, noon, noon - 1, noon + 3_600_000];

const prices = Array.from({ length: 12 }, (_, list) => ({
  ...{
    id: `prc_${String(list)}` as Id<'price'>,
    listId: `pl_${String(list)}` as Id<'priceList'>,
    minQuantity: 0n,
    compareAt: null,
  },
  amount: BigInt(90 + list) * 1_000_000n,
}));
const basketOf = (buyer: Buyer, locationId: Id<'location'> | null): Basket => ({
  ...{ currency: currencyOf('EUR'), buyer, locationId, codes: ['one', 'TWO'], shippingMethodId: null, country: 'NL' },
  lines: ['var_a', 'var_b'].map((id) => ({
    ...{ id, variantId: id as Id<'variant'>, quantity: 1000n, taxClassId: 'txc' as Id<'taxClass'>, prices },
  })),
});

/** All that anybody reads from a book, as text. */
function readFrom(book: RuleBook): string {
  const read = [web, till].flatMap((each) => {
    const terms = book.of(each);
    return [
      [...terms.lists.keys()].sort(),
      ...[terms.promotions.all, [...terms.codes.keys()].sort(), [...terms.singleUse.keys()].sort(), terms.instants],
      [...terms.shippingMethods.keys()],
      ...stores.flatMap((store) =>
        instants.flatMap((at) => [
          pricesSteadyUntil(terms, at),
          storeRules(terms, store, at),
          ...[stranger, known].flatMap((buyer) => [
            book.listIds({ buyer, channelId: each.id, locationId: store }),
            priceBasket(terms, basketOf(buyer, store), at, { explain: true }),
          ]),
        ]),
      ),
    ];
  });
  return toJson([book.version, read]);
}

const rules = fc
  .record({
    lists: fc.uniqueArray(anyList, { selector: ({ id }) => id }),
    promotions: fc.uniqueArray(anyPromotion, { selector: ({ id }) => id }),
    few: anyFew,
  })
  .map(({ few, ...each }): Rules => ({ version: 0n, ...each, ...few }));

it('after any changes is what would be compiled from the start, and those before it are what they were', () => {
  fc.assert(
    fc.property(rules, fc.array(fc.tuple(anyChanges, fc.boolean()), { maxLength: 6 }), (first, changes) => {
      let [all, book] = [first, RuleBook.of(first)];
      const before: [RuleBook, string][] = [];
      for (const [index, [change, looked]] of changes.entries()) {
        // what was looked for is taken over; what was not is made when it is
        if (looked) before.push([book, readFrom(book)]);
        const numbered = { ...change, version: BigInt(index + 1) };
        book = book.changed(numbered);
        all = rulesAfter(all, numbered);
      }
      expect(readFrom(book)).toBe(readFrom(RuleBook.of(all)));
      for (const [former, text] of before) expect(readFrom(former)).toBe(text);
    }),
    { numRuns: 150 },
  );
});
