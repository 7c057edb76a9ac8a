import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { currencyOf, formatMoney, stranger, type Id } from '#kernel';
import type { BasketLine, Basket } from './basket.js';
import {
  aBasket,
  aCondition,
  aLine,
  aList,
  aMethod,
  anItem,
  anOffer,
  aPrice,
  aPromotion,
  aRate,
  aTerms,
  euro,
  noon,
} from './builders.js';
import type { TermsParts } from './compile-terms.js';
import { conventionChoices, defaultConventions, type Conventions } from './conventions.js';
import { inputsOf } from './inputs.js';
import { everybody } from './prices/audience.js';
import { priceBasket } from './price-basket.js';
import type { PricedBasket } from './priced-basket.js';
import { refundFor } from './returns/refund.js';

const net = [aList({ entry: 'NET' })];
const reduced = { taxClassId: 'txc_reduced' as Id<'taxClass'> };
const shippingMethodId = 'ship_flat' as Id<'shippingMethod'>;
const one = (price: string, over: Partial<BasketLine> = {}): BasketLine => aLine('1', [aPrice(price)], over);
const sale = { id: 'pl_sale' as Id<'priceList'>, sale: true, priority: 1 };
const fromSale = (price: string) => aPrice(price, '0', { listId: sale.id });
const club = { id: 'pl_club' as Id<'priceList'>, group: 'grp_club' as Id<'customerGroup'> };
const untaxed = { taxRates: [] };

type Rules = Partial<TermsParts>;
type Shown = (conventions: Conventions) => readonly unknown[];

