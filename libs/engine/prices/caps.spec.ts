import { parseDecimal, quantityScale, stranger, type Id } from '#kernel';
import type { Basket, BasketLine } from '../basket.js';
import { aBasket, aLine, aList, anItem, aPrice, aPromotion, aTerms, noon } from '../builders.js';
import { defaultConventions } from '../conventions.js';
import { inputsOf, replay } from '../inputs.js';
import { toJson } from '../json.js';
import { priceBasket } from '../price-basket.js';
import { everybody } from './audience.js';
import type { CapTerms } from './contract.js';
import { boughtKey } from './question.js';
import { sentences } from '../why/sentences.js';
import type { PriceListTerms } from '../terms.js';

const [plant, mother] = ['org_plant', 'org_mother'] as Id<'organization'>[];
const contractId = 'pl_contract' as Id<'priceList'>;
const motherId = 'pl_mother' as Id<'priceList'>;
const buyer = { ...stranger, unitIds: [plant ?? '', mother ?? ''] as Id<'organization'>[] };

const aCap = (limit: string, over: Partial<CapTerms> = {}): CapTerms => ({
  ...{ id: 'cap_a' as Id<'contractCap'>, measure: 'QUANTITY', of: 'ALL', value: null },
  limit: parseDecimal(limit, quantityScale),
  ...over,
});
const aContract = (caps: readonly CapTerms[], over: Partial<PriceListTerms> = {}): PriceListTerms =>
  aList({
    id: contractId,
    code: 'C-17',
    audience: { ...everybody, organizationIds: [plant ?? ('' as Id<'organization'>)] },
    contract: { number: 'C-17', caps },
    ...over,
  });
const agreed = (amount: string, from = '0') =>
  aPrice(amount, from, { listId: contractId, id: `agreed/${amount}` as Id<'price'> });

function priced(lists: readonly PriceListTerms[], lines: readonly BasketLine[], over: Partial<Basket> = {}, more: object = {}) {
  const terms = aTerms({ lists: [aList(), ...lists], taxRates: [], ...more });
  const basket = { ...aBasket([], { buyer, ...over }), lines };
  return { terms, basket, priced: priceBasket(terms, basket, noon, { explain: true }) };
}

const line = (quantity: string, prices: BasketLine['prices'], id = 'a', over: Partial<BasketLine> = {}): BasketLine =>
  aLine(quantity, prices, { id, variantId: `var_${id}` as Id<'variant'>, ...over });
const amounts = ({ lines }: { lines: readonly { amount: bigint }[] }) => lines.map(({ amount }) => amount);

