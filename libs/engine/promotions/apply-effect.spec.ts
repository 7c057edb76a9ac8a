import type { Id } from '#kernel';
import type { ItemFacts } from '../basket.js';
import { aBasket, aLine, aList, aPrice, aPromotion, aTerms, euro, noon } from '../builders.js';
import { defaultConventions, type Conventions } from '../conventions.js';
import { priceBasket } from '../price-basket.js';
import type { PricedBasket, PricedUnits } from '../priced-basket.js';
import { parseAction } from './parse.js';
import type { ActionTerms, Effect, PromotionTerms } from './promotion.js';

/** An action that gives just this. */
const giving = (effect: Partial<Effect>): ActionTerms => ({
  type: 'test',
  definition: {},
  keys: null,
  effect: () => ({ shares: [], shipping: 0n, ...effect }),
});
const id = (text: string): { readonly id: Id<'promotion'> } => ({ id: `promo_${text}` as Id<'promotion'> });
const facts = (floorPrice: bigint): ItemFacts => ({
  ...{ productId: null, categoryIds: [], collectionIds: [], attributes: {} },
  floorPrice,
});

function priced(
  promotions: readonly PromotionTerms[],
  basket: ReturnType<typeof aBasket>,
  conventions: Partial<Conventions> = {},
  entry: 'NET' | 'GROSS' = 'GROSS',
): PricedBasket {
  const terms = aTerms({ promotions, lists: [aList({ entry })], conventions: { ...defaultConventions, ...conventions } });
  return priceBasket(terms, basket, noon, { explain: true });
}

const threeUnits = aBasket([aLine('3', [aPrice('10')])]);
const ranges = (units: readonly PricedUnits[]): bigint[][] =>
  units.map(({ from, to, amount, discount, gross }) => [from, to, amount, discount, gross]);

describe('units that a promotion tells apart', () => {
  it('are ranges that add up to the line', () => {
    const free = aPromotion('1', {
      action: giving({ shares: [{ index: 0, amount: 1000n, units: { from: 1000n, to: 2000n } }] }),
    });
    const [line] = priced([free], threeUnits).lines;
    expect(ranges(line?.units ?? [])).toEqual([
      [0n, 1000n, 1000n, 0n, 1000n],
      [1000n, 2000n, 1000n, 1000n, 0n],
      [2000n, 3000n, 1000n, 0n, 1000n],
    ]);
    expect(line).toMatchObject({ amount: 3000n, discount: 1000n, gross: 2000n });
  });

  it('keep what earlier promotions took, and share in what later ones do by what is left', () => {
    const promotions = [
      aPromotion('10', { ...id('a'), sequence: 1 }),
      aPromotion('1', {
        ...id('b'),
        sequence: 2,
        action: giving({ shares: [{ index: 0, amount: 900n, units: { from: 2000n, to: 3000n } }] }),
      }),
      aPromotion('50', { ...id('c'), sequence: 3 }),
    ];
    const [line] = priced(promotions, threeUnits).lines;
    expect(line?.units.map(({ gross, discounts }) => [gross, ...discounts.map(({ amount }) => amount)])).toEqual([
      [900n, 200n, 900n],
      [0n, 100n, 900n],
    ]);
    expect(line?.discounts.map(({ amount }) => amount)).toEqual([300n, 900n, 900n]);
  });

  it('stay alike where nothing is given', () => {
    const none = aPromotion('1', { action: giving({ shares: [{ index: 0, amount: 0n, units: { from: 0n, to: 1000n } }] }) });
    expect(priced([none], threeUnits).lines[0]?.units).toEqual([]);
    expect(priced([none], threeUnits).trace?.promotions[0]).toMatchObject({ verdict: 'NOTHING', facts: { lacks: 'ITEMS' } });
  });

  it('that it uses are taken for its group', () => {
    const seen: (readonly string[])[][] = [];
    const action: ActionTerms = {
      ...giving({}),
      effect: ({ lines }) => {
        seen.push(lines.flatMap(({ units }) => units.map(({ takenBy }) => takenBy)));
        const units = { from: 0n, to: 1000n };
        return { shares: [{ index: 0, amount: 10n, units }], shipping: 0n, used: [{ index: 0, from: 1000n, to: 2000n }] };
      },
    };
    priced([aPromotion('1', { ...id('a'), action }), aPromotion('1', { ...id('b'), action })], threeUnits);
    expect(seen).toEqual([[[]], [[], [''], []]]);
  });
});

describe('the greatest discount', () => {
  it('shrinks the shares by largest remainder', () => {
    const basket = aBasket([aLine('1', [aPrice('33.33')]), aLine('1', [aPrice('33.33')]), aLine('1', [aPrice('33.34')])]);
    const { lines, trace } = priced([aPromotion('50', { maxDiscount: new Map([[euro, 1000n]]) })], basket);
    expect(lines.map(({ discount }) => discount)).toEqual([334n, 333n, 333n]);
    expect(trace?.promotions[0]).toMatchObject({ amount: 1000n, overCap: 4000n });
  });
});

