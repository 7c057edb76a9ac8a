import { parseAction } from '../parse.js';
import { actionKinds } from '../registry.js';
import type { Fields } from '../fields.js';

const shoes = { type: 'category', ids: ['cat_shoes'] };
const socks = { type: 'product', ids: ['prod_a', 'prod_b'] };
const euros = { amounts: { EUR: '5.00' }, entry: 'GROSS' };
const buyShoes = { items: shoes, quantity: 2 };
const getSocks = { items: socks, quantity: 1, percent: '100' };

/** Every kind with all that it can say, as it is stored, and the keys of it. */
const whole: readonly (readonly [Fields, readonly string[] | null])[] = [
  [
    { type: 'percent_off_items', percent: '10.5', base: 'FIRST', items: shoes, units: 2, given: 'DEAREST' },
    ['category:cat_shoes'],
  ],
  [{ type: 'percent_off_order', percent: '10', base: 'RUNNING' }, null],
  [{ type: 'percent_off_shipping', percent: '10', base: 'RUNNING' }, null],
  [{ type: 'amount_off_items', ...euros, items: shoes, each: 'UNIT' }, ['category:cat_shoes']],
  [{ type: 'amount_off_order', ...euros }, null],
  [{ type: 'amount_off_shipping', ...euros }, null],
  [{ type: 'fixed_price_items', ...euros, items: shoes }, ['category:cat_shoes']],
  [{ type: 'fixed_price_order', ...euros, items: shoes }, ['category:cat_shoes']],
  [{ type: 'fixed_price_shipping', ...euros }, null],
  [{ type: 'free_shipping', methodIds: ['ship_a', 'ship_b'] }, ['shipping:ship_a', 'shipping:ship_b']],
  [{ type: 'buy_x_get_y', buy: buyShoes, get: getSocks, given: 'CHEAPEST', repeats: 3 }, ['category:cat_shoes']],
  [{ type: 'n_for_m', items: shoes, take: 3, pay: 2, given: 'DEAREST', repeats: 1 }, ['category:cat_shoes']],
  [{ type: 'cheapest_free', items: shoes, of: 3, repeats: 1 }, ['category:cat_shoes']],
  [
    {
      type: 'tiered_spend',
      tiers: [
        { from: { EUR: '50.00' }, percent: '5' },
        { from: { EUR: '100.00', JPY: '100' }, ...euros },
      ],
      items: shoes,
      base: 'FIRST',
    },
    ['category:cat_shoes'],
  ],
  [
    {
      type: 'tiered_quantity',
      tiers: [
        { from: '0.5', percent: '5' },
        { from: '3', ...euros },
      ],
      items: shoes,
      base: 'FIRST',
    },
    ['category:cat_shoes'],
  ],
  [
    {
      type: 'bundle_price',
      parts: [
        { items: socks, quantity: 1 },
        { items: shoes, quantity: 2 },
      ],
      ...euros,
      repeats: 2,
    },
    ['category:cat_shoes'],
  ],
  [{ type: 'gift', variantId: 'var_mug', quantity: 1 }, null],
];

const laneOf = (definition: Fields): 'ITEM' | 'SHIPPING' =>
  String(definition['type']).endsWith('shipping') ? 'SHIPPING' : 'ITEM';

