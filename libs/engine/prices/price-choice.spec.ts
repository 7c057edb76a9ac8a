import { parseDecimal, percentScale, priceScale, stranger, type Id } from '#kernel';
import type { Basket, BasketLine } from '../basket.js';
import { aBasket, aLine, aList, anItem, aPrice, aTerms, noon } from '../builders.js';
import { defaultConventions, type Conventions } from '../conventions.js';
import { priceBasket } from '../price-basket.js';
import type { PriceListTerms } from '../terms.js';
import { everybody } from './audience.js';

const vip = 'grp_vip' as Id<'customerGroup'>;
const idOf = (name: string) => `pl_${name}` as Id<'priceList'>;
const at = (name: string, price: string, from = '0') =>
  aPrice(price, from, { listId: idOf(name), id: `${name}/${price}` as Id<'price'> });
const forVips = { ...everybody, groupIds: [vip] };

function priced(
  by: Partial<Conventions>,
  lists: readonly PriceListTerms[],
  line: BasketLine | readonly BasketLine[],
  over: Partial<Basket> = {},
) {
  const terms = aTerms({ conventions: { ...defaultConventions, ...by }, lists });
  const buyer = { ...stranger, groupIds: [vip] };
  const { lines, trace } = priceBasket(terms, aBasket([line].flat(), { buyer, ...over }), noon, { explain: true });
  return {
    taken: lines.map(({ price }) => price?.id),
    amounts: lines.map(({ amount }) => amount),
    why: trace?.lines[0]?.candidates.map(({ verdict }) => verdict),
    read: trace?.lines.map(({ tierQuantity }) => tierQuantity),
  };
}

describe('the lowest price', () => {
  const base = aList({ id: idOf('base') });
  const near = aList({ id: idOf('near'), audience: forVips });
  const lowest = { priceChoice: 'LOWEST' } as const;

  it('goes first, however near or far its list is', () => {
    const line = aLine('1', [at('base', '9'), at('near', '10')]);
    expect(priced(lowest, [base, near], line)).toMatchObject({ taken: ['base/9'], why: ['TAKEN', 'DEARER'] });
    expect(priced({}, [base, near], line)).toMatchObject({ taken: ['near/10'], why: ['OUTRANKED', 'TAKEN'] });
  });

  it('is not that of a list for others', () => {
    const line = aLine('1', [at('base', '9'), at('near', '1')]);
    expect(priced(lowest, [base, near], line, { buyer: stranger })).toMatchObject({
      taken: ['base/9'],
      why: ['TAKEN', 'OTHER_AUDIENCE'],
    });
  });

  it('of two alike is that of the nearer list', () => {
    const line = aLine('1', [at('base', '9'), at('near', '9')]);
    expect(priced(lowest, [base, near], line)).toMatchObject({ taken: ['near/9'], why: ['OUTRANKED', 'TAKEN'] });
  });

  it('is sought among the tiers that are reached, the highest of each list', () => {
    // what a list asks for 11 is 90, though its smaller quantities are cheaper
    const line = aLine('11', [at('base', '80'), at('near', '85'), at('base', '90', '11')]);
    expect(priced(lowest, [base, near], line)).toMatchObject({ taken: ['near/85'], why: ['DEARER', 'TAKEN', 'DEARER'] });
  });

  it('is compared with tax where one was entered without', () => {
    const net = aList({ id: idOf('near'), entry: 'NET', audience: forVips });
    // 100.00 net is 121.00 with 21 %
    expect(priced(lowest, [base, net], aLine('1', [at('base', '120.99'), at('near', '100')])).taken).toEqual(['base/120.99']);
    expect(priced(lowest, [base, net], aLine('1', [at('base', '121.01'), at('near', '100')])).taken).toEqual(['near/100']);
  });

  it('of graduated tiers is their average', () => {
    const steps = aList({ id: idOf('near'), tierMode: 'GRADUATED' });
    const prices = [at('near', '100', '0'), at('near', '80', '10')];
    // 20 cost 10 × 100 + 10 × 80 = 1,800: 90 each
    expect(priced(lowest, [base, steps], aLine('20', [...prices, at('base', '90.01')])).amounts).toEqual([180_000n]);
    expect(priced(lowest, [base, steps], aLine('20', [...prices, at('base', '89.99')])).amounts).toEqual([179_980n]);
  });
});