/** The examples of docs/conventions.md: what the columns of a convention's table show. */
const examples: { readonly [Key in keyof Conventions]?: Shown } = {
  rounding: (by) => ['2.5', '1.5'].map((price) => run(by, { lists: net, taxRates: [aRate('1')] }, [one(price)]).totals.tax),
  taxRounding: (by) => {
    const units = run(by, { lists: net, taxRates: [aRate('19')] }, [aLine('3', [aPrice('1.08')])]);
    const document = run(by, { taxRates: [aRate('7')] }, [one('8.5'), one('1.65')]);
    return [units.totals.total, document.lines.map(({ tax }) => tax), document.totals.tax];
  },
  severalRates: (by) => {
    const taxRates = ['gst', 'pst'].map((tax) => aRate('5', { tax, id: `txr_${tax}` as Id<'taxRate'> }));
    const { lines, totals } = run(by, { lists: net, taxRates }, [one('0.1')]);
    return [lines[0]?.taxes.map(({ amount }) => amount), totals.total];
  },
  includedTax: (by) => {
    const { totals } = run(by, { taxRates: [aRate('20')] }, [one('1.05')]);
    return [totals.net, totals.tax];
  },
  crossBorder: (by) => {
    const { totals } = run(by, { homeCountry: 'NL' }, [one('121')], { country: 'DE' });
    return [totals.net, totals.tax, totals.total];
  },
  shippingTax: (by) => {
    const shipped = run(by, { shippingMethods: [aMethod('6.5')] }, [one('60.5'), one('42.4', reduced)], { shippingMethodId });
    return [shipped.shipping?.taxes.map(({ amount }) => amount), shipped.shipping?.tax];
  },
  remainder: (by) => {
    const promotions = [anOffer({ type: 'amount_off_order', amounts: { EUR: '10.00' }, entry: 'GROSS' }, { lane: 'ORDER' })];
    return [
      run(
        by,
        { promotions },
        ['7.1', '20.4', '5.5', '12'].map((price) => one(price)),
      ).lines.map(({ discount }) => discount),
    ];
  },
  orderWeights: (by) => {
    const promotions = [anOffer({ type: 'amount_off_order', amounts: { EUR: '10.00' }, entry: 'NET' }, { lane: 'ORDER' })];
    const { lines, totals } = run(by, { lists: net, promotions }, [one('50'), one('50', reduced)]);
    return [lines.map(({ discount }) => discount), totals.total];
  },
  percentRounding: (by) => {
    const { totals } = run(by, { ...untaxed, promotions: [anOffer({ type: 'percent_off_items', percent: '50' })] }, [
      one('0.99'),
    ]);
    return [totals.discount, totals.total];
  },
  percentUnit: (by) => {
    const promotions = [anOffer({ type: 'percent_off_items', percent: '25' })];
    const { totals } = run(by, { ...untaxed, promotions }, [aLine('3', [aPrice('0.99')])]);
    return [totals.discount, totals.total];
  },
  orderPercent: (by) => {
    const { lines, totals } = run(
      by,
      { ...untaxed, promotions: [aPromotion('10')] },
      ['1.05', '1.05', '1.05'].map((price) => one(price)),
    );
    return [lines.map(({ discount }) => discount), totals.discount, totals.total];
  },
  promotionBase: (by) => {
    const promotions = [aPromotion('10', { sequence: 1 }), aPromotion('20', { sequence: 2 })];
    return [run(by, { ...untaxed, promotions }, [one('100')]).totals.total];
  },
  threshold: (by) =>
    (['ITEM', 'ORDER'] as const).map((lane) => {
      const conditions = [aCondition({ type: 'minimum_amount', amounts: { EUR: '60.00' } })];
      const promotions = [aPromotion('50', { lane }), anOffer({ type: 'free_shipping' }, { lane: 'SHIPPING', conditions })];
      const rules = { ...untaxed, promotions, shippingMethods: [aMethod('6.05')] };
      return run(by, rules, [one('70')], { shippingMethodId }).totals.shipping;
    }),
  exclusivity: (by) => {
    const promotions = [
      aPromotion('10', { sequence: 1 }),
      aPromotion('20', { sequence: 2, stacking: 'EXCLUDES' }),
      aPromotion('5', { sequence: 3 }),
    ];
    return [run(by, { ...untaxed, promotions }, [one('100')]).totals.total];
  },
  itemPromotions: (by) => {
    const promotions = [aPromotion('10', { sequence: 1, lane: 'ITEM' }), aPromotion('20', { sequence: 2, lane: 'ITEM' })];
    return [run(by, { ...untaxed, promotions }, [one('100')]).totals.total];
  },
  salePrice: (by) => {
    const promotions = [anOffer({ type: 'percent_off_items', percent: '25' })];
    const rules = { ...untaxed, promotions, lists: [aList(), aList(sale)] };
    return [run(by, rules, [aLine('1', [aPrice('100'), fromSale('80')])]).totals.total];
  },
  givenUnits: (by) => {
    const promotions = [anOffer({ type: 'n_for_m', take: 3, pay: 2 })];
    return [
      run(
        by,
        { ...untaxed, promotions },
        ['30', '20', '10'].map((price) => one(price)),
      ).totals.total,
    ];
  },
  unitSets: (by) => {
    const promotions = [anOffer({ type: 'n_for_m', take: 2, pay: 1 })];
    return [
      run(
        by,
        { ...untaxed, promotions },
        ['40', '30', '20', '10'].map((price) => one(price)),
      ).totals.total,
    ];
  },
  floorPrice: (by) => {
    const promotions = [anOffer({ type: 'amount_off_order', amounts: { EUR: '30.00' }, entry: 'GROSS' }, { lane: 'ORDER' })];
    const held = one('50', { item: anItem({ floorPrice: 40_000_000n }) });
    const { lines, totals } = run(by, { ...untaxed, promotions }, [held, one('50')]);
    return [lines.map(({ discount }) => discount), totals.total];
  },
  priceChoice: (by) => {
    const lists = [
      aList({ priority: 1 }),
      aList({ id: club.id, audience: { ...everybody, groupIds: [club.group] } }),
      aList({ ...sale, priority: 2, sale: true }),
    ];
    const line = aLine('1', [aPrice('100'), aPrice('110', '0', { listId: club.id }), fromSale('105')]);
    return [run(by, { ...untaxed, lists }, [line], { buyer: { ...stranger, groupIds: [club.group] } }).totals.total];
  },
  dearerSale: (by) => {
    const rules = { ...untaxed, lists: [aList(), aList(sale)] };
    return [run(by, rules, [aLine('1', [aPrice('70'), fromSale('80')])]).totals.total];
  },
  tierScope: (by) => {
    const tiers = [aPrice('100', '1'), aPrice('90', '11')];
    const mug = (variant: string, quantity: string): BasketLine =>
      aLine(quantity, tiers, { variantId: variant as Id<'variant'>, item: anItem({ productId: 'prod_mug' as Id<'product'> }) });
    const lines = [mug('var_red', '6'), mug('var_red', '5'), mug('var_blue', '4')];
    return [run(by, untaxed, [], { lines }).lines.map(({ amount }) => amount)];
  },
  missingCurrency: (by) => {
    const [from, to] = [currencyOf('USD'), euro];
    const points = { step: 1_000_000n, ending: 950_000n };
    const rate = { id: 'cvr_usd', from, to, rate: 922_000_000n, points, validFrom: null, validTo: null };
    const [line] = run(by, { ...untaxed, lists: [aList({ currency: from })], conversionRates: [rate] }, [one('100')]).lines;
    return [line?.price ? line.amount : 'none'];
  },
  returnedGoods: (by) => {
    const rules = { ...untaxed, conventions: by, promotions: [anOffer({ type: 'cheapest_free', of: 3 })] };
    const [terms, basket] = [aTerms(rules), aBasket(['30', '20', '10'].map((price) => one(price)))];
    const inputs = inputsOf({ basket, priced: priceBasket(terms, basket, noon) }, terms);
    return [
      [1, 2, 3],
      [3, 1, 2],
    ].map((order) => {
      const steps = order.map((line) => [{ lineId: `line_${line}`, from: 0n, to: 1000n }]);
      return steps.map((step, index) => refundFor(by.returnedGoods, inputs, steps.slice(0, index), step).amount);
    });
  },
  codeCase: (by) => {
    const promotions = [aPromotion('10', { code: 'SPRING' })];
    return [run(by, { ...untaxed, promotions }, [one('100')], { codes: ['spring'] }).totals.total];
  },
};