describe('the definition of an action', () => {
  it('is tried here for every kind', () => {
    expect(whole.map(([{ type }]) => type)).toEqual(actionKinds.map(({ type }) => type));
  });

  it.each(whole)('is given back as it is to be stored: %j', (definition, keys) => {
    const read = parseAction(definition, laneOf(definition));
    expect(read.definition).toEqual(definition);
    expect(parseAction(read.definition, laneOf(definition)).definition).toEqual(definition);
    expect(read.keys).toEqual(keys);
  });

  it('is stored in one form, however it is written', () => {
    const loose = { type: 'tiered_quantity', tiers: [{ percent: '5.000', from: '3.000' }] };
    expect(parseAction(loose, 'ITEM').definition).toEqual({ type: 'tiered_quantity', tiers: [{ from: '3', percent: '5' }] });
    const methods = { type: 'free_shipping', methodIds: ['ship_b', 'ship_a', 'ship_b'] };
    expect(parseAction(methods, 'SHIPPING').definition).toEqual({ type: 'free_shipping', methodIds: ['ship_a', 'ship_b'] });
  });

  it.each(whole)('stands in its lanes alone: %j', (definition) => {
    const elsewhere = laneOf(definition) === 'ITEM' ? 'SHIPPING' : 'ORDER';
    expect(() => parseAction(definition, elsewhere)).toThrow(`${String(definition['type'])} cannot stand in lane ${elsewhere}`);
  });

  it.each(whole)('with a misspelt key is refused there: %j', (definition) => {
    expect(() => parseAction({ ...definition, misspelt: 1 }, laneOf(definition))).toThrow(
      expect.objectContaining({ code: 'INVALID', path: ['action', 'misspelt'] }) as Error,
    );
  });

  it.each([
    [['percent'], { type: 'percent_off_items' }],
    [['percent'], { type: 'percent_off_items', percent: '100.1' }],
    [['base'], { type: 'percent_off_items', percent: '1', base: 'LAST' }],
    [['items', 'type'], { type: 'percent_off_items', percent: '1', items: { type: 'colour' } }],
    [['items'], { type: 'percent_off_items', percent: '1', items: null }],
    [['units'], { type: 'percent_off_items', percent: '1', units: '2' }],
    [['units'], { type: 'percent_off_items', percent: '1', units: 1.5 }],
    [['given'], { type: 'percent_off_items', percent: '1', units: 2, given: 'FIRST' }],
    [['given'], { type: 'percent_off_items', percent: '1', given: 'DEAREST' }],
    [['amounts'], { type: 'amount_off_order', entry: 'NET' }],
    [['amounts', 'EUR'], { type: 'amount_off_order', amounts: { EUR: '0' }, entry: 'NET' }],
    [['amounts', 'JPY'], { type: 'amount_off_order', amounts: { JPY: '0.5' }, entry: 'NET' }],
    [['amounts', 'EUR'], { type: 'fixed_price_order', amounts: { EUR: '-1' }, entry: 'NET' }],
    [['entry'], { type: 'amount_off_order', amounts: { EUR: '1' } }],
    [['each'], { type: 'amount_off_items', ...euros }],
    [['methodIds'], { type: 'free_shipping', methodIds: [] }],
    [['buy'], { type: 'buy_x_get_y', get: getSocks }],
    [['buy', 'quantity'], { type: 'buy_x_get_y', buy: { ...buyShoes, quantity: 0 }, get: getSocks }],
    [['buy', 'percent'], { type: 'buy_x_get_y', buy: { ...buyShoes, percent: '1' }, get: getSocks }],
    [['get', 'percent'], { type: 'buy_x_get_y', buy: buyShoes, get: { quantity: 1 } }],
    [['get', 'amounts'], { type: 'buy_x_get_y', buy: buyShoes, get: { ...getSocks, ...euros } }],
    [['get', 'entry'], { type: 'buy_x_get_y', buy: buyShoes, get: { ...getSocks, entry: 'NET' } }],
    [['repeats'], { type: 'buy_x_get_y', buy: buyShoes, get: getSocks, repeats: 0 }],
    [['take'], { type: 'n_for_m', take: 1, pay: 1 }],
    [['pay'], { type: 'n_for_m', take: 3, pay: 3 }],
    [['pay'], { type: 'n_for_m', take: 3, pay: 0 }],
    [['of'], { type: 'cheapest_free', of: 1 }],
    [['tiers'], { type: 'tiered_quantity', tiers: [] }],
    [['tiers', 0, 'from'], { type: 'tiered_quantity', tiers: [{ percent: '5' }] }],
    [['tiers', 0, 'percent'], { type: 'tiered_quantity', tiers: [{ from: '5' }] }],
    [['tiers', 0, 'to'], { type: 'tiered_quantity', tiers: [{ from: '1', to: '5', percent: '5' }] }],
    [
      ['tiers', 1, 'from'],
      {
        type: 'tiered_quantity',
        tiers: [
          { from: '5', percent: '5' },
          { from: '5', percent: '6' },
        ],
      },
    ],
    [
      ['tiers', 1, 'from'],
      {
        type: 'tiered_quantity',
        tiers: [
          { from: '5', percent: '5' },
          { from: '4', percent: '6' },
        ],
      },
    ],
    [['tiers', 2, 'from', 'EUR'], spend({ EUR: '5' }, { USD: '9' }, { EUR: '5' })],
    [['tiers', 1, 'from', 'EUR'], spend({ EUR: '5', USD: '5' }, { USD: '9', EUR: '4' })],
    [['parts'], { type: 'bundle_price', ...euros, parts: Array.from({ length: 7 }, () => ({ quantity: 1 })) }],
    [['parts', 0, 'quantity'], { type: 'bundle_price', ...euros, parts: [{ quantity: '1' }] }],
    [['parts', 0, 'price'], { type: 'bundle_price', ...euros, parts: [{ quantity: 1, price: '1' }] }],
    [['variantId'], { type: 'gift', quantity: 1 }],
    [['quantity'], { type: 'gift', variantId: 'var_mug' }],
  ])('is refused at %j: %j', (path, definition) => {
    expect(() => parseAction(definition, laneOf(definition))).toThrow(
      expect.objectContaining({ name: 'UserError', code: 'INVALID', path: ['action', ...path] }) as Error,
    );
  });
});

function spend(...from: readonly Fields[]): Fields {
  return { type: 'tiered_spend', tiers: from.map((each) => ({ from: each, percent: '5' })) };
}
