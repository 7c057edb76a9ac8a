import fc from 'fast-check';
import { parseAction, parseConditions, type PromotionTerms, type Terms } from '#engine';
import type { Id } from '#kernel';
import { aCart, aContext, add, anItem, anOperation, itemsBy, noon, qty, theTerms, variant } from '../builders.js';
import type { Cart } from '../cart.js';
import { change } from '../change.js';
import type { CartChange } from '../operation.js';
import { reprice, withSeenPrices, type PricedCart } from '../reprice.js';
import type { Items } from '../item.js';
import { cartGifts, unreadGifts, wishing } from './gifts.js';

const promotionId = 'promo_gift' as Id<'promotion'>;

function giving(name: string, over: Partial<PromotionTerms> = {}): Terms {
  const promotion: PromotionTerms = {
    id: promotionId,
    name: { en: 'A gift' },
    code: null,
    lane: 'ITEM',
    sequence: 0,
    conditions: parseConditions([{ type: 'minimum_amount', amounts: { EUR: '20.00' } }]),
    action: parseAction({ type: 'gift', variantId: variant(name), quantity: 1 }, 'ITEM'),
    validFrom: null,
    validTo: null,
    version: 1n,
    limited: false,
    ...over,
  };
  return theTerms({ promotions: [promotion] });
}

const shown = (cart: Cart, items: Items, terms = giving('G'), safetyStock = 0n): PricedCart =>
  reprice(cart, items, terms, aContext({ channel: { safetyStock } }), noon);
const filled = (changes: readonly CartChange[], cart = aCart()): Cart =>
  changes.reduce((before, each) => ({ ...before, ...change(before, anOperation(each), []) }), cart);
const all = itemsBy(anItem('A'), anItem('B'), anItem('G'));
const decline: CartChange = { type: 'setGift', promotionId, wanted: false };
const accept: CartChange = { ...decline, wanted: true };

describe('what promotions give', () => {
  it('is to be read when it has come to be given, and is known of by the next read', () => {
    const cart = shown(filled([add('A', 2)]), itemsBy(anItem('A')));
    expect(unreadGifts(cart)).toEqual([variant('G')]);
    expect(cart.priced.lines).toHaveLength(1);
    expect(withSeenPrices(cart.cart.content, cart).gifts).toEqual([variant('G')]);
    const read = shown(cart.cart, all);
    expect([unreadGifts(read), read.priced.lines.map(({ gift = null }) => gift)]).toEqual([[], [null, promotionId]]);
  });

  it('is forgotten when it is not given any more, and not read when it is not wanted', () => {
    const content = { ...filled([add('A', 1)]).content, gifts: [variant('G')] };
    const cart = shown(aCart({ content }), all);
    expect(withSeenPrices(content, cart)).not.toHaveProperty('gifts');
    expect(unreadGifts(shown(filled([add('A', 2), decline]), itemsBy(anItem('A'))))).toEqual([]);
  });

  it.each([
    { available: ['3'], keep: 0n, bought: 0, included: 3 },
    { available: ['3'], keep: qty(1), bought: 0, included: 2 },
    { available: ['0'], keep: 0n, bought: 0, included: 0 },
    { available: ['3'], keep: 0n, bought: 1, included: 3 },
    { available: ['2'], keep: 0n, bought: 2, included: 2 },
    // one location serves what is bought, and the other one the rest of the gift
    { available: ['2', '1'], keep: 0n, bought: 2, included: 3 },
  ])('of three is included what there is beside what is bought: %j', ({ available, keep, bought, included }) => {
    const three = giving('G', { action: parseAction({ type: 'gift', variantId: variant('G'), quantity: 3 }, 'ITEM') });
    const items = itemsBy(anItem('A'), anItem('G', { available }));
    const cart = filled([add('A', 2), ...(bought > 0 ? [add('G', bought)] : [])]);
    expect(cartGifts(shown(cart, items, three, keep))[0]?.included).toBe(qty(included));
  });

  it('has to be brought with something that is, or it cannot be had', () => {
    const light = itemsBy(anItem('A', { requiresShipping: false }), anItem('G'));
    const cart = shown(filled([add('A', 2)]), light);
    expect(cart.priced.lines).toHaveLength(1);
    expect(cart.problems).toEqual([
      {
        ...{ code: 'GIFT_UNAVAILABLE', severity: 'NOTICE', message: 'a gift cannot be had now', lineId: null },
        facts: { promotionId, variantId: variant('G'), promised: '1', included: '0' },
      },
    ]);
  });
});

it('an empty cart is given nothing, and misses nothing', () => {
  const { priced, problems } = shown(aCart(), all, giving('G', { conditions: [] }));
  expect([priced.lines, problems]).toEqual([[], []]);
});

it('of a hundred that are not wanted the oldest are forgotten', () => {
  const ids = Array.from({ length: 101 }, (_, index) => `promo_${index}` as Id<'promotion'>);
  const content = ids.reduce((before, id) => wishing(before, id, false), aCart().content);
  expect(content.declinedGifts).toEqual(ids.slice(1));
  expect(ids.reduce((before, id) => wishing(before, id, true), content)).not.toHaveProperty('declinedGifts');
});

it('the order of operations makes no difference: a gift follows from what is in the cart, whoever put it there and when', () => {
  const operations = [add('A', 1), add('A', 2), add('B', 1), add('G', 1), decline];
  fc.assert(
    fc.property(fc.shuffledSubarray(operations, { minLength: 1 }), fc.boolean(), (drawn, wanted) => {
      const end = wanted ? [accept] : [];
      const summed = ({ priced, cart }: PricedCart) => ({
        lines: Object.fromEntries(priced.lines.map(({ lineId, quantity, gross }) => [lineId, [quantity, gross]])),
        gifts: cartGifts({ cart, priced }),
      });
      const sorted = operations.filter((each) => drawn.includes(each));
      expect(summed(shown(filled([...drawn, ...end]), all))).toEqual(summed(shown(filled([...sorted, ...end]), all)));
    }),
    { numRuns: 200 },
  );
});
