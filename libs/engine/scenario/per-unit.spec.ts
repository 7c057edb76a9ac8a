import fc from 'fast-check';
import { aBasket, aLine, aList, aPrice, aPromotion, aTerms, noon } from '../builders.js';
import { priceBasket } from '../price-basket.js';
import type { PricedLine } from '../priced-basket.js';
import { perUnit } from './per-unit.js';

function lineOf(quantity: string, price: string, percent: string, entry: 'NET' | 'GROSS' = 'GROSS'): PricedLine {
  const terms = aTerms({ lists: [aList({ entry })], promotions: [aPromotion(percent)] });
  const [line] = priceBasket(terms, aBasket([aLine(quantity, [aPrice(price)])]), noon).lines;
  if (!line) throw new Error('no line');
  return line;
}

test('units that cost the same are counted together, and a part of a unit is one of its own', () => {
  const told = perUnit(lineOf('2.5', '3.33', '10')).map(({ count, quantity, gross }) => [count, quantity, gross]);
  expect(told).toEqual([
    [2, 1000n, 300n],
    [1, 500n, 150n],
  ]);
});

test('more units than one can read are not told', () => {
  expect(perUnit(lineOf('1000', '1', '10'))).not.toEqual([]);
  expect(perUnit(lineOf('1000.001', '1', '10'))).toEqual([]);
});

test('units add up to their line, and each to itself', () => {
  const cents = fc
    .integer({ min: 1, max: 100_000 })
    .map((amount) => `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`);
  const quantities = fc.integer({ min: 1, max: 12_000 }).map((thousandths) => String(thousandths / 1000));
  fc.assert(
    fc.property(
      quantities,
      cents,
      fc.integer({ min: 1, max: 100 }),
      fc.constantFrom('NET', 'GROSS'),
      (quantity, price, percent, entry) => {
        const line = lineOf(quantity, price, String(percent), entry);
        const units = perUnit(line);
        for (const key of ['amount', 'discount', 'net', 'tax', 'gross'] as const)
          expect(units.reduce((all, unit) => all + BigInt(unit.count) * unit[key], 0n)).toBe(line[key]);
        expect(units.reduce((all, unit) => all + BigInt(unit.count) * unit.quantity, 0n)).toBe(line.quantity);
        for (const { net, tax, gross, amount, discount } of units) {
          expect(net + tax).toBe(gross);
          expect(amount - discount).toBe(entry === 'NET' ? net : gross);
        }
      },
    ),
  );
});
