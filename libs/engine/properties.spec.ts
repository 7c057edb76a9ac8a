import fc from 'fast-check';
import { anyCase, termsOf, type AnyCase } from './any-basket.arbitrary.js';
import { noon } from './builders.js';
import type { Conventions } from './conventions.js';
import { fromJson, toJson } from './json.js';
import { priceBasket } from './price-basket.js';
import type { Charge, PricedBasket } from './priced-basket.js';

const sum = (values: readonly bigint[]): bigint => values.reduce((all, value) => all + value, 0n);
const price = (input: AnyCase, explain = false): PricedBasket => priceBasket(termsOf(input), input.basket, noon, { explain });
const runs = { numRuns: 200 };

const withSalePrices =
  (salePrice: Conventions['salePrice']) =>
  (input: AnyCase): AnyCase => ({ ...input, conventions: { ...input.conventions, salePrice } });

/** Whatever is asked for by code, in one order. */
const inOneOrder = (priced: PricedBasket): PricedBasket => ({
  ...priced,
  refusedCodes: priced.refusedCodes.toSorted((a, b) => (a.code < b.code ? -1 : 1)),
});

describe('whatever the terms and the basket', () => {
  it('totals are the sums of their parts, at every level, and nothing is below zero', () => {
    fc.assert(
      fc.property(anyCase, (input) => {
        const { lines, shipping, totals, taxes, discounts } = price(input);
        const charges: readonly Charge[] = shipping ? [...lines, shipping] : lines;
        for (const { entry, amount, discount, net, tax, gross, reimbursed, ...parts } of charges) {
          expect(net + tax).toBe(gross);
          expect(amount - discount + reimbursed).toBe(entry === 'NET' ? net : gross);
          expect([amount, discount, net, tax, reimbursed].filter((each) => each < 0n)).toEqual([]);
          expect(discount).toBeLessThanOrEqual(amount);
          expect(sum(parts.discounts.map((each) => each.amount))).toBe(discount);
          expect(sum(parts.taxes.map((each) => each.amount))).toBe(tax);
        }
        expect(totals.total).toBe(sum(charges.map(({ gross, reimbursed }) => gross - reimbursed)));
        expect(totals.net + totals.tax - totals.reimbursed).toBe(totals.total);
        expect(totals.amount).toBe(sum(lines.map(({ amount }) => amount)));
        expect(totals.discount).toBe(sum(lines.map(({ discount }) => discount)));
        expect(totals.tax).toBe(sum(taxes.map(({ amount }) => amount)));
        expect(sum(discounts.map(({ amount }) => amount))).toBe(sum(charges.map(({ discount }) => discount)));
      }),
      runs,
    );
  });

  it('units add up to their line, and none is below zero', () => {
    fc.assert(
      fc.property(anyCase, (input) => {
        for (const line of price(input).lines) {
          const { units, quantity } = line;
          if (units.length === 0) continue;
          expect(units.map(({ from }) => from)).toEqual([0n, ...units.slice(0, -1).map(({ to }) => to)]);
          expect(units.at(-1)?.to).toBe(quantity);
          for (const key of ['amount', 'discount', 'net', 'tax', 'gross'] as const) {
            expect(sum(units.map((each) => each[key]))).toBe(line[key]);
            expect(units.filter((each) => each[key] < 0n)).toEqual([]);
          }
          for (const { from, to, net, tax, gross, discount, discounts } of units) {
            expect([from < to, net + tax === gross, sum(discounts.map(({ amount }) => amount)) === discount]).toEqual([
              true,
              true,
              true,
            ]);
          }
          for (const { promotionId, amount } of line.discounts)
            expect(
              sum(
                units
                  .flatMap((each) => each.discounts.filter((share) => share.promotionId === promotionId))
                  .map((share) => share.amount),
              ),
            ).toBe(amount);
        }
      }),
      runs,
    );
  });

  it('the order in which promotions, groups and codes come makes no difference', () => {
    fc.assert(
      fc.property(anyCase, (input) => {
        const { promotions, groups, basket } = input;
        const turned = { ...input, promotions: promotions.toReversed(), groups: groups.toReversed() };
        const priced = price({ ...turned, basket: { ...basket, codes: basket.codes.toReversed() } }, true);
        expect(inOneOrder(priced)).toEqual(inOneOrder(price(input, true)));
      }),
      runs,
    );
  });

  it('a promotion that does not apply changes nothing', () => {
    fc.assert(
      // a line that ends at its sale price may have been tried with promotions that give nothing in the end
      fc.property(anyCase.map(withSalePrices('STACK')), (input) => {
        const priced = price(input, true);
        const idle = (priced.trace?.promotions ?? []).filter(({ verdict }) => verdict === 'CONDITION' || verdict === 'NOTHING');
        const ids = new Set(idle.map(({ promotionId }) => promotionId));
        const promotions = input.promotions.filter(({ id }) => !ids.has(id));
        const discounts = priced.discounts.filter(({ promotionId }) => !ids.has(promotionId));
        expect({ ...price({ ...input, promotions }), refusedCodes: [] }).toEqual({
          ...price(input),
          refusedCodes: [],
          discounts,
        });
      }),
      runs,
    );
  });

  it('every code is told of: what it gave, or why it gave nothing', () => {
    fc.assert(
      fc.property(anyCase, (input) => {
        const { discounts, refusedCodes } = price(input);
        const told = [...discounts.flatMap(({ code }) => code ?? []), ...refusedCodes.map(({ code }) => code)];
        expect(told.sort()).toEqual(input.basket.codes.toSorted());
      }),
      runs,
    );
  });

  it('no promotion gives more than its greatest discount, nor anything below the least price of an item', () => {
    fc.assert(
      fc.property(anyCase, (input) => {
        const { discounts, currency } = price(input);
        for (const { promotionId, amount } of discounts) {
          const most = input.promotions.find(({ id }) => id === promotionId)?.maxDiscount?.get(currency) ?? amount;
          expect(amount).toBeLessThanOrEqual(most);
        }
      }),
      runs,
    );
  });

  it('the same arguments give the same, with reasons or without, and it survives JSON', () => {
    fc.assert(
      fc.property(anyCase, (input) => {
        const { trace, ...explained } = price(input, true);
        expect(trace).toBeDefined();
        expect(explained).toEqual(price(input));
        expect(fromJson(toJson(explained))).toEqual(explained);
      }),
      runs,
    );
  });
});
