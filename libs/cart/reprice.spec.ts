import { parseAction, parseConditions, type PromotionTerms, type Terms } from '#engine';
import { currencyOf, UserError, type Id } from '#kernel';
import { aCart, aContext, add, aLine, anItem, aPrice, itemsBy, line, noon, qty, set, theTerms, variant } from './builders.js';
import { noContact, type CartContent } from './cart.js';
import { checkBeginning, checkChange } from './check.js';
import type { Item } from './item.js';
import type { CartChange } from './operation.js';
import { reprice, requiresShipping, withSeenPrices, type PricedCart } from './reprice.js';
import { shippingOptions } from './shipping-options.js';

const tenPercent: PromotionTerms = {
  id: 'promo_ten' as Id<'promotion'>,
  name: { en: 'Ten off' },
  code: 'TEN',
  lane: 'ORDER',
  sequence: 0,
  conditions: [],
  action: parseAction({ type: 'percent_off_order', percent: '10' }, 'ORDER'),
  validFrom: null,
  validTo: null,
  version: 1n,
  limited: false,
};
const overFifty = parseConditions([{ type: 'minimum_amount', basis: 'BEFORE', amounts: { EUR: '50.00' } }]);
const parcel = {
  id: 'ship_parcel' as Id<'shippingMethod'>,
  code: 'parcel',
  name: { en: 'Parcel' },
  kind: 'FLAT_RATE' as const,
  countries: ['DE'],
  taxClassId: 'txc_standard' as Id<'taxClass'>,
  rates: new Map([[currencyOf('EUR'), { amount: 4_900_000n, entry: 'GROSS' as const }]]),
};
const overseas = { name: 'A', line1: 'B', city: 'C', country: 'US' };
const terms = theTerms({
  promotions: [
    tenPercent,
    { ...tenPercent, id: 'promo_min' as Id<'promotion'>, code: 'MIN', conditions: overFifty },
    { ...tenPercent, id: 'promo_soon' as Id<'promotion'>, code: 'SOON', validFrom: noon.getTime() + 1 },
    { ...tenPercent, id: 'promo_late' as Id<'promotion'>, code: 'LATE', validTo: noon.getTime() },
  ],
  shippingMethods: [parcel],
});

function priced(content: Partial<CartContent>, items: readonly Item[] = [anItem('A')], context = aContext()): PricedCart {
  return reprice(aCart({ content }), itemsBy(...items), terms, context, noon);
}

function refusal(work: () => unknown): object | null {
  try {
    work();
    return null;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { code: error.code, path: error.path, facts: error.facts };
  }
}

