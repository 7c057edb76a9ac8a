import fc from 'fast-check';
import { formatDecimal, percentScale, type Id } from '#kernel';
import { aBasket, aLine, aList, aMethod, aPrice, aPromotion, aRate, aTerms, noon } from './builders.js';
import { defaultConventions } from './conventions.js';
import { basketHash, fnv1a } from './fingerprint.js';
import { fromJson, toJson } from './json.js';
import { priceBasket } from './price-basket.js';
import type { Charge, PricedBasket } from './priced-basket.js';
import { parseConditions } from './promotions/parse.js';

const sum = (values: readonly bigint[]): bigint => values.reduce((all, value) => all + value, 0n);

const lists = (['NET', 'GROSS'] as const).flatMap((entry) =>
  (['VOLUME', 'GRADUATED'] as const).map((tierMode) =>
    aList({ id: `pl_${entry}_${tierMode}` as Id<'priceList'>, entry, tierMode }),
  ),
);

const anyPrice = fc.tuple(fc.constantFrom(...lists), fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.integer({ min: 0, max: 20 }));
const anyLine = fc.record({
  prices: fc.array(
    anyPrice.map(([list, amount, from]) => aPrice(formatDecimal(amount, 6), String(from), { listId: list.id })),
    { maxLength: 4 },
  ),
  quantity: fc.bigInt({ min: 1n, max: 10n ** 6n }),
  variantId: fc.constantFrom('var_a', 'var_b', 'var_c').map((id) => id as Id<'variant'>),
  taxClassId: fc.constantFrom('txc_standard', 'txc_reduced', 'txc_none').map((id) => id as Id<'taxClass'>),
});
const anyPromotion = fc
  .record({
    percent: fc.bigInt({ min: 1n, max: 100_000_000n }).map((percent) => formatDecimal(percent, percentScale)),
    number: fc.integer({ min: 0, max: 99_999 }),
    sequence: fc.integer({ min: 0, max: 2 }),
    lane: fc.constantFrom('ITEM' as const, 'ORDER' as const),
    code: fc.constantFrom(null, 'ONE', 'TWO'),
    from: fc.constantFrom(null, '1.00', '5000.00'),
    basis: fc.constantFrom('BEFORE', 'AFTER_ITEM', 'AFTER_ALL'),
  })
  .map(({ percent, number, sequence, lane, code, from, basis }) =>
    aPromotion(percent, {
      id: `promo_${number}` as Id<'promotion'>,
      sequence,
      lane,
      code: code && `${code}${number}`,
      conditions: parseConditions(from === null ? [] : [{ type: 'minimum_amount', amounts: { EUR: from }, basis }]),
    }),
  );
const anyCase = fc.record({
  lines: fc.array(anyLine, { maxLength: 8 }),
  promotions: fc.uniqueArray(anyPromotion, { maxLength: 6, selector: ({ id }) => id }),
  country: fc.constantFrom('NL', 'DE', 'US'),
  shipping: fc.constantFrom(null, 'ship_flat' as Id<'shippingMethod'>),
});
type Case = typeof anyCase extends fc.Arbitrary<infer T> ? T : never;

function price({ lines, promotions, country, shipping: shippingMethodId }: Case): PricedBasket {
  const terms = aTerms({ lists, promotions, shippingMethods: [aMethod('6.05')] });
  const codes = promotions.flatMap(({ code }) => (code === null ? [] : [code]));
  const own = lines.map((line, index) => ({ ...line, id: `line_${index}` }));
  return priceBasket(terms, aBasket([], { lines: own, country, shippingMethodId, codes }), noon);
}

