import fc from 'fast-check';
import type { Id } from '#kernel';
import { anyCase, termsOf } from '../any-basket.arbitrary.js';
import type { Basket, GiftOffer } from '../basket.js';
import { aBasket, aCondition, aLine, aList, anOffer, aPrice, aPromotion, aTerms, euro, noon } from '../builders.js';
import { inputsOf, replay } from '../inputs.js';
import { toJson } from '../json.js';
import { priceBasket } from '../price-basket.js';
import type { PricedBasket } from '../priced-basket.js';
import type { PromotionTerms } from './promotion.js';

const mug = 'var_mug' as Id<'variant'>;
const from60 = [aCondition({ type: 'minimum_amount', amounts: { EUR: '60.00' } })];
const aGift = (over: Partial<PromotionTerms> = {}, quantity = 1): PromotionTerms =>
  anOffer({ type: 'gift', variantId: mug, quantity }, { conditions: from60, ...over });
const offered = (over: Partial<GiftOffer> = {}): GiftOffer => ({
  variantId: mug,
  taxClassId: 'txc_standard' as Id<'taxClass'>,
  prices: [aPrice('9.99')],
  available: null,
  ...over,
});
const shoes = (price: string) => aLine('1', [aPrice(price)]);

/** A basket with shoes for 60.00, and mugs to give. */
function priced(
  promotions: readonly PromotionTerms[],
  over: Partial<Basket> = {},
  price = '60',
  lists = [aList()],
): PricedBasket {
  return priceBasket(aTerms({ promotions, lists }), aBasket([shoes(price)], { gifts: [offered()], ...over }), noon);
}

const putIn = ({ lines }: PricedBasket) => lines.flatMap((line) => (line.gift ? [line] : []));