describe('a cap on units', () => {
  const both = [aPrice('10.00'), agreed('8.00')];

  it.each([
    [undefined, 8000n, undefined],
    [{ cap_a: 10_000n }, 8000n, undefined],
    [{ cap_a: 6000n }, 8800n, ['6', '4']],
    [{ cap_a: 6500n }, 8800n, ['6', '4']],
    [{ cap_a: 0n }, 10_000n, ['10']],
    [{ cap_a: -2000n }, 10_000n, ['10']],
  ])('of which %j is left makes ten units %s', (capsLeft, amount, parts) => {
    const { priced: basket } = priced([aContract([aCap('10')])], [line('10', both)], capsLeft && { capsLeft });
    expect(amounts(basket)).toEqual([amount]);
    const told = basket.lines[0]?.capped?.parts.map(({ from, to }) => String((to - from) / 1000n));
    expect(told).toEqual(parts);
  });

  it('takes of the contract what it prices, and not more', () => {
    const { priced: basket } = priced([aContract([aCap('100')])], [line('10', both)], { capsLeft: { cap_a: 6000n } });
    expect(basket.contractUses).toEqual([{ listId: contractId, capId: 'cap_a', variantId: 'var_a', amount: 6000n }]);
    expect(basket.totals.total).toBe(8800n);
    expect(basket.lines[0]?.units.map(({ from, to, amount }) => [from, to, amount])).toEqual([
      [0n, 6000n, 4800n],
      [6000n, 10_000n, 4000n],
    ]);
    expect(priced([], [line('10', both)]).priced.contractUses).toBeUndefined();
  });

  it('says what became of the others, to the buyer too, and replays', () => {
    const {
      terms,
      basket,
      priced: told,
    } = priced([aContract([aCap('100')])], [line('10', both)], { capsLeft: { cap_a: 6000n } });
    expect(told.trace?.lines[0]?.candidates.map(({ verdict }) => verdict)).toEqual(['BEYOND_CAP', 'TAKEN']);
    expect(sentences(told, []).map((each) => each.trim())).toContain(
      'A cap of a contract is reached: 6 at 8.00, then 4 at 10.00.',
    );
    expect(toJson(replay(inputsOf({ basket, priced: told }, terms)))).toBe(toJson(told));
    const gone = priced([aContract([aCap('100')])], [line('10', both)], { capsLeft: { cap_a: 0n } }).priced;
    expect(gone.trace?.lines[0]?.candidates.map(({ verdict }) => verdict)).toEqual(['TAKEN', 'CAP_REACHED']);
  });

  it('goes over all lines that it counts, in the order of their ids, however they come', () => {
    const lines = [line('4', both, 'b'), line('4', both, 'a'), line('4', both, 'c')];
    const rules = [aContract([aCap('100')])];
    expect(amounts(priced(rules, lines, { capsLeft: { cap_a: 6000n } }).priced)).toEqual([3600n, 3200n, 4000n]);
    expect(amounts(priced(rules, lines.toReversed(), { capsLeft: { cap_a: 6000n } }).priced)).toEqual([4000n, 3200n, 3600n]);
  });

  it.each([
    [aCap('1', { of: 'VARIANT', value: 'var_a' }), [1000n, 800n]],
    [aCap('1', { of: 'PRODUCT', value: 'prod_b' }), [800n, 1000n]],
    [aCap('1', { of: 'TIER_GROUP', value: 'mugs' }), [800n, 1000n]],
    [aCap('1'), [1000n, 1000n]],
  ])('counts what it is of: %j', (cap, expected) => {
    const ofProduct = { item: anItem({ productId: 'prod_b' as Id<'product'>, attributes: { family: ['mugs'] } }) };
    const lines = [line('1', both, 'a'), line('1', both, 'b', ofProduct)];
    const contract = aContract([cap], { tierGroup: 'family' });
    expect(amounts(priced([contract], lines, { capsLeft: { cap_a: 0n } }).priced)).toEqual(expected);
  });

  it('beyond which there is no price lets nothing be bought, and says how much could', () => {
    const { priced: basket } = priced([aContract([aCap('6')])], [line('10', [agreed('8.00')])], { capsLeft: { cap_a: 6000n } });
    expect(basket.lines[0]).toMatchObject({ price: null, amount: 0n, capped: { parts: [{ from: 0n, to: 6000n }] } });
    expect(basket.contractUses).toBeUndefined();
  });

  it('gives the next contract its turn before all others, up to its own cap', () => {
    const above = aContract([aCap('3', { id: 'cap_m' as Id<'contractCap'> })], {
      id: motherId,
      audience: { ...everybody, organizationIds: [mother ?? ('' as Id<'organization'>)] },
    });
    const prices = [...both, aPrice('9.00', '0', { listId: motherId })];
    const capsLeft = { cap_a: 6000n, cap_m: 3000n };
    const { priced: basket } = priced([aContract([aCap('6')]), above], [line('10', prices)], { capsLeft });
    expect(basket.lines[0]?.amount).toBe(4800n + 2700n + 1000n);
    expect(basket.lines[0]?.capped?.reached).toEqual([
      { listId: contractId, capId: 'cap_a' },
      { listId: motherId, capId: 'cap_m' },
    ]);
  });

  it.each([
    [undefined, 6400n],
    [{ cap_a: 10_000n }, 6400n],
    [{ cap_a: 6000n }, 7000n],
  ])('keeps units from the regular price that a sale price is compared with, too: %j is left', (capsLeft, total) => {
    const sale = aList({ id: 'pl_sale' as Id<'priceList'>, sale: true, priority: 1 });
    const lines = [line('10', [...both, aPrice('7.00', '0', { listId: sale.id })])];
    const conventions = { ...defaultConventions, salePrice: 'BEST_DEAL', priceChoice: 'LOWEST' };
    const more = { promotions: [aPromotion('20')], conventions };
    const { priced: basket } = priced([aContract([aCap('10')]), sale], lines, capsLeft && { capsLeft }, more);
    expect(basket.totals.total).toBe(total);
    const used = (basket.contractUses ?? []).reduce((sum, { amount }) => sum + amount, 0n);
    expect(used).toBe(total === 6400n ? 10_000n : 0n);
  });

  it('lets tiers be read over all units, and promotions lower all of them', () => {
    const tiered = [aPrice('10.00'), aPrice('9.00', '10'), agreed('8.00')];
    const off = { promotions: [aPromotion('10')] };
    const { priced: basket } = priced([aContract([aCap('6')])], [line('10', tiered)], { capsLeft: { cap_a: 6000n } }, off);
    expect([basket.lines[0]?.amount, basket.totals.discount, basket.totals.total]).toEqual([8400n, 840n, 7560n]);
    const [first, second] = basket.lines[0]?.units ?? [];
    expect((first?.discount ?? 0n) + (second?.discount ?? 0n)).toBe(840n);
  });
});