function run(conventions: Conventions, rules: Rules, lines: readonly BasketLine[], basket: Partial<Basket> = {}): PricedBasket {
  return priceBasket(aTerms({ conventions, ...rules }), aBasket(lines, basket), noon);
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join(' + ');
  return typeof value === 'bigint' ? formatMoney({ minor: value, currency: euro }) : String(value);
}

const page = fileURLToPath(new URL('../../docs/conventions.md', import.meta.url));
const text = existsSync(page) ? readFileSync(page, 'utf8') : '';

/** The rows of the table under a convention's heading: the choice, what it means, and what the example comes to. */
function rowsOf(key: string): string[][] {
  const section = text.split(/^### /m).find((each) => each.startsWith(`\`${key}\``)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

const keys = Object.keys(conventionChoices) as (keyof Conventions)[];

describe('docs/conventions.md', () => {
  it.each(keys)('names every choice of %s, the default first', (key) => {
    const named = rowsOf(key).map(([choice]) => choice);
    expect(named).toEqual(
      conventionChoices[key].map((choice, index) => (index === 0 ? `\`${choice}\` (default)` : `\`${choice}\``)),
    );
    expect(rowsOf(key).every(([, meaning]) => (meaning ?? '').length > 5)).toBe(true);
  });

  it.each(keys.filter((key) => examples[key]))('shows of %s what the engine makes of its example', (key) => {
    const computed = conventionChoices[key].map((choice) =>
      (examples[key]?.({ ...defaultConventions, [key]: choice }) ?? []).map(shown),
    );
    expect(rowsOf(key).map(([, , ...cells]) => cells)).toEqual(computed);
    expect(new Set(computed.map((cells) => cells.join())).size).toBe(computed.length);
  });
});