it('the priority goes before the nearness where lists are taken by priority', () => {
  const lists = [aList({ id: idOf('base'), priority: 1 }), aList({ id: idOf('near'), audience: forVips })];
  const line = aLine('1', [at('base', '12'), at('near', '10')]);
  expect(priced({ priceChoice: 'LIST_PRIORITY' }, lists, line)).toMatchObject({
    taken: ['base/12'],
    why: ['TAKEN', 'OUTRANKED'],
  });
  const equal = lists.map((list) => ({ ...list, priority: 1 }));
  expect(priced({ priceChoice: 'LIST_PRIORITY' }, equal, line).taken).toEqual(['near/10']);
});

describe('a sale list', () => {
  const base = aList({ id: idOf('base') });
  const sale = aList({ id: idOf('sale'), sale: true, priority: 1 });
  const line = aLine('1', [at('base', '70'), at('sale', '80')]);

  it('that is dearer counts, or does not, as the channel has it', () => {
    expect(priced({}, [base, sale], line)).toMatchObject({ taken: ['sale/80'], why: ['OUTRANKED', 'TAKEN'] });
    expect(priced({ dearerSale: 'IGNORE' }, [base, sale], line)).toMatchObject({
      taken: ['base/70'],
      why: ['TAKEN', 'DEARER_SALE'],
    });
  });

  it.each([
    ['as dear', '70', 'sale/70'],
    ['cheaper', '69.99', 'sale/69.99'],
  ])('that is %s counts', (_, price, taken) => {
    const both = aLine('1', [at('base', '70'), at('sale', price)]);
    expect(priced({ dearerSale: 'IGNORE' }, [base, sale], both).taken).toEqual([taken]);
  });

  it('that undercuts nothing counts', () => {
    expect(priced({ dearerSale: 'IGNORE' }, [base, sale], aLine('1', [at('sale', '80')])).taken).toEqual(['sale/80']);
  });

  it('is measured by the regular price of this buyer, not by that of others', () => {
    const near = aList({ id: idOf('near'), audience: forVips });
    const all = aLine('1', [at('base', '70'), at('near', '90'), at('sale', '80')]);
    const forVip = { ...sale, audience: forVips };
    expect(priced({ dearerSale: 'IGNORE' }, [base, near, forVip], all).taken).toEqual(['sale/80']);
    expect(priced({ dearerSale: 'IGNORE' }, [base, near, sale], all, { buyer: stranger }).taken).toEqual(['base/70']);
  });
});

describe('what tiers are counted over', () => {
  const tiers = [at('base', '100', '1'), at('base', '90', '11')];
  const product = anItem({ productId: 'prod_mug' as Id<'product'> });
  const mug = (variant: string, quantity: string): BasketLine =>
    aLine(quantity, tiers, { id: `${variant}${quantity}`, variantId: variant as Id<'variant'>, item: product });
  const lines = [mug('var_red', '6'), mug('var_red', '5'), mug('var_blue', '4')];

  it.each([
    ['VARIANT', [54_000n, 45_000n, 40_000n], [11_000n, 11_000n, 4000n]],
    ['LINE', [60_000n, 50_000n, 40_000n], [6000n, 5000n, 4000n]],
    ['PRODUCT', [54_000n, 45_000n, 36_000n], [15_000n, 15_000n, 15_000n]],
  ] as const)('%s', (tierScope, amounts, read) => {
    expect(priced({ tierScope }, [aList()], [], { lines })).toMatchObject({ amounts, read });
    // a list that says it itself needs no convention
    expect(priced({}, [aList({ tierScope })], [], { lines })).toMatchObject({ amounts, read });
  });

  it.each([
    ['VARIANT', [60_000n, 49_000n, 40_000n]],
    ['LINE', [60_000n, 50_000n, 40_000n]],
    ['PRODUCT', [60_000n, 49_000n, 36_000n]],
  ] as const)('of graduated tiers too, each line going on where the one before has ended: %s', (tierScope, amounts) => {
    expect(priced({}, [aList({ tierScope, tierMode: 'GRADUATED' })], [], { lines }).amounts).toEqual(amounts);
  });
});

