import fc from 'fast-check';
import type { Id } from '#kernel';
import { anyCase, termsOf, type AnyCase } from '../any-basket.arbitrary.js';
import type { Basket } from '../basket.js';
import { aBasket, aCondition, aLine, aList, anOffer, aPrice, aPromotion, aRate, aTerms, noon } from '../builders.js';
import type { TermsParts } from '../compile-terms.js';
import { conventionChoices } from '../conventions.js';
import { inputsOf, type PricingInputs } from '../inputs.js';
import type { Json } from '../json.js';
import { priceBasket } from '../price-basket.js';
import type { PricedBasket } from '../priced-basket.js';
import { refundFor, type Refund } from './refund.js';
import type { ReturnedUnits } from './returned.js';

const policies = conventionChoices.returnedGoods;
type Policy = (typeof policies)[number];

interface Bought {
  readonly inputs: Json<PricingInputs>;
  readonly priced: PricedBasket;
}

function bought(parts: Partial<TermsParts>, basket: Basket): Bought {
  const terms = aTerms({ taxRates: [], ...parts });
  const priced = priceBasket(terms, basket, noon);
  return { priced, inputs: inputsOf({ basket, priced }, terms) };
}

const goods = (...prices: readonly string[]) => aBasket(prices.map((price) => aLine('1', [aPrice(price)])));
const unit = (line: number, from = 0, to = from + 1): ReturnedUnits => ({
  lineId: `line_${line}`,
  from: BigInt(from) * 1000n,
  to: BigInt(to) * 1000n,
});

/** What each step is refunded, the steps following one another. */
function refunds(policy: Policy, { inputs }: Bought, steps: readonly (readonly ReturnedUnits[])[]): Refund[] {
  return steps.map((step, index) => refundFor(policy, inputs, steps.slice(0, index), step));
}

const amounts = (policy: Policy, order: Bought, ...lines: readonly number[]) =>
  refunds(
    policy,
    order,
    lines.map((line) => [unit(line)]),
  ).map(({ amount }) => amount);

describe('of A 30.00, B 20.00, C 10.00 the cheapest was free, 50.00 paid', () => {
  const order = bought({ promotions: [anOffer({ type: 'cheapest_free', of: 3 })] }, goods('30', '20', '10'));
  const [a, b, c] = [1, 2, 3];

  it('was so', () => {
    expect(order.priced.lines.map(({ gross }) => gross)).toEqual([3000n, 2000n, 0n]);
  });

  it.each([
    [
      [a, b, c],
      [2500n, 1667n, 833n],
    ],
    [
      [c, b, a],
      [833n, 1667n, 2500n],
    ],
  ])('PRORATE: it is shared out over all three, in any order (%s)', (lines, expected) => {
    expect(amounts('PRORATE', order, ...lines)).toEqual(expected);
  });

  it.each([
    [
      [a, b, c],
      [2000n, 2000n, 1000n],
    ],
    [
      [b, a, c],
      [1000n, 3000n, 1000n],
    ],
    [
      [c, a, b],
      [0n, 3000n, 2000n],
    ],
  ])('REEVALUATE: what is kept is paid as if it alone had been bought (%s)', (lines, expected) => {
    expect(amounts('REEVALUATE', order, ...lines)).toEqual(expected);
  });

  it.each([
    [
      [a, b, c],
      [3000n, 2000n, 0n],
    ],
    [
      [c, b, a],
      [0n, 2000n, 3000n],
    ],
  ])('KEEP: each is worth what was paid for it (%s)', (lines, expected) => {
    expect(amounts('KEEP', order, ...lines)).toEqual(expected);
  });

  it('what was free has no payment: its refund is taken from what was paid for the others', () => {
    const [first, second] = refunds('PRORATE', order, [[unit(c)], [unit(a)]]);
    expect(first?.credits).toEqual([
      { lineId: 'line_1', gross: 500n, net: 500n, tax: 0n },
      { lineId: 'line_2', gross: 333n, net: 333n, tax: 0n },
    ]);
    expect(second?.credits).toEqual([{ lineId: 'line_1', gross: 2500n, net: 2500n, tax: 0n }]);
  });
});

describe('who spends 100.00 gets 60.00 off: A 60.00 and B 50.00, 50.00 paid', () => {
  const conditions = [aCondition({ type: 'minimum_amount', amounts: { EUR: '100.00' } })];
  const off = anOffer({ type: 'amount_off_order', amounts: { EUR: '60.00' }, entry: 'GROSS' }, { lane: 'ORDER', conditions });
  const order = bought({ promotions: [off] }, goods('60', '50'));

  it.each([[[1, 2]], [[2, 1]]])(
    'REEVALUATE: nobody is asked for money, the first that comes back is worth nothing (%s)',
    (lines) => {
      expect(amounts('REEVALUATE', order, ...lines)).toEqual([0n, 5000n]);
    },
  );

  it('PRORATE and KEEP: each is worth what was paid for it', () => {
    expect(amounts('PRORATE', order, 1, 2)).toEqual([2727n, 2273n]);
    expect(amounts('KEEP', order, 1, 2)).toEqual([2727n, 2273n]);
  });
});

