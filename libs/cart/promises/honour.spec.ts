import fc from 'fast-check';
import {
  assessables,
  assessmentKey,
  inputsOf,
  parseAction,
  parseConditions,
  restored,
  type PromotionTerms,
  type Terms,
} from '#engine';
import { currencyOf, formatDecimal, idOf, type Id } from '#kernel';
import { aCart, aContext, aLine, anItem, aPrice, baseList, itemsBy, noon, theTerms, variant } from '../builders.js';
import type { Cart, CartContent } from '../cart.js';
import { reprice, type PricedCart } from '../reprice.js';
import type { FrozenPromise } from './promise.js';

const names = ['A', 'B', 'C', 'D'];
const parcel = {
  id: 'ship_parcel' as Id<'shippingMethod'>,
  code: 'parcel',
  name: { en: 'Parcel' },
  kind: 'FLAT_RATE' as const,
  countries: [],
  taxClassId: 'txc_freight' as Id<'taxClass'>,
  rates: new Map([[currencyOf('EUR'), { amount: 4_900_000n, entry: 'NET' as const }]]),
};
const open = { validFrom: null, validTo: null };
const freight = {
  id: 'txr_freight' as Id<'taxRate'>,
  classId: parcel.taxClassId,
  zoneId: 'txz_de' as Id<'taxZone'>,
  name: 'VAT',
  percent: 19_000_000n,
};
const third: PromotionTerms = {
  id: 'promo_third' as Id<'promotion'>,
  name: { en: 'A third' },
  code: 'THIRD',
  lane: 'ORDER',
  sequence: 0,
  conditions: parseConditions([{ type: 'minimum_amount', basis: 'BEFORE', amounts: { EUR: '10.00' } }]),
  action: parseAction({ type: 'percent_off_order', percent: '33.333' }, 'ORDER'),
  version: 1n,
  limited: false,
  ...open,
};
const then = theTerms({ promotions: [third] });
/** Nothing is as it was: the list is over, the promotion is gone, and freight is taxed and carried. */
const later = new Date(noon.getTime() + 3_600_000);
const now = theTerms({
  version: 2n,
  lists: [{ ...baseList, id: 'pl_new' as Id<'priceList'>, code: 'new' }],
  shippingMethods: [parcel],
  taxRates: [{ ...freight, validFrom: noon.getTime() + 1, validTo: null }],
});
const itemsAt = (prices: readonly string[], listId = 'pl_base') =>
  itemsBy(
    ...names.map((name, index) =>
      anItem(name, { prices: [aPrice(prices[index] ?? '1.00', '0', { listId: listId as Id<'priceList'> })] }),
    ),
  );

function promised(of: PricedCart, over: Partial<FrozenPromise> = {}): FrozenPromise {
  return {
    id: idOf('pricePromise', '0'.repeat(26)),
    ...{ customerId: null, organizationId: null, channelIds: [], revokedAt: null, token: '' },
    currency: currencyOf('EUR'),
    expiresAt: new Date(later.getTime() + 1),
    frozen: restored(inputsOf(of, of.terms)),
    ...over,
  };
}

function priced(
  content: Partial<CartContent>,
  {
    prices = ['9.99'],
    terms = then,
    at = noon,
    over = {},
  }: { prices?: string[]; terms?: Terms; at?: Date; over?: Partial<Cart> },
): PricedCart {
  const listId = terms === then ? 'pl_base' : 'pl_new';
  return reprice(aCart({ content, ...over }), itemsAt(prices, listId), terms, aContext(), at);
}
const honoured = (promise: FrozenPromise, content: Partial<CartContent>, prices?: string[]) =>
  priced({ ...content, promiseId: promise.id }, { ...(prices && { prices }), terms: now, at: later, over: { promise } });

const price = fc.integer({ min: 1, max: 99_999 }).map((cents) => formatDecimal(BigInt(cents), 2));
const basket = fc.record({
  prices: fc.array(price, { minLength: 4, maxLength: 4 }),
  lines: fc.uniqueArray(fc.tuple(fc.constantFrom(...names), fc.integer({ min: 1, max: 9 })), {
    minLength: 1,
    selector: ([name]) => name,
  }),
  code: fc.boolean(),
});

test('any basket comes to the same minor units, line by line, whatever has become of prices, promotions and taxes', () => {
  fc.assert(
    fc.property(basket, fc.array(price, { minLength: 4, maxLength: 4 }), ({ prices, lines, code }, others) => {
      const held = lines.map(([name, quantity]) => aLine(name, quantity));
      const before = priced({ lines: held, codes: code ? ['THIRD'] : [] }, { prices });
      const after = honoured(promised(before), { lines: held.toReversed() }, others);
      expect(after.promiseId).not.toBeNull();
      expect(after.problems).toEqual(before.problems.filter(({ code: which }) => which !== 'CODE_REFUSED' || code));
      expect(after.priced.totals).toEqual(before.priced.totals);
      expect(after.priced.lines).toEqual(before.priced.lines);
      expect(after.cart.content.lines.map(({ id }) => id)).toEqual(held.map(({ id }) => id));
    }),
    { numRuns: 200 },
  );
});

