import { readFileSync } from 'node:fs';
import { formatMoney, formatUnitPrice, parseDecimal, priceScale, type Id } from '#kernel';
import type { BasketLine } from '../../basket.js';
import { aBasket, aLine, aMethod, anItem, anOffer, aPrice, aPromotion, aTerms, euro, noon } from '../../builders.js';
import { conventionChoices, defaultConventions, type Conventions } from '../../conventions.js';
import { priceBasket } from '../../price-basket.js';
import type { PricedBasket } from '../../priced-basket.js';
import { fieldsOf, type Fields } from '../fields.js';
import type { GroupMode, PromotionTerms, Stacking } from '../promotion.js';
import { actionKinds } from '../registry.js';

const page = readFileSync(new URL('../../../../docs/promotions.md', import.meta.url), 'utf8');
const sections = new Map(page.split(/^#{2,3} /m).map((text) => [text.slice(0, text.indexOf('\n')), text]));

interface Example {
  readonly action: Fields;
  readonly basket: string;
  readonly conventions: string;
  readonly off: string;
  readonly paid: string;
}

/** The cells of the rows of a table, its head left out. */
function rowsOf(text: string): string[][] {
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  const cells = rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return cells.filter((_, index) => !cells[index + 1]?.[0]?.startsWith('---') && !cells[index]?.[0]?.startsWith('---'));
}

function examplesOf(kind: string): Example[] {
  const blocks = (sections.get(kind) ?? '').split('```json').slice(1);
  return blocks.flatMap((block) => {
    const [json = '', text = ''] = block.split('```');
    const action = fieldsOf(JSON.parse(json), []);
    return rowsOf(text).map(([basket = '', conventions = '', off = '', paid = '']) => ({
      action,
      basket,
      conventions,
      off,
      paid,
    }));
  });
}

/** `2 shoes at 50.00`: a line of the category, product and variant of that name; or the shipping. */
function lineOf(text: string): BasketLine | string {
  const [, quantity, name = '', price = ''] = /^(?:([\d.]+) )?(\w+) at ([\d.]+)$/.exec(text) ?? [];
  if (quantity === undefined) return price;
  return aLine(quantity, [aPrice(price)], {
    id: name,
    variantId: `var_${name}` as Id<'variant'>,
    item: anItem({ productId: `prod_${name}` as Id<'product'>, categoryIds: [`cat_${name}`] }),
  });
}

function conventionsOf(text: string): Conventions {
  const said = text
    .split(', ')
    .filter((each) => each !== '')
    .map((each) => each.split(' '));
  for (const [key = '', value] of said)
    expect(new Map<string, unknown>(Object.entries(conventionChoices)).get(key)).toContain(value);
  return { ...defaultConventions, ...Object.fromEntries(said) } as Conventions;
}

const euros = (minor: bigint): string => formatMoney({ minor, currency: euro });

describe('docs/promotions.md', () => {
  it('has a row and a section for every kind of action', () => {
    const kinds = actionKinds.map(({ type, lanes }) => [`\`${type}\``, lanes.join(', ')]);
    expect(rowsOf(sections.get('Actions') ?? '').map(([type, , lanes]) => [type, lanes])).toEqual(kinds);
    for (const { type } of actionKinds) expect([type, examplesOf(type).length > 0]).toEqual([type, true]);
  });

  it.each(actionKinds.flatMap(({ type }) => examplesOf(type)))(
    '$action.type: of $basket ($conventions) takes off $off',
    ({ action, basket, conventions, off, paid }) => {
      const entries = basket.split(', ').map(lineOf);
      const lines = entries.filter((entry) => typeof entry !== 'string');
      const [shipping] = entries.filter((entry) => typeof entry === 'string');
      const lane = String(action['type']).endsWith('shipping') ? 'SHIPPING' : 'ITEM';
      const terms = aTerms({
        promotions: [anOffer(action, { lane })],
        shippingMethods: shipping === undefined ? [] : [aMethod(shipping)],
        conventions: conventionsOf(conventions),
      });
      const shippingMethodId = shipping === undefined ? null : ('ship_flat' as Id<'shippingMethod'>);
      const priced = priceBasket(terms, aBasket([], { lines, shippingMethodId }), noon);
      const charges = priced.shipping ? [...priced.lines, priced.shipping] : priced.lines;
      expect(charges.map(({ discount }) => euros(discount)).join(', ')).toBe(off);
      expect(euros(priced.totals.total)).toBe(paid);
    },
  );

  const hundred = [aLine('1', [aPrice('100')])];
  const two = (over: Partial<PromotionTerms>, a: Stacking = 'COMBINES', b: Stacking = 'COMBINES'): PromotionTerms[] => [
    aPromotion('10', { id: 'promo_a' as Id<'promotion'>, sequence: 1, stacking: a, ...over }),
    anOffer(
      { type: 'amount_off_order', amounts: { EUR: '25.00' }, entry: 'GROSS' },
      { id: 'promo_b' as Id<'promotion'>, lane: 'ORDER', sequence: 2, stacking: b, ...over },
    ),
  ];
  const tables = (sections.get('Groups and stacking') ?? '').split(/\n\n(?=\|)/).map(rowsOf);

  it.each(tables[1] ?? [])('a group of mode %s: %s, to pay %s', (mode, _, paid) => {
    const group = { id: 'g', parentId: null, scope: 'ORDER', stacking: 'COMBINES', sequence: 0 } as const;
    const groups = [{ ...group, mode: mode as GroupMode }];
    expect(euros(priceBasket(aTerms({ promotions: two({ groupId: 'g' }), groups }), aBasket(hundred), noon).totals.total)).toBe(
      paid,
    );
  });

  it.each(tables[2] ?? [])('%s beside %s with %s: %s, to pay %s', (a, b, exclusivity, _, paid) => {
    const conventions = conventionsOf(`exclusivity ${exclusivity}`);
    const promotions = two({}, a as Stacking, b as Stacking);
    expect(euros(priceBasket(aTerms({ promotions, conventions }), aBasket(hundred), noon).totals.total)).toBe(paid);
  });

  it('has these two tables', () => {
    expect(tables.map((rows) => rows.length)).toEqual([0, 5, 5]);
  });

  describe('says of caps, floors and who pays', () => {
    const discountsOf = ({ lines }: PricedBasket): string[] => lines.map(({ discount }) => euros(discount));

    it('that a cap is shared out', () => {
      const promotions = [aPromotion('50', { maxDiscount: new Map([[euro, 2000n]]) })];
      const lines = ['30', '20', '10'].map((price) => aLine('1', [aPrice(price)]));
      expect(discountsOf(priceBasket(aTerms({ promotions }), aBasket(lines), noon))).toEqual(['10.00', '6.67', '3.33']);
    });

    it.each([
      ['REDISTRIBUTE', '15.00'],
      ['FORFEIT', '10.00'],
    ] as const)('what a floor keeps: %s', (floorPrice, other) => {
      const floor = parseDecimal('45', priceScale);
      expect(formatUnitPrice(floor, euro)).toBe('45.00');
      const lines = [floor, null].map((each) => aLine('1', [aPrice('50')], { item: anItem({ floorPrice: each }) }));
      const terms = aTerms({ promotions: [aPromotion('20')], conventions: { ...defaultConventions, floorPrice } });
      expect(discountsOf(priceBasket(terms, aBasket(lines), noon))).toEqual(['5.00', other]);
    });

    it('who owes the tax', () => {
      const ten = { type: 'amount_off_order', amounts: { EUR: '10.00' }, entry: 'GROSS' };
      const promotions = [anOffer(ten, { lane: 'ORDER', reducesTaxBase: false })];
      const { totals } = priceBasket(aTerms({ promotions }), aBasket([aLine('1', [aPrice('121')])]), noon);
      expect(totals).toMatchObject({ tax: 2100n, total: 11_100n, reimbursed: 1000n });
    });
  });
});