describe('reprice', () => {
  it('prices lines, promotions and taxes of this instant', () => {
    const { priced: result, problems } = priced({ lines: [aLine('A', 2)], codes: ['TEN'] });
    expect(result.totals).toEqual({
      amount: 2000n,
      discount: 200n,
      net: 1513n,
      tax: 287n,
      shipping: 0n,
      reimbursed: 0n,
      total: 1800n,
    });
    expect(problems).toEqual([]);
  });

  it('taxes by the destination, by the country of the channel until it is known', () => {
    const cart = aCart({ content: { lines: [aLine('A')] } });
    const address = { name: 'A', line1: 'B', city: 'C', country: 'CH' };
    const abroad = { ...cart, contact: { ...cart.contact, shippingAddress: address } };
    const taxOf = (each: typeof cart) => reprice(each, itemsBy(anItem('A')), terms, aContext(), noon).priced.totals.tax;
    expect([taxOf(cart), taxOf(abroad)]).toEqual([160n, 0n]);
  });

  it('charges no tax on what the owner is freed of, and by reverse charge only on what leaves the country', () => {
    const everywhere = { proof: 'P-1', classIds: [], zoneIds: [], validFrom: null, validTo: null };
    const swiss = theTerms({
      taxZones: [
        { id: 'txz_de' as Id<'taxZone'>, countries: ['DE'] },
        { id: 'txz_ch' as Id<'taxZone'>, countries: ['CH'] },
      ],
      taxRates: ['txz_de', 'txz_ch'].map((zone) => ({
        id: `txr_${zone}` as Id<'taxRate'>,
        classId: 'txc_standard' as Id<'taxClass'>,
        zoneId: zone as Id<'taxZone'>,
        name: 'VAT',
        percent: 25_000_000n,
        validFrom: null,
        validTo: null,
      })),
    });
    const taxIn = (country: string, kind: 'EXEMPT' | 'REVERSE_CHARGE'): bigint => {
      const contact = { ...noContact, shippingAddress: { name: 'A', line1: 'B', city: 'C', country } };
      const cart = aCart({ content: { lines: [aLine('A')] }, contact, taxReliefs: [{ kind, ...everywhere }] });
      return reprice(cart, itemsBy(anItem('A')), swiss, aContext(), noon).priced.totals.tax;
    };
    expect([taxIn('DE', 'EXEMPT'), taxIn('CH', 'EXEMPT')]).toEqual([0n, 0n]);
    expect([taxIn('DE', 'REVERSE_CHARGE'), taxIn('CH', 'REVERSE_CHARGE')]).toEqual([200n, 0n]);
  });

  it.each([
    ['is gone', []],
    ['is hidden', [anItem('A', { sellable: false })]],
    ['has no price', [anItem('A', { prices: [] })]],
    ['has a price in another list only', [anItem('A', { prices: [aPrice('1', '0', { listId: 'pl_x' as Id<'priceList'> })] })]],
  ])('tells of a line whose variant %s, and asks nothing for it', (_, items) => {
    const { problems, priced: result } = priced({ lines: [aLine('A')] }, items);
    expect(problems).toMatchObject([{ code: 'NOT_PURCHASABLE', severity: 'BLOCKING', lineId: line('A') }]);
    expect(result.totals.total).toBe(0n);
  });

  it('tells what is left when a line asks for more', () => {
    const item = anItem('A', { available: ['1.5'] });
    const [problem] = priced({ lines: [aLine('A', 2)] }, [item]).problems;
    expect(problem).toMatchObject({ code: 'OUT_OF_STOCK', severity: 'BLOCKING', lineId: line('A') });
    expect(problem?.facts).toEqual({ asked: '2', available: '1' });
    expect(priced({ lines: [aLine('A', 1)] }, [item]).problems).toEqual([]);
    expect(priced({ lines: [aLine('A', 2)] }, [{ ...item, tracked: false }]).problems).toEqual([]);
    const safe = aContext({ channel: { safetyStock: 1000n } });
    expect(priced({ lines: [aLine('A', 1)] }, [item], safe).problems[0]?.facts).toEqual({ asked: '1', available: '0' });
  });

  it('tells of a price that is another than the buyer has seen, in words of the currency', () => {
    const [problem] = priced({ lines: [aLine('A', 1, { seenPrice: 12_900_000n }), aLine('B')] }, [
      anItem('A'),
      anItem('B'),
    ]).problems;
    expect(problem).toMatchObject({ code: 'PRICE_CHANGED', severity: 'NOTICE', lineId: line('A') });
    expect(problem?.facts).toEqual({ before: '12.90', after: '10.00', currency: 'EUR' });
    expect(priced({ lines: [aLine('A', 1, { seenPrice: 10_000_000n })] }).problems).toEqual([]);
  });

  it.each([
    ['NOPE', { reason: 'UNKNOWN', code: 'NOPE' }],
    ['SOON', { reason: 'NOT_STARTED', startsAt: '2027-03-28T12:00:00.001Z' }],
    ['LATE', { reason: 'ENDED', endedAt: '2027-03-28T12:00:00.000Z' }],
    ['MIN', { reason: 'CONDITION', condition: 'minimum_amount' }],
  ])('tells why the code %s gives nothing', (code, facts) => {
    const { problems } = priced({ lines: [aLine('A')], codes: [code] });
    expect(problems).toMatchObject([{ code: 'CODE_REFUSED', severity: 'NOTICE', lineId: null, facts }]);
  });

  it('tells of a way of shipping that is not offered any more', () => {
    const shippingMethodId = 'ship_gone' as Id<'shippingMethod'>;
    expect(priced({ lines: [aLine('A')], shippingMethodId }).problems).toMatchObject([
      { code: 'SHIPPING_UNAVAILABLE', severity: 'BLOCKING', lineId: null },
    ]);
    expect(priced({ lines: [aLine('A')], shippingMethodId: parcel.id }).priced.totals.shipping).toBe(490n);
  });

  it('remembers the prices that are shown', () => {
    const cart = priced({ lines: [aLine('A'), aLine('B')] });
    expect(withSeenPrices(cart.cart.content, cart).lines.map(({ seenPrice }) => seenPrice)).toEqual([10_000_000n, null]);
  });

  it('needs shipping when one of its things does', () => {
    const download = anItem('B', { requiresShipping: false });
    expect(requiresShipping(priced({ lines: [aLine('B')] }, [download]))).toBe(false);
    expect(requiresShipping(priced({ lines: [aLine('B'), aLine('A')] }, [download, anItem('A')]))).toBe(true);
    expect(requiresShipping(priced({}))).toBe(false);
  });

  it('offers the ways of shipping of the destination, and none for what is not shipped', () => {
    const offered = (cart: PricedCart) => shippingOptions(cart, terms, aContext()).map(({ code, gross }) => [code, gross]);
    expect(offered(priced({ lines: [aLine('A')] }))).toEqual([['parcel', 490n]]);
    const abroad = aCart({ content: { lines: [aLine('A')] }, contact: { ...noContact, shippingAddress: overseas } });
    expect(offered(reprice(abroad, itemsBy(anItem('A')), terms, aContext(), noon))).toEqual([]);
    const download = anItem('B', { requiresShipping: false });
    expect(offered(priced({ lines: [aLine('B')] }, [download]))).toEqual([]);
  });

  it('charges no shipping once nothing has to be shipped', () => {
    const download = anItem('B', { requiresShipping: false });
    const cart = priced({ lines: [aLine('B')], shippingMethodId: parcel.id }, [download]);
    expect(cart.priced).toMatchObject({ shipping: null, totals: { shipping: 0n, total: 1000n } });
    expect(cart.problems).toEqual([]);
  });

  it('taxes what is picked up where it is handed over, whatever address was given', () => {
    const pickup = { ...parcel, id: 'ship_pickup' as Id<'shippingMethod'>, kind: 'PICKUP' as const, countries: [] };
    const both = theTerms({ shippingMethods: [{ ...parcel, countries: [] }, pickup] });
    const taxed = (shippingMethodId: Id<'shippingMethod'>): bigint => {
      const contact = { ...noContact, shippingAddress: overseas };
      const cart = aCart({ content: { lines: [aLine('A')], shippingMethodId }, contact });
      return reprice(cart, itemsBy(anItem('A')), both, aContext(), noon).priced.lines[0]?.tax ?? -1n;
    };
    expect(taxed(parcel.id)).toBe(0n);
    expect(taxed(pickup.id)).toBe(160n);
  });
});