describe('a gift', () => {
  it('stands behind the lines as one of its own, at its price less all of it', () => {
    const { lines, discounts, totals } = priced([aGift()]);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatchObject({ lineId: 'gift_gift', variantId: mug, quantity: 1000n, gift: 'promo_gift' });
    expect(lines[1]).toMatchObject({ amount: 999n, discount: 999n, net: 0n, tax: 0n, gross: 0n, units: [] });
    expect(lines[1]?.discounts).toEqual([{ promotionId: 'promo_gift', amount: 999n }]);
    expect(discounts).toMatchObject([{ promotionId: 'promo_gift', amount: 999n }]);
    expect(totals).toMatchObject({ amount: 6999n, discount: 999n, total: 6000n });
  });

  it('is not there where its conditions do not hold, nor where nothing is known of it', () => {
    expect(putIn(priced([aGift()], {}, '59.99'))).toEqual([]);
    const told = priced([aGift()], { gifts: [] });
    expect([putIn(told), told.gifts]).toEqual([[], [{ promotionId: 'promo_gift', variantId: mug, quantity: 1000n }]]);
  });

  it('is given in addition to something', () => {
    const bare = priceBasket(aTerms({ promotions: [aGift({ conditions: [] })] }), aBasket([], { gifts: [offered()] }), noon);
    expect([bare.lines, bare.gifts.length]).toEqual([[], 1]);
  });

  it('takes nothing of what was agreed by contract: it is not bought', () => {
    const cap = { id: 'cap_a' as Id<'contractCap'>, measure: 'QUANTITY', limit: 1000n, of: 'ALL', value: null } as const;
    const lists = [aList({ contract: { number: 'C-17', caps: [cap] } })];
    const { contractUses, lines } = priced([aGift()], { capsLeft: { cap_a: 1000n } }, '60', lists);
    expect(lines).toHaveLength(2);
    expect(contractUses).toEqual([{ listId: 'pl_base', capId: 'cap_a', variantId: 'var_1', amount: 1000n }]);
  });

  it('needs no price: what is not sold may be given', () => {
    const { lines, totals } = priced([aGift()], { gifts: [offered({ prices: [] })] });
    expect(lines[1]).toMatchObject({ gift: 'promo_gift', price: null, amount: 0n, gross: 0n, discounts: [] });
    expect(totals).toMatchObject({ amount: 6000n, discount: 0n, total: 6000n });
  });

  it('may be declined, and is told all the same', () => {
    const { lines, gifts } = priced([aGift()], { declinedGifts: ['promo_gift' as Id<'promotion'>] });
    expect([lines.length, gifts.length]).toEqual([1, 1]);
  });

  it.each([
    [2500n, 2000n],
    [1000n, 1000n],
    [999n, null],
    [-1000n, null],
  ])('of %s thousandths that there are gives whole units', (available, quantity) => {
    expect(putIn(priced([aGift({}, 3)], { gifts: [offered({ available })] }))[0]?.quantity ?? null).toBe(quantity);
  });

  it('of two promotions: there is enough for the first, and one for the second', () => {
    const second = aGift({ id: 'promo_second' as Id<'promotion'>, sequence: 1 }, 2);
    const lines = putIn(priced([second, aGift()], { gifts: [offered({ available: 2000n })] }));
    expect(lines.map(({ lineId, quantity }) => [lineId, quantity])).toEqual([
      ['gift_gift', 1000n],
      ['gift_second', 1000n],
    ]);
  });

  it('that is bought already is free there, and only the rest is put in', () => {
    const basket = { ...aBasket([shoes('60'), aLine('1', [aPrice('9.99')])]), gifts: [offered()] };
    const lines = basket.lines.map((line, index) => (index === 1 ? { ...line, variantId: mug } : line));
    const result = priceBasket(aTerms({ promotions: [aGift({}, 3)] }), { ...basket, lines }, noon);
    expect(result.lines.map(({ quantity, gross, gift = null }) => [quantity, gross, gift])).toEqual([
      [1000n, 6000n, null],
      [1000n, 0n, null],
      [2000n, 0n, 'promo_gift'],
    ]);
  });

  it('counts for no promotion, neither by its number nor by its worth', () => {
    const two = [aCondition({ type: 'minimum_quantity', quantity: '2' })];
    const worth = [aCondition({ type: 'minimum_amount', amounts: { EUR: '60.01' } })];
    const others = [
      aGift({ id: 'promo_more' as Id<'promotion'>, conditions: two, sequence: 1 }),
      aPromotion('10', { conditions: worth }),
      aPromotion('20', { conditions: two }),
    ];
    const { gifts, totals } = priced([aGift(), ...others]);
    expect([gifts.map(({ promotionId }) => promotionId), totals.total]).toEqual([['promo_gift'], 6000n]);
  });

  it('is never worth more than its promotion may give', () => {
    const most = (minor: bigint) => ({ maxDiscount: new Map([[euro, minor]]) });
    expect(putIn(priced([aGift(most(2000n), 3)]))[0]?.quantity).toBe(2000n);
    expect(putIn(priced([aGift(most(998n), 3)]))).toEqual([]);
    const cheaper = { prices: [aPrice('9.99'), aPrice('0.99', '100')] };
    const many = (minor: bigint) => putIn(priced([aGift(most(minor), 1_000_000)], { gifts: [offered(cheaper)] }))[0]?.quantity;
    expect([many(2000n), many(9899n), many(9900n), many(9999n)]).toEqual([2000n, 9000n, 100_000n, 101_000n]);
  });

  it('that its maker pays for is taxed as the rules say', () => {
    const gift = aGift({ reducesTaxBase: false });
    const gross = priced([gift]);
    expect(gross.lines[1]).toMatchObject({ net: 826n, tax: 173n, gross: 999n, reimbursed: 999n });
    expect(gross.totals).toMatchObject({ reimbursed: 999n, total: 6000n });
    const net = priced([gift], {}, '60', [aList({ entry: 'NET' })]);
    expect(net.lines[1]).toMatchObject({ net: 999n, tax: 210n, gross: 1209n, reimbursed: 999n });
    expect(net.totals.total).toBe(7260n + 210n);
  });

  it('is explained and replayed with what was known of it', () => {
    const terms = aTerms({ promotions: [aGift()] });
    const basket = aBasket([shoes('60')], { gifts: [offered({ taxClassId: 'txc_reduced' as Id<'taxClass'> })] });
    const result = priceBasket(terms, basket, noon, { explain: true });
    expect(result.trace?.lines.map(({ lineId, candidates }) => [lineId, candidates[0]?.verdict])).toEqual([
      ['line_1', 'TAKEN'],
      ['gift_gift', 'TAKEN'],
    ]);
    expect(result.trace?.promotions[0]?.lines).toMatchObject([{ lineId: 'gift_gift', amount: 999n }]);
    expect(toJson(replay(inputsOf({ basket, priced: result }, terms)))).toBe(toJson(result));
  });
});

it('a gift never makes another gift, nor changes what any line costs', () => {
  fc.assert(
    fc.property(anyCase, ({ basket, ...rules }) => {
      const terms = termsOf(rules);
      const { gifts: _gifts, ...bare } = basket;
      const [given, told] = [priceBasket(terms, basket, noon), priceBasket(terms, bare, noon)];
      expect(given.gifts).toEqual(told.gifts);
      // the tax of a document is shared out over all its lines, those of gifts among them
      const stable = rules.conventions.taxRounding === 'DOCUMENT' ? ['amount', 'discount'] : ['amount', 'discount', 'gross'];
      const seen = ({ lines }: PricedBasket) =>
        lines.filter(({ gift }) => !gift).map((line) => stable.map((key) => line[key as 'amount']));
      expect(seen(given)).toEqual(seen(told));
      for (const line of putIn(given)) expect(line.discount).toBe(line.amount);
    }),
    { numRuns: 300 },
  );
});