describe('a priced basket', () => {
  it('always adds up, and no line is below zero', () => {
    fc.assert(
      fc.property(anyCase, (input) => {
        const { lines, shipping, totals, taxes, discounts } = price(input);
        const charges: readonly Charge[] = shipping ? [...lines, shipping] : lines;
        for (const { entry, amount, discount, net, tax, gross, ...parts } of charges) {
          expect(net + tax).toBe(gross);
          expect(amount - discount).toBe(entry === 'NET' ? net : gross);
          expect([amount, discount, net, tax].every((each) => each >= 0n)).toBe(true);
          expect(sum(parts.discounts.map((each) => each.amount))).toBe(discount);
          expect(sum(parts.taxes.map((each) => each.amount))).toBe(tax);
        }
        expect(totals.total).toBe(sum(charges.map(({ gross }) => gross)));
        expect(totals.net + totals.tax).toBe(totals.total);
        expect(totals.net).toBe(sum(charges.map(({ net }) => net)));
        expect(totals.amount).toBe(sum(lines.map(({ amount }) => amount)));
        expect(totals.discount).toBe(sum(lines.map(({ discount }) => discount)));
        expect(totals.discount).toBe(sum(discounts.map(({ amount }) => amount)));
        expect(totals.tax).toBe(sum(taxes.map(({ amount }) => amount)));
        expect(totals.shipping).toBe(shipping?.gross ?? 0n);
      }),
    );
  });

  it('tells of every code either what it gave or why it was refused', () => {
    fc.assert(
      fc.property(anyCase, (input) => {
        const { discounts, refusedCodes } = price(input);
        const told = [...discounts.flatMap(({ code }) => code ?? []), ...refusedCodes.map(({ code }) => code)];
        expect(told.sort()).toEqual(input.promotions.flatMap(({ code }) => code ?? []).sort());
      }),
    );
  });

  it('does not depend on the order in which promotions or price rows are stored', () => {
    fc.assert(
      fc.property(anyCase, (input) => {
        const turned = {
          ...input,
          promotions: input.promotions.toReversed(),
          lines: input.lines.map((line) => ({ ...line, prices: unambiguous(line.prices).toReversed() })),
        };
        const straight = { ...input, lines: input.lines.map((line) => ({ ...line, prices: unambiguous(line.prices) })) };
        const byCode = (priced: PricedBasket): PricedBasket => ({
          ...priced,
          refusedCodes: priced.refusedCodes.toSorted((a, b) => (a.code < b.code ? -1 : 1)),
        });
        expect(byCode(price(turned))).toEqual(byCode(price(straight)));
      }),
    );
  });

  it('survives JSON, and is the same when it is computed again from what survived', () => {
    fc.assert(
      fc.property(anyCase, (input) => {
        const priced = price(input);
        expect(fromJson(toJson(priced))).toEqual(priced);
        const lines = fromJson(toJson(input.lines));
        expect(price({ ...input, lines })).toEqual(priced);
      }),
    );
  });

  it('tells why when asked, and is otherwise the same', () => {
    const terms = aTerms({ promotions: [aPromotion('10', { code: 'TEN' })], shippingMethods: [aMethod('6.05')] });
    const basket = aBasket([aLine('2', [aPrice('10')])], {
      codes: ['ten'],
      shippingMethodId: 'ship_flat' as Id<'shippingMethod'>,
    });
    const { trace, ...priced } = priceBasket(terms, basket, noon, { explain: true });
    expect(priced).toEqual(priceBasket(terms, basket, noon));
    const taxOf = (net: bigint, tax: bigint): object => ({
      ...{ classId: 'txc_standard', zoneId: 'txz_nl', verdict: 'TAXED', relief: null, entry: 'GROSS', net, tax },
      rates: [{ rateId: 'txr_21', name: 'VAT 21 %', percent: 21_000_000n, base: net, amount: tax }],
    });
    expect(trace).toEqual({
      conventions: defaultConventions,
      lines: [
        {
          lineId: 'line_1',
          tierQuantity: 2000n,
          candidates: [
            { priceId: 'prc_10', listId: 'pl_base', verdict: 'TAKEN', admittedBy: { level: 'BASE', by: null, distance: 0 } },
          ],
          tax: taxOf(1488n, 312n),
        },
      ],
      promotions: [
        {
          promotionId: 'promo_10',
          promotionVersion: 1n,
          code: 'TEN',
          lane: 'ORDER',
          sequence: 0,
          groupId: null,
          verdict: 'APPLIED',
          facts: {},
          before: 2000n,
          amount: 200n,
          overCap: 0n,
          underFloor: 0n,
          lines: [{ lineId: 'line_1', promotionId: 'promo_10', amount: 200n, units: [] }],
        },
      ],
      groups: [],
      shippingTax: taxOf(500n, 105n),
    });
  });

  it('names the version and the instant it was computed with', () => {
    expect(priceBasket(aTerms(), aBasket([]), noon)).toMatchObject({
      version: 7n,
      at: noon,
      currency: 'EUR',
      lines: [],
      totals: { total: 0n },
    });
  });

  it('rounds as the conventions say', () => {
    const terms = aTerms({ conventions: { ...defaultConventions, rounding: 'HALF_EVEN' }, taxRates: [aRate('100')] });
    expect(priceBasket(terms, aBasket([aLine('0.5', [aPrice('0.01')]), aLine('1', [aPrice('0.05')])]), noon).lines).toMatchObject(
      [{ amount: 0n }, { amount: 5n, tax: 2n, net: 3n }],
    );
  });
});

/** At most one row per list and tier, as the table guarantees. */
function unambiguous(prices: Case['lines'][number]['prices']): Case['lines'][number]['prices'] {
  return [...new Map(prices.map((row) => [`${row.listId} ${String(row.minQuantity)}`, row])).values()];
}

describe('the fingerprint', () => {
  it.each([
    ['', 'cbf29ce484222325'],
    ['a', 'af63dc4c8601ec8c'],
    ['foobar', '85944171f73967e8'],
  ])('of %j is FNV-1a', (text, hash) => {
    expect(fnv1a(text)).toBe(hash);
  });

  const terms = aTerms({ shippingMethods: [aMethod('6.05')] });
  const basket = aBasket([aLine('2', [aPrice('10')])]);
  const shown = basketHash(priceBasket(terms, basket, noon));

  it('is the same for the same offer, later and under newer terms', () => {
    expect(basketHash(priceBasket({ ...terms, version: 8n }, basket, noon + 1))).toBe(shown);
    expect(basketHash(fromJson(toJson(priceBasket(terms, basket, noon, { explain: true }))))).toBe(shown);
  });

  it.each([
    ['a quantity', aBasket([aLine('3', [aPrice('10')])])],
    ['a price', aBasket([aLine('2', [aPrice('10.01')])])],
    ['a line', aBasket([aLine('2', [aPrice('10')]), aLine('1', [aPrice('0')])])],
    ['the tax', { ...basket, country: 'DE' }],
    ['the shipping', { ...basket, shippingMethodId: 'ship_flat' as Id<'shippingMethod'> }],
  ])('changes with %s', (_, other) => {
    expect(basketHash(priceBasket(terms, other, noon))).not.toBe(shown);
  });
});

describe('JSON', () => {
  it('carries any text and any bigint', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^~{0,3}-?\d{1,30}n$/));
    fc.assert(
      fc.property(fc.array(fc.oneof(text, fc.bigInt(), fc.constant(null), fc.boolean())), (data) => {
        expect(fromJson(toJson(data))).toEqual(data);
      }),
    );
    expect(toJson({ amount: 1234n, code: '12n' })).toBe('{"amount":"1234n","code":"~12n"}');
  });
});
