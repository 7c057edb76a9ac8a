import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { priceBasket } from '../price-basket.js';
import { resultJson, resultOf, type Result } from './result.js';
import { parseScenario } from './scenario.js';

// the rules of Magento's sample shop (OSL-3.0 or AFL-3.0) lie beside the clone on machines that have them
const folder = fileURLToPath(new URL('../../../../shared/data/promotion-rules-magento/', import.meta.url));

type Row = Readonly<Record<string, string>>;
type Definition = Readonly<Record<string, unknown>>;

/** A node of their trees: `value` 1 says that the conditions must hold, 0 that none may. */
interface Node {
  readonly type: string;
  readonly attribute: string | null;
  readonly operator: string | null;
  readonly value: string | null;
  readonly conditions?: readonly Node[];
}

const rows = (name: string): Row[] => parse(readFileSync(`${folder}${name}.csv`, 'utf8'), { columns: true });
const treeOf = (row: Row, column: string): Node => JSON.parse(row[column] ?? '');

/** `25,16` or `%url_key=pants-women,url_key=pants-men%`. */
const categories = (value: string | null): string[] =>
  (value ?? '')
    .replaceAll('%', '')
    .split(',')
    .map((each) => each.replace('url_key=', ''))
    .sort();

/** Their conditions on products as one of our selectors; null: every item. */
function selector({ attribute, value, conditions = [] }: Node): Definition | null {
  if (attribute === 'category_ids') return { type: 'category', ids: categories(value) };
  if (attribute === 'sku') return { type: 'variant', ids: [value] };
  if (attribute === 'sale') return { type: 'on_sale' };
  if (attribute !== null) throw new Error(`unknown attribute ${attribute}`);
  const items = conditions.map(selector).filter((each) => each !== null);
  if (items.length === 0) return null;
  if (value === '0') return { type: 'none', items };
  return items.length === 1 ? (items[0] ?? null) : { type: 'all', items };
}

/** Their conditions on the cart as ours: only what is asked of its amount. */
function conditions({ conditions: nodes = [] }: Node): Definition[] {
  return nodes.flatMap(({ attribute, operator, value }): Definition[] => {
    if (attribute !== 'base_subtotal' || operator !== '>=') return [];
    return [{ type: 'minimum_amount', amounts: { USD: value }, basis: 'BEFORE' }];
  });
}

/** One of their rules as one of our promotions. */
function promotion(row: Row, index: number): Definition {
  const asked = treeOf(row, 'conditions_serialized');
  const found = asked.conditions?.find(({ type }) => type.endsWith('Found'));
  const picked =
    selector(treeOf(row, 'actions_serialized')) ??
    (found ? selector(found) : row['discount_step'] === undefined ? selector(asked) : null);
  const items = picked === null ? {} : { items: picked };
  const percent = row['discount_amount'];
  const step = Number(row['discount_step']);
  const actions: Readonly<Record<string, Definition>> = {
    by_percent: { type: 'percent_off_items', percent, ...items },
    buy_x_get_y: { type: 'n_for_m', take: step + Number(row['discount_amount']), pay: step, ...items },
  };
  const isFreeShipping = (row['simple_free_shipping'] ?? '0') !== '0';
  return {
    id: `rule-${index}`,
    name: { en: row['name'] },
    code: row['coupon_type'] === '2' ? row['coupon_code'] : null,
    lane: isFreeShipping ? 'SHIPPING' : 'ITEM',
    sequence: index,
    conditions: conditions(asked),
    action: isFreeShipping ? { type: 'free_shipping' } : actions[row['simple_action'] ?? ''],
  };
}

const items = {
  tee: { categories: ['16'] },
  tank: { categories: ['25'] },
  watch: { categories: ['watches'] },
  chinos: { categories: ['pants-men'] },
};
const prices = { tee: '24.00', tank: '18.00', watch: '92.00', chinos: '60.00', bag: '45.00', '24-UG06': '14.00' };
const common = {
  priceLists: [{ prices }, { id: 'sale', sale: true, priority: 1, prices: { hoodie: '100.00' } }],
  items,
  shippingMethods: [{ id: 'flat', rates: { USD: '5.00' } }],
};