test('shipping that was not promised costs, and is taxed, as it is now', () => {
  const promise = promised(priced({ lines: [aLine('A')] }, {}));
  const { priced: both, problems } = honoured(promise, { lines: [aLine('A')], shippingMethodId: parcel.id });
  expect(both.totals).toMatchObject({ total: 999n + 583n, shipping: 583n });
  expect([both.shipping?.net, both.shipping?.tax, problems]).toEqual([490n, 93n, []]);
});

test('what an outside engine has answered for the goods stands, whatever way they go', () => {
  const held = { lines: [aLine('A')] };
  const before = priced(held, {});
  const key = assessmentKey(before.basket, assessables(before.terms, before.basket, before.priced));
  const taxes = [{ name: 'State tax', percent: 10_000_000n, amount: 91n }];
  const assessed = { key, charges: [{ id: aLine('A').id, taxes }] };
  const promise = promised({ ...before, basket: { ...before.basket, assessed } });
  const goodsOf = ({ priced: { lines } }: PricedCart) => lines.map(({ net, tax, gross }) => [net, tax, gross]);
  expect(goodsOf(honoured(promise, held))).toEqual([[908n, 91n, 999n]]);
  const sent = honoured(promise, { ...held, shippingMethodId: parcel.id });
  expect(goodsOf(sent)).toEqual([[908n, 91n, 999n]]);
  expect(sent.priced.shipping).toMatchObject({ net: 490n, tax: 93n, gross: 583n });
});

const two = { lines: [aLine('A', 2)] };

test.each([
  ['EXPIRED', { expiresAt: later }],
  ['REVOKED', { revokedAt: noon }],
  ['OTHER_BUYER', { customerId: idOf('customer', '1'.repeat(26)) }],
  ['OTHER_BUYER', { organizationId: idOf('organization', '1'.repeat(26)) }],
  ['OTHER_CHANNEL', { channelIds: [idOf('channel', '1'.repeat(26))] }],
  ['OTHER_CURRENCY', { currency: currencyOf('USD') }],
])('is void, and says why: %s', (reason, over) => {
  const promise = promised(priced(two, {}), over);
  const cart = honoured(promise, two, ['5.00']);
  expect([cart.promiseId, cart.priced.totals.total]).toEqual([null, 1000n]);
  expect(cart.problems).toMatchObject([{ code: 'PROMISE_VOID', severity: 'NOTICE', facts: { reason } }]);
});

test('one that is not kept any more is unknown', () => {
  const { promiseId, problems } = priced({ ...two, promiseId: idOf('pricePromise', '0'.repeat(26)) }, {});
  expect([promiseId, problems.map(({ facts }) => facts)]).toEqual([null, [{ reason: 'UNKNOWN' }]]);
});

test('is for a customer, for a unit and those below, in its channels', () => {
  const [customer, unit, above] = [
    idOf('customer', '2'.repeat(26)),
    ...['3', '4'].map((at) => idOf('organization', at.repeat(26))),
  ];
  const buyer = { customerId: customer, groupIds: [], unitIds: [unit, above] as Id<'organization'>[] };
  for (const over of [{ customerId: customer }, { organizationId: above }, { channelIds: [aContext().channel.id] }]) {
    const promise = promised(priced(two, {}), over);
    const cart = aCart({ content: { ...two, promiseId: promise.id }, promise });
    expect(reprice(cart, itemsAt(['5.00'], 'pl_new'), now, aContext({ buyer }), later).promiseId).toBe(promise.id);
  }
});

test('says by what the cart is another: quantities, lines, the country, tax reliefs', () => {
  const promise = promised(priced(two, {}));
  const by = (content: Partial<CartContent>, over: Partial<Cart> = {}) =>
    priced({ ...content, promiseId: promise.id }, { terms: now, at: later, over: { promise, ...over } }).problems.map(
      ({ code, lineId, facts }) => [code, lineId, facts],
    );
  expect(by({ lines: [aLine('A', 3), aLine('B')] })).toEqual([
    ['PROMISE_DIFFERS', aLine('A').id, { by: 'QUANTITY', variantId: variant('A'), promised: '2', now: '3' }],
    ['PROMISE_DIFFERS', aLine('B').id, { by: 'LINE_ADDED', variantId: variant('B') }],
  ]);
  expect(by({ lines: [] })).toEqual([['PROMISE_DIFFERS', null, { by: 'LINE_MISSING', variantId: variant('A'), promised: '2' }]]);
  const austria = { name: 'A', line1: 'B', city: 'C', country: 'AT' };
  expect(
    by(two, { contact: { email: null, purchaseOrderNumber: null, shippingAddress: austria, billingAddress: null } }),
  ).toEqual([['PROMISE_DIFFERS', null, { by: 'COUNTRY', promised: 'DE', now: 'AT' }]]);
});