describe('checkChange', () => {
  const rejecting: Terms = { ...terms, conventions: { ...terms.conventions, ineligibleCode: 'REJECT' } };
  const check = (change: CartChange, content: Partial<CartContent>, items: readonly Item[] = [anItem('A')]): object | null =>
    refusal(() => {
      checkChange(change, priced(content, items), aContext().channel, rejecting);
    });

  it('lets through what has its effect', () => {
    expect(check(add('A'), { lines: [aLine('A', 1)] })).toBeNull();
    expect(check(set('A', 0, 1), { lines: [] })).toBeNull();
    expect(check({ type: 'applyCode', code: 'TEN' }, { lines: [aLine('A')], codes: ['TEN'] })).toBeNull();
  });

  it('refuses a line that is not sold here', () => {
    expect(check(add('A'), { lines: [aLine('A')] }, [])).toEqual({
      code: 'NOT_PURCHASABLE',
      path: ['lines', 0, 'variantId'],
      facts: {},
    });
    expect(check(set('A', 1, 1), { lines: [aLine('A')] }, [])).toMatchObject({ path: ['lines', 0, 'lineId'] });
  });

  it('refuses a quantity between the steps', () => {
    const coffee = anItem('A', { quantityStep: 250n });
    const path = ['lines', 0, 'quantity'];
    expect(check(add('A'), { lines: [aLine('A', '0.3')] }, [coffee])).toEqual({ code: 'INVALID', path, facts: { step: '0.25' } });
    expect(check(add('A'), { lines: [aLine('A', '0.75')] }, [coffee])).toBeNull();
  });

  it('refuses more than can be promised of what it touches, and of that alone', () => {
    const items = [anItem('A'), anItem('B', { available: ['0'] })];
    const lines = [aLine('A', 1), aLine('B', 1)];
    expect(check(add('A'), { lines }, items)).toBeNull();
    expect(check(add('B'), { lines }, items)).toEqual({
      code: 'OUT_OF_STOCK',
      path: ['lines', 0, 'quantity'],
      facts: { asked: '1', available: '0' },
    });
    expect(check({ type: 'setContact', contact: {} }, { lines }, items)).toBeNull();
  });

  it('refuses a code that gives nothing, with the reason', () => {
    expect(check({ type: 'applyCode', code: 'MIN' }, { lines: [aLine('A')], codes: ['MIN'] })).toMatchObject({
      code: 'NOT_APPLICABLE',
      path: ['code'],
      facts: { reason: 'CONDITION', code: 'MIN' },
    });
  });

  it('keeps a code that may apply later, unless the channel rejects it', () => {
    const entered = (code: string) => () => {
      checkChange({ type: 'applyCode', code }, priced({ lines: [aLine('A')], codes: [code] }), aContext().channel, terms);
    };
    for (const code of ['MIN', 'SOON']) expect(refusal(entered(code))).toBeNull();
    for (const code of ['NOPE', 'LATE']) expect(refusal(entered(code))).toMatchObject({ code: 'NOT_APPLICABLE' });
  });

  it('refuses a way of shipping that is not offered', () => {
    const change = { type: 'setShipping', methodId: 'ship_x' as Id<'shippingMethod'> } as const;
    expect(check(change, { lines: [], shippingMethodId: change.methodId })).toEqual({
      code: 'NOT_APPLICABLE',
      path: ['shippingMethodId'],
      facts: {},
    });
  });

  it('names the place of a code among those that a cart begins with', () => {
    const changes: CartChange[] = [add('A'), { type: 'applyCode', code: 'TEN' }, { type: 'applyCode', code: 'NOPE' }];
    const cart = priced({ lines: [{ ...aLine('A'), variantId: variant('A'), quantity: qty(1) }], codes: ['TEN', 'NOPE'] });
    const refused = refusal(() => {
      checkBeginning(changes, cart, aContext().channel, terms);
    });
    expect(refused).toMatchObject({ code: 'NOT_APPLICABLE', path: ['codes', 1], facts: { code: 'NOPE', reason: 'UNKNOWN' } });
  });
});