describe('units of one line', () => {
  const order = bought({ promotions: [anOffer({ type: 'n_for_m', take: 3, pay: 2 })] }, aBasket([aLine('3', [aPrice('10')])]));
  const steps = [[unit(1, 2)], [unit(1, 0)], [unit(1, 1)]];
  const of = (policy: Policy) => refunds(policy, order, steps).map(({ amount }) => amount);

  it('are told apart', () => {
    expect(of('PRORATE')).toEqual([666n, 667n, 667n]);
    expect(of('REEVALUATE')).toEqual([0n, 1000n, 1000n]);
    expect(of('KEEP').toSorted()).toEqual([0n, 1000n, 1000n]);
  });

  it.each([
    [[unit(2)], 'the order has no such line', ['units', 0, 'lineId']],
    [[unit(1), unit(1, 3)], 'the line has no such units', ['units', 1]],
    [[unit(1, 1, 1)], 'the line has no such units', ['units', 0]],
    [[unit(1, 2)], 'these units have come back before', ['units', 0]],
    [[unit(1, 0, 2), unit(1, 1)], 'these units have come back before', ['units', 1]],
  ])('that there are not, or that are back, are refused', (units, message, path) => {
    expect(() => refundFor('KEEP', order.inputs, [[unit(1, 2)]], units)).toThrow(
      expect.objectContaining({ code: 'INVALID', message, path }),
    );
  });
});

it('the price of a tier that was reached stays when less is kept', () => {
  const order = bought({}, aBasket([aLine('10', [aPrice('10'), aPrice('5', '10')])]));
  for (const policy of policies)
    expect(refunds(policy, order, [[unit(1, 0, 8)], [unit(1, 8, 10)]]).map(({ amount }) => amount)).toEqual([4000n, 1000n]);
});

it('the tax goes back at the rate at which it was charged, to the cent', () => {
  const order = bought(
    { taxRates: [aRate('21')], lists: [aList({ entry: 'NET' })], promotions: [aPromotion('10')] },
    goods('9.99', '20'),
  );
  const all = refunds('PRORATE', order, [[unit(2)], [unit(1)]]);
  expect(all.map(({ amount }) => amount)).toEqual([2178n, 1088n]);
  expect(all.flatMap(({ credits }) => credits.map(({ net, tax }) => [net, tax]))).toEqual([
    [1800n, 378n],
    [899n, 189n],
  ]);
});

describe('a gift from 60.00 on', () => {
  const mug = 'var_mug' as Id<'variant'>;
  const conditions = [aCondition({ type: 'minimum_amount', amounts: { EUR: '60.00' } })];
  const promotions = [anOffer({ type: 'gift', variantId: mug, quantity: 2 }, { conditions })];
  const gifts = [{ variantId: mug, taxClassId: 'txc_standard' as Id<'taxClass'>, prices: [aPrice('9.99')], available: null }];
  const order = bought({ promotions }, { ...goods('40', '30'), gifts });
  const oneMug = (from: number): ReturnedUnits => ({ ...unit(1, from), lineId: 'gift_gift' });
  const steps = [[unit(2)], [oneMug(0)], [oneMug(1)], [unit(1)]];
  const of = (policy: Policy) => refunds(policy, order, steps).map(({ amount }) => amount);

  it('that is kept is to be paid where it would not be given any more, until it comes back', () => {
    expect(order.priced.totals.total).toBe(7000n);
    expect(of('REEVALUATE')).toEqual([1002n, 999n, 999n, 4000n]);
  });

  it('is worth nothing otherwise', () => {
    expect(of('PRORATE')).toEqual([3000n, 0n, 0n, 4000n]);
    expect(of('KEEP')).toEqual([3000n, 0n, 0n, 4000n]);
  });
});

describe('however much of whatever comes back, and when', () => {
  const cases = fc.tuple(
    anyCase.filter(({ basket }) => basket.lines.length > 0 && basket.lines.every(({ prices }) => prices.length > 0)),
    fc.constantFrom(...policies),
    fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 8 }),
  );

  /** All units of an order in steps that were drawn for it. */
  function stepsOf({ lines }: PricedBasket, cuts: readonly (readonly [number, number])[]): ReturnedUnits[][] {
    const parts = lines.flatMap(({ lineId, quantity }) => {
      const bounds = [0n, ...cuts.map(([cut]) => BigInt(cut) % quantity), quantity];
      const places = [...new Set(bounds)].sort((one, other) => (one < other ? -1 : 1));
      return places.slice(1).map((to, index) => ({ lineId, from: places[index] ?? 0n, to }));
    });
    const steps: ReturnedUnits[][] = [];
    parts.forEach((part, index) => {
      const turn = (cuts[index % cuts.length]?.[1] ?? 0) % parts.length;
      (steps[turn] ??= []).push(part);
    });
    return steps.filter((step) => step.length > 0);
  }

  it('no refund is below zero, and all of them are what was paid for the goods, with its tax', () => {
    fc.assert(
      fc.property(cases, ([input, policy, cuts]: [AnyCase, Policy, [number, number][]]) => {
        const { basket, ...rules } = input;
        const terms = termsOf(rules);
        const priced = priceBasket(terms, basket, noon);
        fc.pre(priced.lines.every(({ price, gift }) => price !== null || gift !== undefined));
        const order = { priced, inputs: inputsOf({ basket, priced }, terms) };
        expect(refundFor(policy, order.inputs, [], []).amount).toBe(0n);
        const all = refunds(policy, order, stepsOf(priced, cuts));
        const sum = (values: readonly bigint[]) => values.reduce((total, each) => total + each, 0n);
        for (const { amount, credits } of all) {
          expect(amount).toBeGreaterThanOrEqual(0n);
          expect(sum(credits.map(({ gross }) => gross))).toBe(amount);
          for (const { gross, net, tax } of credits) expect([net + tax, gross > 0n, tax >= 0n]).toEqual([gross, true, true]);
        }
        expect(sum(all.map(({ amount }) => amount))).toBe(sum(priced.lines.map(({ gross, reimbursed }) => gross - reimbursed)));
        if (priced.totals.reimbursed === 0n)
          expect(sum(all.flatMap(({ credits }) => credits.map(({ tax }) => tax)))).toBe(sum(priced.lines.map(({ tax }) => tax)));
      }),
      { numRuns: 100 },
    );
  });
});
