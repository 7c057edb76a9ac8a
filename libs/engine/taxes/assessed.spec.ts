import fc from 'fast-check';
import { anyCase, termsOf } from '../any-basket.arbitrary.js';
import { aBasket, aLine, aList, aMethod, anOffer, aPrice, aRate, aTerms, noon } from '../builders.js';
import { inputsOf, replay } from '../inputs.js';
import { priceBasket } from '../price-basket.js';
import type { Basket } from '../basket.js';
import type { Terms } from '../terms.js';
import type { Id } from '#kernel';
import { assessables, assessmentKey, type AssessedTaxes } from './assessed.js';

/** What an engine answers that takes so many percent of the net, of each charge. */
function answerTo(terms: Terms, basket: Basket, percent: bigint): AssessedTaxes {
  const asked = assessables(terms, basket, priceBasket(terms, basket, noon));
  return {
    key: assessmentKey(basket, asked),
    charges: asked.map(({ id, entry, amount }) => ({
      id,
      taxes: [
        {
          name: 'Outside',
          percent: percent * 1_000_000n,
          amount: (amount * percent) / (entry === 'NET' ? 100n : 100n + percent),
        },
      ],
    })),
  };
}

const terms = aTerms({
  lists: [aList({ entry: 'NET' })],
  taxRates: [aRate('21')],
  promotions: [anOffer({ type: 'percent_off_items', percent: '10' })],
  shippingMethods: [aMethod('5.00')],
});
const basket = aBasket([aLine('2', [aPrice('100')])], { shippingMethodId: 'ship_flat' as Id<'shippingMethod'> });

describe('taxes that an outside engine has answered', () => {
  it('take the place of those of the tables, on what discounts have left, with the shipping', () => {
    const asked = assessables(terms, basket, priceBasket(terms, basket, noon));
    expect(asked.map(({ id, amount, quantity, entry, relief }) => [id, amount, quantity, entry, relief])).toEqual([
      ['line_1', 18_000n, 2000n, 'NET', null],
      ['shipping', 500n, 1000n, expect.any(String), null],
    ]);
    const assessed = answerTo(terms, basket, 8n);
    const priced = priceBasket(terms, { ...basket, assessed }, noon, { explain: true });
    expect(priced.assessed).toBe(true);
    expect(priced.lines[0]).toMatchObject({ net: 18_000n, tax: 1440n, gross: 19_440n, discount: 2000n });
    expect(priced.taxes).toMatchObject([{ rateId: null, name: 'Outside', percent: 8_000_000n, amount: priced.totals.tax }]);
    expect(priced.trace?.lines[0]?.tax).toMatchObject({ verdict: 'ASSESSED', tax: 1440n });
    expect(priced.trace?.shippingTax).toMatchObject({ verdict: 'ASSESSED' });
  });

  it('hold no longer than the charges are what they were', () => {
    const assessed = answerTo(terms, basket, 8n);
    for (const other of [
      aBasket([aLine('3', [aPrice('100')])], { shippingMethodId: basket.shippingMethodId }),
      { ...basket, country: 'DE' },
      { ...basket, shippingMethodId: null },
      aBasket([aLine('2', [aPrice('100')], { taxClassId: 'txc_books' as Id<'taxClass'> })], {
        shippingMethodId: basket.shippingMethodId,
      }),
    ]) {
      const priced = priceBasket(terms, { ...other, assessed }, noon);
      expect(priced).toEqual(priceBasket(terms, other, noon));
    }
  });

  it('are kept with the inputs: replayed they come to the same', () => {
    const taxed = { ...basket, assessed: answerTo(terms, basket, 8n) };
    const priced = priceBasket(terms, taxed, noon);
    const { trace, ...again } = replay(inputsOf({ basket: taxed, priced }, terms));
    expect(again).toEqual(priced);
    expect(trace).toBeDefined();
  });

  it('always add up, to the unit, and change nothing but the taxes', () => {
    const sum = (all: readonly bigint[]): bigint => all.reduce((one, other) => one + other, 0n);
    fc.assert(
      fc.property(anyCase, fc.bigInt({ min: 0n, max: 30n }), ({ basket: any, ...rules }, percent) => {
        const channel = termsOf(rules);
        const before = priceBasket(channel, any, noon);
        const { assessed, lines, shipping, discounts, totals, taxes } = priceBasket(
          channel,
          { ...any, assessed: answerTo(channel, any, percent) },
          noon,
        );
        expect(assessed).toBe(true);
        expect(discounts).toEqual(before.discounts);
        expect(lines.map(({ amount, discount }) => [amount, discount])).toEqual(
          before.lines.map(({ amount, discount }) => [amount, discount]),
        );
        const charges = [...lines, ...(shipping ? [shipping] : [])];
        for (const { net, tax, gross, entry, amount, discount, reimbursed } of charges) {
          expect(net + tax).toBe(gross);
          expect((entry === 'NET' ? net : gross) - reimbursed).toBe(amount - discount);
        }
        for (const { units, tax } of lines) if (units.length > 0) expect(sum(units.map((each) => each.tax))).toBe(tax);
        expect(totals.tax).toBe(sum(taxes.map((each) => each.amount)));
        expect(totals.total).toBe(totals.net + totals.tax - totals.reimbursed);
      }),
      { numRuns: 200 },
    );
  });
});