describe('a cap on money', () => {
  const inMoney = (limit: bigint): CapTerms => aCap('0', { measure: 'AMOUNT', limit });

  it.each([
    [5000n, [6, 4], 4800n + 4000n],
    [4799n, [5, 5], 4000n + 5000n],
    [799n, [10], 10_000n],
    [8000n, undefined, 8000n],
  ])('of which %s cents are left', (left, parts, amount) => {
    const { priced: basket } = priced([aContract([inMoney(8000n)])], [line('10', [aPrice('10.00'), agreed('8.00')])], {
      capsLeft: { cap_a: left },
    });
    expect(basket.lines[0]?.capped?.parts.map(({ from, to }) => Number(to - from) / 1000)).toEqual(parts);
    expect(amounts(basket)).toEqual([amount]);
    expect(basket.contractUses?.every(({ amount: used }) => used <= left) ?? true).toBe(true);
  });

  it('is measured by graduated tiers as they add up, and to the thousandth where less than a unit is bought', () => {
    const graduated = aContract([inMoney(1000n)], { tierMode: 'GRADUATED' });
    const prices = [aPrice('10.00'), agreed('8.00'), agreed('2.00', '1')];
    const { priced: five } = priced([graduated], [line('5', prices)], { capsLeft: { cap_a: 1250n } });
    expect(five.lines[0]?.capped?.parts.map(({ to }) => to)).toEqual([3000n, 5000n]);
    expect(amounts(five)).toEqual([1200n + 2000n]);
    const { priced: half } = priced([aContract([inMoney(1000n)])], [line('1.5', prices.slice(0, 2))], {
      capsLeft: { cap_a: 1000n },
    });
    expect(half.lines[0]?.capped?.parts.map(({ to }) => to)).toEqual([1250n, 1500n]);
  });
});

describe('what tiers of lists are counted over', () => {
  const tiers = [aPrice('100.00'), aPrice('90.00', '11')];
  const family = (value: string) => ({ item: anItem({ attributes: { family: [value] } }) });

  it('a group that variants share by an attribute', () => {
    const lines = [
      line('6', tiers, 'a', family('mug')),
      line('5', tiers, 'b', family('mug')),
      line('9', tiers, 'c', family('cup')),
      line('9', tiers, 'd'),
    ];
    const terms = aTerms({ lists: [aList({ tierScope: 'TIER_GROUP', tierGroup: 'family' })], taxRates: [] });
    const basket = { ...aBasket([]), lines };
    const { lines: found, trace } = priceBasket(terms, basket, noon, { explain: true });
    expect(amounts({ lines: found })).toEqual([54_000n, 45_000n, 90_000n, 90_000n]);
    expect(trace?.lines.map(({ tierQuantity }) => tierQuantity)).toEqual([11_000n, 11_000n, 9000n, 9000n]);
  });

  it.each([
    ['VOLUME', 0n, 30_000n],
    ['VOLUME', 8000n, 27_000n],
    ['GRADUATED', 8000n, 29_000n],
    ['GRADUATED', 20_000n, 27_000n],
  ] as const)('what was bought in the period of a contract: %s after %s thousandths', (tierMode, before, amount) => {
    const contract = aContract([], { tierMode, tierScope: 'CONTRACT_PERIOD' });
    const prices = [agreed('100.00'), agreed('90.00', '10')];
    const bought = { [boughtKey(contractId, 'var_a')]: before };
    const { priced: basket } = priced([contract], [line('3', prices)], { bought });
    expect(amounts(basket)).toEqual([amount]);
    expect(basket.contractUses).toEqual([{ listId: contractId, capId: null, variantId: 'var_a', amount: 3000n }]);
  });
});