describe('a list that takes its prices off another', () => {
  const base = aList({ id: idOf('base') });
  const derived = { listId: base.id, percent: parseDecimal('12.5', percentScale), plus: 0n };
  const contract = aList({ id: idOf('contract'), audience: forVips, derived });
  const line = aLine('11', [at('base', '100'), at('base', '90', '11')]);

  it('has of every price there so many percent less, tier by tier', () => {
    const found = priced({}, [base, contract], line);
    // 90 less 12.5 % is 78.75
    expect(found).toMatchObject({ amounts: [86_625n], why: ['OUTRANKED', 'OUTRANKED', 'OUTRANKED', 'TAKEN'] });
    expect(priced({}, [base, contract], line, { buyer: stranger }).amounts).toEqual([99_000n]);
  });

  it('has prices of its own for what it names', () => {
    const own = aLine('11', [...line.prices, at('contract', '77')]);
    expect(priced({}, [base, contract], own)).toMatchObject({ taken: ['contract/77'], why: ['OUTRANKED', 'OUTRANKED', 'TAKEN'] });
  });

  it('adds or takes off so much a unit after the percentage, and never goes below zero', () => {
    const by = (plus: string) => {
      const formula = { ...contract, derived: { ...derived, plus: parseDecimal(plus, priceScale) } };
      return priced({}, [base, formula], line).amounts;
    };
    expect([by('1.25'), by('-0.75'), by('-100')]).toEqual([[88_000n], [85_800n], [0n]]);
  });

  it('prices also those who may not have the other list itself', () => {
    const hidden = { ...base, audience: { ...everybody, groupIds: ['grp_other' as Id<'customerGroup'>] } };
    expect(priced({}, [hidden, contract], line)).toMatchObject({
      amounts: [86_625n],
      why: ['OTHER_AUDIENCE', 'OTHER_AUDIENCE', 'OUTRANKED', 'TAKEN'],
    });
  });

  it('has no price where the other list has none that holds', () => {
    expect(priced({}, [{ ...base, validTo: noon }, contract], line).taken).toEqual([undefined]);
    expect(priced({}, [{ ...base, entry: 'NET' }, contract], line).amounts).toEqual([99_000n]);
    expect(priced({}, [contract], line).taken).toEqual([undefined]);
  });
});

describe('a price row', () => {
  const row = (price: string, validFrom: number | null, validTo: number | null) => ({ ...at('base', price), validFrom, validTo });
  const lists = [aList({ id: idOf('base') })];

  it('holds from its beginning up to its end', () => {
    const rows = [row('10', null, noon), row('12', noon, noon + 1), row('14', noon + 1, null)];
    expect(priced({}, lists, aLine('1', rows))).toMatchObject({ taken: ['base/12'], why: ['ENDED', 'TAKEN', 'NOT_STARTED'] });
  });

  it('that does not hold is no band', () => {
    const graduated = [aList({ id: idOf('base'), tierMode: 'GRADUATED' })];
    const rows = [at('base', '10'), { ...at('base', '1', '2'), validFrom: noon + 1 }];
    expect(priced({}, graduated, aLine('5', rows)).amounts).toEqual([5000n]);
  });
});
