import fc from 'fast-check';
import { divide, formatDecimal, percentScale, type Id, type RoundingMode } from '#kernel';
import { aRate, aTerms, noon } from '../builders.js';
import { conventionChoices, defaultConventions, type Conventions } from '../conventions.js';
import type { Entry } from '../terms.js';
import type { ClassAmount } from './follow-goods.js';
import { taxGround, type TaxGround } from './ground.js';
import { sumByRate, type Taxed } from './tax.js';
import { taxCharges, type TaxableLine } from './tax-charges.js';

const sum = (values: readonly bigint[]): bigint => values.reduce((all, value) => all + value, 0n);
const classes = ['txc_a', 'txc_b', 'txc_none'].map((id) => id as Id<'taxClass'>);
const choice = <Key extends keyof Conventions>(key: Key): fc.Arbitrary<Conventions[Key]> =>
  fc.constantFrom(...conventionChoices[key]);

const anyConventions = fc
  .record({
    rounding: choice('rounding'),
    taxRounding: choice('taxRounding'),
    severalRates: choice('severalRates'),
    includedTax: choice('includedTax'),
    crossBorder: choice('crossBorder'),
    shippingTax: choice('shippingTax'),
  })
  .map((own): Conventions => ({ ...defaultConventions, ...own }));
const anyRate = fc
  .record({
    percent: fc.bigInt({ min: 0n, max: 300_000_000n }).map((percent) => formatDecimal(percent, percentScale)),
    classId: fc.constantFrom(...classes.slice(0, 2)),
    zoneId: fc.constantFrom('txz_nl', 'txz_de').map((id) => id as Id<'taxZone'>),
    tax: fc.constantFrom('', 'city', 'state'),
    compound: fc.boolean(),
  })
  .map(({ percent, ...over }) =>
    aRate(percent, { ...over, id: `txr_${over.classId}_${over.zoneId}_${over.tax}` as Id<'taxRate'> }),
  );
const anyEntry = fc.constantFrom<Entry>('NET', 'GROSS');
const anyAmount = fc.oneof(fc.bigInt({ min: 0n, max: 500n }), fc.bigInt({ min: 0n, max: 10n ** 20n }));
const anyUnits = fc.array(fc.tuple(fc.integer({ min: 1, max: 5000 }), anyAmount), { minLength: 1, maxLength: 3 });
const anyLine = fc
  .record({ entry: anyEntry, classId: fc.constantFrom(...classes), units: anyUnits })
  .map(({ entry, classId, units }): TaxableLine => {
    let from = 0n;
    const ranges = units.map(([size, amount]) => {
      const range = { from, to: from + BigInt(size), amount };
      from = range.to;
      return range;
    });
    return { entry, classId, amount: sum(ranges.map(({ amount }) => amount)), units: ranges };
  });
const anyCase = fc.record({
  conventions: anyConventions,
  taxRates: fc.uniqueArray(anyRate, { maxLength: 8, selector: ({ id }) => id }),
  goods: fc.array(anyLine, { maxLength: 6 }),
  shipping: fc.option(fc.record({ entry: anyEntry, amount: anyAmount, classId: fc.constantFrom(...classes) })),
});
type Case = typeof anyCase extends fc.Arbitrary<infer T> ? T : never;

const groundOf = ({ conventions, taxRates }: Pick<Case, 'conventions' | 'taxRates'>): TaxGround =>
  taxGround(aTerms({ conventions, taxRates, homeCountry: 'DE' }), { country: 'NL' }, noon);