function bought(promotions: readonly Definition[], lines: Readonly<Record<string, string>>, ...codes: string[]): Result {
  const basket = {
    ...{ currency: 'USD', country: 'US', shipping: 'flat', codes },
    lines: Object.entries(lines).map(([variant, quantity]) => ({ variant, quantity })),
  };
  const [scenario] = parseScenario({ ...common, promotions, basket });
  if (!scenario) throw new Error('no scenario');
  return resultOf(priceBasket(scenario.terms, scenario.basket, scenario.at));
}

const discounts = (result: Result): unknown => JSON.parse(resultJson(result.discounts));

if (existsSync(folder)) {
  // a catalogue rule changes prices before any rule of the cart
  const rules = [...rows('catalog_rules'), ...rows('sales_rules')].map(promotion);

  test('each rule can be said in our words', () => {
    expect(rules.map(({ conditions: asked, action, code }) => ({ asked, action, code }))).toEqual([
      {
        asked: [],
        action: { type: 'percent_off_items', percent: '20', items: { type: 'category', ids: ['pants-men', 'pants-women'] } },
        code: null,
      },
      { asked: [], action: { type: 'n_for_m', take: 4, pay: 3, items: { type: 'category', ids: ['16', '25'] } }, code: null },
      {
        asked: [{ type: 'minimum_amount', amounts: { USD: '50' }, basis: 'BEFORE' }],
        action: { type: 'free_shipping' },
        code: null,
      },
      {
        asked: [{ type: 'minimum_amount', amounts: { USD: '200' }, basis: 'BEFORE' }],
        action: {
          type: 'percent_off_items',
          percent: '20',
          items: { type: 'none', items: [{ type: 'category', ids: ['watches'] }, { type: 'on_sale' }] },
        },
        code: null,
      },
      {
        asked: [],
        action: { type: 'percent_off_items', percent: '70', items: { type: 'variant', ids: ['24-UG06'] } },
        code: 'H20',
      },
    ]);
  });

  test('four tee shirts cost as much as three, the cheapest being free; eight as much as six', () => {
    expect(bought(rules, { tee: '2', tank: '1' })).toMatchObject({ totals: { total: '66.00' } });
    const four = bought(rules, { tee: '3', tank: '1' });
    expect(discounts(four)).toEqual({ 'rule-1': '18.00', 'rule-2': '5.00' });
    expect(four).toMatchObject({ lines: { tank: { gross: '0.00' } }, totals: { total: '72.00' } });
    expect(discounts(bought(rules, { tee: '8' }))).toEqual({ 'rule-1': '48.00', 'rule-2': '5.00' });
  });

  test('shipping is free from 50.00 on, counted before all discounts', () => {
    expect(bought(rules, { bag: '1' })).toMatchObject({ totals: { shipping: '5.00', total: '50.00' } });
    expect(bought(rules, { chinos: '1' })).toMatchObject({ totals: { discount: '12.00', shipping: '0.00', total: '48.00' } });
  });

  test('from 200.00 on 20 % are off, not off watches nor what is on sale, and on top of what pants are off', () => {
    expect(discounts(bought(rules, { bag: '4' }))).toEqual({ 'rule-2': '5.00' });
    const result = bought(rules, { bag: '1', watch: '1', hoodie: '1', chinos: '1' });
    expect(discounts(result)).toEqual({ 'rule-0': '12.00', 'rule-2': '5.00', 'rule-3': '18.60' });
    expect(result).toMatchObject({
      lines: { bag: { gross: '36.00' }, watch: { gross: '92.00' }, hoodie: { gross: '100.00' }, chinos: { gross: '38.40' } },
      totals: { total: '266.40' },
    });
  });

  test('the code takes 70 % off the water bottle', () => {
    expect(bought(rules, { '24-UG06': '1' })).toMatchObject({ totals: { discount: '0.00' } });
    const result = bought(rules, { '24-UG06': '1', bag: '1' }, 'h20');
    expect(discounts(result)).toEqual({ 'rule-2': '5.00', 'rule-4': '9.80' });
    expect(result).toMatchObject({ lines: { '24-UG06': { gross: '4.20' }, bag: { gross: '45.00' } } });
  });
} else {
  test("the rules of Magento's sample shop are absent here: the examples of docs/examples/scenarios are played", () => {
    process.stderr.write(`${folder} is absent: its rules are not played.\n`);
    expect(existsSync(folder)).toBe(false);
  });
}
