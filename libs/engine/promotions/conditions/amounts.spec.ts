import type { CurrencyCode } from '#kernel';
import { aBasket, aCondition, aLine, anItem, aPrice, aStanding } from '../../builders.js';
import { defaultConventions } from '../../conventions.js';
import type { Standing } from '../standing.js';

const shoes = { type: 'category', ids: ['cat_shoes'] };
const shoe = anItem({ categoryIds: ['cat_shoes'] });

/** Shoes 2 × 20.00 and a hat 30.00; ITEM promotions have taken 5.00 off the shoes, those after them 8.00 off them and 4.00 off the hat. */
const standing = lowered(aBasket([aLine('2', [aPrice('20')], { item: shoe }), aLine('1', [aPrice('30')], { item: anItem() })]));
const unknown = aStanding(aBasket([aLine('2', [aPrice('20')], { item: shoe }), aLine('1', [aPrice('30')])]));
const empty = aStanding(aBasket([]));
const dollars: Standing = { ...standing, currency: 'USD' as CurrencyCode };

function lowered(basket: Standing['basket']): Standing {
  const before = aStanding(basket);
  const after = [
    { afterItem: 3500n, left: 2700n },
    { afterItem: 3000n, left: 2600n },
  ];
  const lines = before.lines.map((line, index) => ({ ...line, ...after[index] }));
  return { ...before, lines, goods: { before: 7000n, afterItem: 6500n, now: 5300n } };
}

describe('minimum_amount', () => {
  const least = (amount: string, more: object = {}): ReturnType<typeof aCondition> =>
    aCondition({ type: 'minimum_amount', amounts: { EUR: amount }, ...more });

  it.each([
    ['BEFORE', '70.00', '70.01'],
    ['AFTER_ITEM', '65.00', '65.01'],
    ['AFTER_ALL', '53.00', '53.01'],
  ])('%s: the goods reach %s, and lack 0.01 of %s', (basis, reached, minimum) => {
    expect(least(reached, { basis }).unmet(standing)).toBeNull();
    expect(least(minimum, { basis }).unmet(standing)).toEqual({ currency: 'EUR', basis, minimum, missing: '0.01' });
  });

  it.each([
    ['BEFORE', '40.00', '44.01', '4.01'],
    ['AFTER_ITEM', '35.00', '39.01', '4.01'],
    ['AFTER_ALL', '27.00', '27.01', '0.01'],
  ])('%s: the shoes reach %s, and to %s one must add %s', (basis, reached, minimum, missing) => {
    expect(least(reached, { basis, items: shoes }).unmet(standing)).toBeNull();
    expect(least(minimum, { basis, items: shoes }).unmet(standing)).toEqual({
      currency: 'EUR',
      basis,
      items: '{"type":"category","ids":["cat_shoes"]}',
      minimum,
      missing,
    });
  });

  it('is on the basis of the channel where it names none', () => {
    expect(least('65.00').unmet(standing)).toBeNull();
    expect(least('65.01').unmet(standing)).toMatchObject({ basis: 'AFTER_ITEM', missing: '0.01' });
    const conventions = { ...defaultConventions, threshold: 'BEFORE' } as const;
    expect(least('70.00').unmet({ ...standing, conventions })).toBeNull();
    expect(least('70.01').unmet({ ...standing, conventions })).toMatchObject({ basis: 'BEFORE', missing: '0.01' });
  });

  it('does not hold in a currency that it does not name, and not known there', () => {
    expect(least('1').unmet(dollars)).toEqual({ currency: 'USD' });
    expect([least('1').holds(dollars), least('1').holds(standing)]).toEqual([null, true]);
  });

  it('does not count items of which nothing is known', () => {
    const hats = least('40.01', { items: { type: 'none', items: [shoes] } });
    expect(hats.unmet(unknown)).toMatchObject({ missing: '40.01' });
    expect([hats.holds(unknown), least('99').holds(unknown)]).toEqual([null, false]);
    expect(least('1').unmet(empty)).toMatchObject({ missing: '1.00' });
  });

  it('needs an item that it counts', () => {
    expect([least('1').keys, least('1', { items: shoes }).keys]).toEqual([null, ['category:cat_shoes']]);
  });
});