describe('taxes, whatever the rates and conventions', () => {
  it('add up, keep what was entered, and leave nothing below zero', () => {
    fc.assert(
      fc.property(anyCase, ({ goods, shipping, ...rules }) => {
        const taxed = taxCharges(groundOf(rules), goods, shipping);
        const check = ({ entry, amount }: ClassAmount, { net, tax, gross, taxes }: Taxed): void => {
          expect(net + tax).toBe(gross);
          expect(entry === 'NET' ? net : gross).toBe(amount);
          expect(net >= 0n && tax >= 0n).toBe(true);
          expect(sum(taxes.map((each) => each.amount))).toBe(tax);
          expect(taxes.every((each) => each.amount >= 0n)).toBe(true);
        };
        goods.forEach((line, index) => {
          const own = taxed.goods[index];
          if (!own) throw new Error('a line is missing');
          check(line, own);
          expect(own.units).toHaveLength(line.units.length > 1 ? line.units.length : 0);
          own.units.forEach(({ net, tax, gross }, at) => {
            expect(net + tax).toBe(gross);
            expect(line.entry === 'NET' ? net : gross).toBe(line.units[at]?.amount);
            expect(net >= 0n && tax >= 0n).toBe(true);
          });
          if (own.units.length > 0) expect(sum(own.units.map(({ tax }) => tax))).toBe(own.tax);
        });
        if (shipping && taxed.shipping) check(shipping, taxed.shipping);
        const all = [...taxed.goods, ...(taxed.shipping ? [taxed.shipping] : [])];
        expect(sum(sumByRate(all).map(({ amount }) => amount))).toBe(sum(all.map(({ tax }) => tax)));
      }),
      { numRuns: 500 },
    );
  });

  it('of a document with one tax are its exact taxes, rounded once', () => {
    const goods = fc.array(fc.record({ entry: anyEntry, amount: anyAmount }), { minLength: 1, maxLength: 8 });
    const percents = fc.bigInt({ min: 0n, max: 300_000_000n });
    fc.assert(
      fc.property(goods, percents, choice('rounding'), (lines, percent, rounding: RoundingMode) => {
        const conventions: Conventions = { ...defaultConventions, rounding, taxRounding: 'DOCUMENT' };
        const rate = aRate(formatDecimal(percent, percentScale), { classId: 'txc_a' as Id<'taxClass'> });
        const taxed = taxCharges(
          groundOf({ conventions, taxRates: [rate] }),
          lines.map((each) => ({
            ...each,
            classId: 'txc_a' as Id<'taxClass'>,
            units: [{ from: 0n, to: 1000n, amount: each.amount }],
          })),
          null,
        );
        const [net, gross] = [100_000_000n, 100_000_000n + percent];
        const exact = sum(lines.map(({ entry, amount }) => amount * percent * (entry === 'NET' ? gross : net)));
        expect(sum(taxed.goods.map(({ tax }) => tax))).toBe(divide(exact, net * gross, rounding));
        taxed.goods.forEach(({ tax }, index) => {
          const { entry, amount } = lines[index] ?? { entry: 'NET', amount: 0n };
          const least = (amount * percent) / (entry === 'NET' ? net : gross);
          expect(tax === least || tax === least + 1n).toBe(true);
        });
      }),
    );
  });

  it('do not depend on the order in which rates are stored', () => {
    fc.assert(
      fc.property(anyCase, ({ goods, shipping, conventions, taxRates }) => {
        const [here, there] = [taxRates, taxRates.toReversed()].map((rates) =>
          taxCharges(groundOf({ conventions, taxRates: rates }), goods, shipping),
        );
        expect(there).toEqual(here);
      }),
    );
  });

  it('leave the net as it is where it crosses a border at a fixed net', () => {
    fc.assert(
      fc.property(anyAmount, fc.array(anyRate, { maxLength: 8 }), choice('rounding'), (amount, taxRates, rounding) => {
        const conventions: Conventions = { ...defaultConventions, rounding, crossBorder: 'FIXED_NET' };
        const one = new Map(taxRates.map((rate) => [`${rate.zoneId} ${rate.classId}`, rate]));
        const ground = groundOf({ conventions, taxRates: [...one.values()] });
        const home = taxGround(aTerms({ conventions, taxRates: [...one.values()] }), { country: 'DE' }, noon);
        const line = (own: bigint): TaxableLine => ({
          ...{ entry: 'GROSS', amount: own, classId: 'txc_a' as Id<'taxClass'> },
          units: [{ from: 0n, to: 1000n, amount: own }],
        });
        const here = ground.here('GROSS', amount, 'txc_a' as Id<'taxClass'>);
        const [abroad, athome] = [taxCharges(ground, [line(here)], null), taxCharges(home, [line(amount)], null)];
        expect(abroad.goods[0]?.net).toBe(athome.goods[0]?.net);
      }),
    );
  });
});
