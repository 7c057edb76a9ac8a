import fc from 'fast-check';
import type { Id } from '#kernel';
import { anyCase, termsOf } from './any-basket.arbitrary.js';
import { aBasket, aLine, aList, aPrice, aPromotion, aTerms, noon } from './builders.js';
import { inputsOf, replay } from './inputs.js';
import { toJson } from './json.js';
import { priceBasket } from './price-basket.js';

const seed = 20_261_122;

test('10,000 random baskets are replayed to the minor unit, whatever the rules are by now', () => {
  const cases = fc.sample(anyCase, { numRuns: 10_000, seed });
  let changed = 0;
  cases.forEach(({ basket, ...rules }, index) => {
    const terms = termsOf(rules);
    const priced = priceBasket(terms, basket, noon, { explain: true });
    const stored = inputsOf({ basket, priced }, terms);
    // the rules of the next case are those of today
    const today = index % 10 === 0 ? termsOf(cases[index + 1] ?? rules) : terms;
    if (today !== terms && priceBasket(today, basket, noon).totals.total !== priced.totals.total) changed += 1;
    const again = replay(stored);
    if (toJson(again) !== toJson(priced)) expect({ index, again }).toEqual({ index, again: priced });
  });
  // which would have made something else of many of them
  expect(changed).toBeGreaterThan(200);
}, 120_000);

test('a price that a list takes off another one is replayed, with the rows of the list that it is taken off', () => {
  const trade = { id: 'pl_trade' as Id<'priceList'>, code: 'trade', priority: 1 };
  const derived = { listId: 'pl_base' as Id<'priceList'>, percent: 10_000_000n, plus: 0n };
  const terms = aTerms({ lists: [aList(), aList({ ...trade, derived })] });
  const basket = aBasket([aLine('2', [aPrice('10.00')])]);
  const priced = priceBasket(terms, basket, noon, { explain: true });
  expect(priced.totals.total).toBe(1800n);
  expect(toJson(replay(inputsOf({ basket, priced }, terms)))).toBe(toJson(priced));
});

test('of a promotion with several codes, and of one that counts once a code, what had a say is kept once', () => {
  const many = aPromotion('10', { code: 'ONE', codes: ['ONE', 'TWO'] });
  const once = aPromotion('20', { singleUse: true });
  const terms = aTerms({ promotions: [many, once, aPromotion('30', { code: 'OTHER' })] });
  const singleUse = { MINE: { promotionId: once.id, used: false } };
  const basket = aBasket([aLine('1', [aPrice('10.00')])], { codes: ['two', 'mine'], singleUse });
  const priced = priceBasket(terms, basket, noon, { explain: true });
  expect(priced.totals.total).toBe(720n);
  const stored = inputsOf({ basket, priced }, terms);
  expect((JSON.parse(stored) as { rules: { promotions: unknown[] } }).rules.promotions).toHaveLength(2);
  expect(toJson(replay(stored))).toBe(toJson(priced));
});
