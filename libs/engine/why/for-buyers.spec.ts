import type { Id } from '#kernel';
import { aBasket, aLine, aList, anOffer, aPrice, aPromotion, aTerms, noon } from '../builders.js';
import { everybody } from '../prices/audience.js';
import { priceBasket } from '../price-basket.js';
import { parseConditions } from '../promotions/parse.js';
import type { PromotionTerms } from '../promotions/promotion.js';
import { forBuyers } from './for-buyers.js';

const vip = 'grp_vip' as Id<'customerGroup'>;
const asking = (...definitions: object[]) => ({ conditions: parseConditions(definitions) });
const group = { type: 'group', ids: [vip] };

function told(
  promotions: readonly PromotionTerms[],
  codes: readonly string[] = [],
  groupIds: readonly Id<'customerGroup'>[] = [],
) {
  const terms = aTerms({ promotions });
  const buyer = { customerId: 'cus_ann' as Id<'customer'>, groupIds, unitIds: [] };
  const basket = aBasket([aLine('1', [aPrice('10.00')])], { codes, buyer });
  const priced = priceBasket(terms, basket, noon, { explain: true });
  return forBuyers(priced, promotions, codes).trace?.promotions.map(({ promotionId, code }) => [promotionId, code]);
}

test('promotions that ask who buys are told of to those for whom they apply, alone', () => {
  const forSome = [
    aPromotion('1', asking(group, { type: 'country', codes: ['NL'] })),
    aPromotion(
      '2',
      asking({
        type: 'any',
        conditions: [
          { type: 'all', conditions: [group] },
          { type: 'country', codes: ['DE'] },
        ],
      }),
    ),
    aPromotion(
      '3',
      asking({ type: 'none', conditions: [{ type: 'customer', ids: ['cus_bob'] }] }, { type: 'country', codes: ['DE'] }),
    ),
  ];
  expect(told(forSome)).toEqual([]);
  expect(told(forSome, [], [vip])).toEqual([
    ['promo_1', null],
    ['promo_2', null],
  ]);
});

test('what is open to all is told of with the reason, but not what is not on now', () => {
  const open = aPromotion('4', asking({ type: 'minimum_amount', amounts: { EUR: '60.00' }, basis: 'BEFORE' }));
  const later = aPromotion('5', { validFrom: noon + 1 });
  expect(told([open, later])).toEqual([['promo_4', null]]);
});

test('a code is told of to whoever entered it, and no other code of the same promotion', () => {
  const several = aPromotion('6', { code: 'FIRST', codes: ['FIRST', 'SECOND'] });
  const ended = aPromotion('7', { code: 'OLD', validTo: noon });
  expect(told([several, ended], [' second', 'old'])).toEqual([
    ['promo_6', null],
    ['promo_7', 'OLD'],
  ]);
});

test('prices for others and of other times are not told, nor by which name the buyer has its own', () => {
  const list = (id: string, over: object) => aList({ id: `pl_${id}` as Id<'priceList'>, code: id, ...over });
  const lists = [
    aList(),
    list('vip', { audience: { ...everybody, groupIds: [vip] } }),
    list('bob', { audience: { ...everybody, customerIds: ['cus_bob'] } }),
    list('later', { validFrom: noon + 1 }),
  ];
  const rows = lists.map(({ id }) => aPrice('9.00', '0', { id: `prc_${id}` as Id<'price'>, listId: id }));
  const basket = aBasket([aLine('1', [...rows, aPrice('8.00', '10')])], {
    buyer: { customerId: 'cus_ann' as Id<'customer'>, groupIds: [vip], unitIds: [] },
  });
  const priced = forBuyers(priceBasket(aTerms({ lists }), basket, noon, { explain: true }), [], []);
  expect(priced.trace?.lines[0]?.candidates).toMatchObject([
    { listId: 'pl_base', verdict: 'OUTRANKED' },
    { listId: 'pl_vip', verdict: 'TAKEN', admittedBy: { level: 'GROUP', by: null } },
    { listId: 'pl_base', verdict: 'BELOW_TIER' },
  ]);
  expect(priced.lines[0]?.price?.admittedBy).toMatchObject({ level: 'GROUP', by: null });
});

test('a group is told of with the promotions that the buyer may know, or not at all', () => {
  const groups = [{ id: 'best', parentId: null, mode: 'HIGHEST', scope: 'ORDER', stacking: 'COMBINES', sequence: 0 } as const];
  const members = [
    aPromotion('10', { groupId: 'best' }),
    aPromotion('20', { groupId: 'best' }),
    anOffer({ type: 'percent_off_order', percent: '30' }, { lane: 'ORDER', groupId: 'best', ...asking(group) }),
  ];
  const alternatives = (promotions: readonly PromotionTerms[]) => {
    const basket = aBasket([aLine('1', [aPrice('10.00')])]);
    const priced = priceBasket(aTerms({ promotions, groups }), basket, noon, { explain: true });
    return forBuyers(priced, promotions, []).trace?.groups.map((each) => each.alternatives.map(({ id }) => id));
  };
  expect(alternatives(members)).toEqual([['promo_10', 'promo_20']]);
  expect(alternatives(members.slice(1))).toEqual([]);
});

test('without a trace there is nothing to keep quiet about', () => {
  const priced = priceBasket(aTerms(), aBasket([aLine('1', [aPrice('10.00')])]), noon);
  expect(forBuyers(priced, [], [])).toBe(priced);
});