describe('the least price of an item', () => {
  const basket = aBasket([aLine('2', [aPrice('50')], { item: facts(48_000_000n) }), aLine('1', [aPrice('100')])]);

  it.each([
    ['REDISTRIBUTE', [400n, 1600n], 2000n],
    ['FORFEIT', [400n, 1000n], 1400n],
  ] as const)('stops 10 %% at 48.00 a unit: %s', (floorPrice, shares, amount) => {
    const { lines, trace } = priced([aPromotion('10')], basket, { floorPrice });
    expect(lines.map(({ discount }) => discount)).toEqual(shares);
    expect(trace?.promotions[0]).toMatchObject({ verdict: 'APPLIED', amount, underFloor: 600n });
  });

  it('what it keeps off 30.00 goes to 20.00 and 10.00 by their weights: 20.00 is 5.00/10.00/5.00', () => {
    const dear = aLine('1', [aPrice('30')], { item: facts(25_000_000n) });
    const three = aBasket([dear, aLine('1', [aPrice('20')]), aLine('1', [aPrice('10')])]);
    const action = parseAction({ type: 'amount_off_order', amounts: { EUR: '20.00' }, entry: 'GROSS' }, 'ORDER');
    expect(priced([aPromotion('1', { action })], three).lines.map(({ discount }) => discount)).toEqual([500n, 1000n, 500n]);
  });

  it('holds for all promotions together, and for a unit alone', () => {
    const twice = priced([aPromotion('3', id('a')), aPromotion('3', id('b'))], aBasket([basket.lines[0] ?? aLine('1', [])]));
    expect(twice.lines[0]).toMatchObject({ discount: 400n });
    const units = { from: 0n, to: 1000n };
    const free = aPromotion('1', { action: giving({ shares: [{ index: 0, amount: 5000n, units }] }) });
    expect(ranges(priced([free], basket).lines[0]?.units ?? [])).toEqual([
      [0n, 1000n, 5000n, 200n, 4800n],
      [1000n, 2000n, 5000n, 0n, 5000n],
    ]);
  });

  it('leaves alone what is sold below it already', () => {
    const cheap = aBasket([aLine('1', [aPrice('5')], { item: facts(6_000_000n) })]);
    const { lines, trace } = priced([aPromotion('10')], cheap);
    expect(lines[0]).toMatchObject({ discount: 0n, gross: 500n });
    expect(trace?.promotions[0]).toMatchObject({ verdict: 'NOTHING', facts: { keptByFloor: '0.50' } });
  });
});

describe('a coupon that others reimburse', () => {
  const coupon = aPromotion('10', { reducesTaxBase: false });
  const basket = aBasket([aLine('1', [aPrice('100')])]);

  it('leaves the tax of 100.00 net at 21 % as it is, and the buyer owes 10.00 less', () => {
    const { lines, totals } = priced([coupon], basket, {}, 'NET');
    expect(lines[0]).toMatchObject({ net: 10_000n, tax: 2100n, gross: 12_100n, discount: 1000n, reimbursed: 1000n });
    expect(lines[0]?.discounts).toEqual([{ promotionId: 'promo_10', amount: 1000n, reimbursed: true }]);
    expect(totals).toMatchObject({ net: 10_000n, tax: 2100n, reimbursed: 1000n, total: 11_100n });
  });

  it('of a gross price too; the shop’s own discount lowers the tax', () => {
    expect(priced([coupon], basket).totals).toMatchObject({ tax: 1736n, reimbursed: 1000n, total: 9000n });
    expect(priced([aPromotion('10')], basket).totals).toMatchObject({ tax: 1562n, reimbursed: 0n, total: 9000n });
  });
});

it('a gift is told of, and a promotion that gives nothing else applies', () => {
  const gift = { variantId: 'var_gift' as Id<'variant'>, quantity: 1000n };
  const { gifts, discounts } = priced([aPromotion('1', { action: giving({ gifts: [gift] }) })], threeUnits);
  expect(gifts).toEqual([{ ...gift, promotionId: 'promo_1' }]);
  expect(discounts).toMatchObject([{ promotionId: 'promo_1', amount: 0n }]);
});

it.each([
  ['10.00', ['33.33', '33.33', '33.34'], [333n, 333n, 334n]],
  ['10.00', ['10', '10', '10'], [334n, 333n, 333n]],
  ['1.00', ['1.67', '1.67', '1.67', '1.67', '1.67', '1.67'], [17n, 17n, 17n, 17n, 16n, 16n]],
  ['5.00', ['19.99', '5.01', '0.99'], [385n, 96n, 19n]],
])('%s off %j is allocated by largest remainder (semantics §2)', (amount, prices, shares) => {
  const action = parseAction({ type: 'amount_off_order', amounts: { EUR: amount }, entry: 'GROSS' }, 'ORDER');
  const basket = aBasket(prices.map((price) => aLine('1', [aPrice(price)])));
  expect(priced([aPromotion('1', { action })], basket).lines.map(({ discount }) => discount)).toEqual(shares);
});