describe('maximum_amount', () => {
  const most = (amount: string, more: object = {}): ReturnType<typeof aCondition> =>
    aCondition({ type: 'maximum_amount', amounts: { EUR: amount }, ...more });

  it.each([
    ['BEFORE', '70.00', '69.99'],
    ['AFTER_ITEM', '65.00', '64.99'],
    ['AFTER_ALL', '53.00', '52.99'],
  ])('%s: the goods stay within %s, and exceed %s by 0.01', (basis, within, maximum) => {
    expect(most(within, { basis }).unmet(standing)).toBeNull();
    expect(most(maximum, { basis }).unmet(standing)).toEqual({ currency: 'EUR', basis, maximum, excess: '0.01' });
  });

  it('counts the items of its selector, and holds of none', () => {
    const items = JSON.stringify(shoes);
    expect(most('35.00', { items: shoes }).unmet(standing)).toBeNull();
    expect(most('34.99', { items: shoes }).unmet(standing)).toMatchObject({ items, excess: '0.01' });
    expect(most('0', { items: shoes }).unmet(empty)).toBeNull();
    expect(most('1', { items: shoes }).keys).toBeNull();
  });

  it('does not hold in a currency that it does not name, nor where an item might count', () => {
    expect(most('999').unmet(dollars)).toEqual({ currency: 'USD' });
    expect(most('999').holds(dollars)).toBeNull();
    const facts = { currency: 'EUR', basis: 'AFTER_ITEM', items: JSON.stringify(shoes), maximum: '999.00' };
    expect(most('999', { items: shoes }).unmet(unknown)).toEqual(facts);
    expect(most('999', { items: shoes }).holds(unknown)).toBeNull();
    expect(most('999').unmet(unknown)).toBeNull();
  });
});

describe('quantities', () => {
  const two = aStanding(aBasket([aLine('1.5', [aPrice('20')], { item: shoe }), aLine('1', [aPrice('30')], { item: anItem() })]));
  const items = JSON.stringify(shoes);

  it.each([
    [{ type: 'minimum_quantity', quantity: '2.5' }, null],
    [
      { type: 'minimum_quantity', quantity: '3' },
      { minimum: '3', missing: '0.5' },
    ],
    [{ type: 'minimum_quantity', quantity: '1.5', items: shoes }, null],
    [
      { type: 'minimum_quantity', quantity: '1.501', items: shoes },
      { items, minimum: '1.501', missing: '0.001' },
    ],
    [{ type: 'maximum_quantity', quantity: '2.5' }, null],
    [
      { type: 'maximum_quantity', quantity: '2' },
      { maximum: '2', excess: '0.5' },
    ],
    [{ type: 'maximum_quantity', quantity: '1.5', items: shoes }, null],
    [
      { type: 'maximum_quantity', quantity: '1', items: shoes },
      { items, maximum: '1', excess: '0.5' },
    ],
    [{ type: 'minimum_variants', count: 2 }, null],
    [
      { type: 'minimum_variants', count: 3 },
      { minimum: 3, missing: 1 },
    ],
    [{ type: 'minimum_variants', count: 1, items: shoes }, null],
    [
      { type: 'minimum_variants', count: 2, items: shoes },
      { items, minimum: 2, missing: 1 },
    ],
    [{ type: 'contains', items: shoes }, null],
    [{ type: 'contains', items: { type: 'on_sale' } }, { items: '{"type":"on_sale"}' }],
  ])('%j: %j', (definition, facts) => expect(aCondition(definition).unmet(two)).toEqual(facts));

  it('count a variant once, on however many lines', () => {
    const basket = aBasket([aLine('1', [aPrice('20')]), aLine('2', [aPrice('20')])]);
    const [first] = basket.lines;
    const twice = { ...basket, lines: basket.lines.map((line) => ({ ...line, variantId: first?.variantId ?? line.variantId })) };
    const condition = aCondition({ type: 'minimum_variants', count: 2 });
    expect(condition.unmet(aStanding(basket))).toBeNull();
    expect(condition.unmet(aStanding(twice))).toEqual({ minimum: 2, missing: 1 });
  });

  it.each([
    [
      { type: 'minimum_quantity', quantity: '3', items: shoes },
      { items, minimum: '3', missing: '1' },
    ],
    [
      { type: 'maximum_quantity', quantity: '9', items: shoes },
      { items, maximum: '9' },
    ],
    [
      { type: 'minimum_variants', count: 2, items: shoes },
      { items, minimum: 2, missing: 1 },
    ],
    [{ type: 'contains', items: { type: 'category', ids: ['cat_hats'] } }, { items: '{"type":"category","ids":["cat_hats"]}' }],
  ])('do not count an item of which nothing is known, and do not know: %j', (definition, facts) => {
    const condition = aCondition(definition);
    expect(condition.unmet(unknown)).toEqual(facts);
    expect(condition.holds(unknown)).toBeNull();
    expect(condition.holds(two)).not.toBeNull();
  });

  it.each([
    [{ type: 'minimum_quantity', quantity: '1', items: shoes }, ['category:cat_shoes']],
    [{ type: 'minimum_quantity', quantity: '1' }, null],
    [{ type: 'maximum_quantity', quantity: '1', items: shoes }, null],
    [{ type: 'minimum_variants', count: 1, items: shoes }, ['category:cat_shoes']],
    [{ type: 'contains', items: shoes }, ['category:cat_shoes']],
  ])('need: %j: %j', (definition, keys) => expect(aCondition(definition).keys).toEqual(keys));
});
