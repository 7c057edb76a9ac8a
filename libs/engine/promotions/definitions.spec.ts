import { parseConditions, parseSelector } from './parse.js';

const shoes = { type: 'category', ids: ['cat_shoes'] };

function nested(depth: number): object {
  return depth === 0 ? { type: 'signed_in' } : { type: 'all', conditions: [nested(depth - 1)] };
}

describe('a definition is stored in one form, which reads the same again', () => {
  it.each([
    [
      { amounts: { USD: '50', EUR: '60' }, items: shoes, basis: 'BEFORE', type: 'minimum_amount' },
      { type: 'minimum_amount', amounts: { EUR: '60.00', USD: '50.00' }, items: shoes, basis: 'BEFORE' },
    ],
    [
      { type: 'minimum_amount', amounts: { JPY: '100' } },
      { type: 'minimum_amount', amounts: { JPY: '100' } },
    ],
    [
      { type: 'maximum_amount', amounts: { EUR: '0' } },
      { type: 'maximum_amount', amounts: { EUR: '0.00' } },
    ],
    [
      { type: 'minimum_quantity', quantity: '2.500' },
      { type: 'minimum_quantity', quantity: '2.5' },
    ],
    [
      { type: 'maximum_quantity', items: shoes, quantity: '10.000' },
      { type: 'maximum_quantity', quantity: '10', items: shoes },
    ],
    [
      { type: 'minimum_variants', count: 3 },
      { type: 'minimum_variants', count: 3 },
    ],
    [
      { type: 'contains', items: shoes },
      { type: 'contains', items: shoes },
    ],
    [
      { type: 'group', ids: ['grp_b', 'grp_a', 'grp_b'] },
      { type: 'group', ids: ['grp_a', 'grp_b'] },
    ],
    [
      { type: 'country', codes: ['NL', 'BE'] },
      { type: 'country', codes: ['BE', 'NL'] },
    ],
    [{ type: 'signed_in' }, { type: 'signed_in' }],
    [
      { type: 'orders', to: 1 },
      { type: 'orders', from: 1, to: 1 },
    ],
    [
      { type: 'orders', every: 5 },
      { type: 'orders', from: 1, every: 5 },
    ],
    [
      { type: 'orders', from: 2, every: 1 },
      { type: 'orders', from: 2 },
    ],
    [
      { type: 'clock', to: '19:00', from: '17:00', weekdays: ['SUN', 'TUE', 'SUN'] },
      { type: 'clock', weekdays: ['TUE', 'SUN'], from: '17:00', to: '19:00' },
    ],
    [
      {
        type: 'none',
        conditions: [{ type: 'any', conditions: [{ type: 'signed_in' }, { type: 'group', ids: ['grp_b', 'grp_a'] }] }],
      },
      {
        type: 'none',
        conditions: [{ type: 'any', conditions: [{ type: 'signed_in' }, { type: 'group', ids: ['grp_a', 'grp_b'] }] }],
      },
    ],
  ])('%j', (entered, stored) => {
    const [condition] = parseConditions([entered]);
    expect(JSON.stringify(condition?.definition)).toBe(JSON.stringify(stored));
    expect(JSON.stringify(parseConditions([stored])[0]?.definition)).toBe(JSON.stringify(stored));
  });

  it.each([
    [
      { ids: ['prod_b', 'prod_a'], type: 'product' },
      { type: 'product', ids: ['prod_a', 'prod_b'] },
    ],
    [
      { type: 'attribute', values: ['Zenith', 'Acme'], code: 'brand' },
      { type: 'attribute', code: 'brand', values: ['Acme', 'Zenith'] },
    ],
    [
      { type: 'price_range', maximum: { EUR: '50' }, minimum: { EUR: '10' } },
      { type: 'price_range', minimum: { EUR: '10.00' }, maximum: { EUR: '50.00' } },
    ],
    [
      { type: 'price_range', maximum: { EUR: '0' } },
      { type: 'price_range', maximum: { EUR: '0.00' } },
    ],
    [
      { type: 'all', items: [{ type: 'on_sale' }, shoes] },
      { type: 'all', items: [{ type: 'on_sale' }, shoes] },
    ],
  ])('%j', (entered, stored) => {
    expect(JSON.stringify(parseSelector(entered, []).definition)).toBe(JSON.stringify(stored));
    expect(JSON.stringify(parseSelector(stored, []).definition)).toBe(JSON.stringify(stored));
  });
});

describe('a condition is refused', () => {
  it.each([
    [['items'], { type: 'minimum_amount', amounts: { EUR: '1' }, items: 'shoes' }, 'This must be an object'],
    [['items'], { type: 'minimum_amount', amounts: { EUR: '1' }, items: null }, 'This must be an object'],
    [
      ['items', 'type'],
      { type: 'minimum_amount', amounts: { EUR: '1' }, items: { type: 'shoes' } },
      'shoes is unknown; known are product, ',
    ],
    [
      ['items', 'names'],
      { type: 'minimum_amount', amounts: { EUR: '1' }, items: { ...shoes, names: [] } },
      'known are type, ids',
    ],
    [['basis'], { type: 'minimum_amount', amounts: { EUR: '1' }, basis: null }, 'basis must be given, as a text'],
    [
      ['basis'],
      { type: 'maximum_amount', amounts: { EUR: '1' }, basis: 'LATER' },
      'basis must be one of BEFORE, AFTER_ITEM, AFTER_ALL',
    ],
    [['amounts', 'EUR'], { type: 'minimum_amount', amounts: { EUR: '0.00' } }, 'The amount must be at least 0.01'],
    [['amounts', 'EUR'], { type: 'maximum_amount', amounts: { EUR: '-0.01' } }, 'The amount must be at least 0.00'],
    [['amounts', 'XYZ'], { type: 'maximum_amount', amounts: { XYZ: '1' } }, 'XYZ is not an ISO 4217 currency code such as EUR'],
    [['amounts'], { type: 'maximum_amount' }, 'This must be an object'],
    [['amounts'], { type: 'maximum_amount', amounts: {} }, 'amounts must name an amount in one currency at least'],
    [['quantity'], { type: 'minimum_quantity' }, 'quantity must be given, as a text'],
    [['quantity'], { type: 'minimum_quantity', quantity: 3 }, 'quantity must be given, as a text'],
    [['quantity'], { type: 'minimum_quantity', quantity: '0' }, 'quantity must be above zero'],
    [['quantity'], { type: 'maximum_quantity', quantity: '1.0001' }, '"1.0001" has more than 3 decimals'],
    [['minimum'], { type: 'minimum_quantity', minimum: '3' }, 'minimum is unknown here; known are type, quantity, items'],
    [['count'], { type: 'minimum_variants', count: '3' }, 'count must be a whole number from 1 to 1000000'],
    [['count'], { type: 'minimum_variants', count: 0 }, 'count must be a whole number from 1 to 1000000'],
    [['count'], { type: 'minimum_variants', count: 1.5 }, 'count must be a whole number from 1 to 1000000'],
    [['items'], { type: 'contains' }, 'This must be an object'],
    [['ids'], { type: 'customer' }, 'ids must be a list of 1 to 10000 entries'],
    [['ids'], { type: 'group', ids: [] }, 'ids must be a list of 1 to 10000 entries'],
    [['ids'], { type: 'segment', ids: 'seg_a' }, 'ids must be a list of 1 to 10000 entries'],
    [
      ['ids', 1],
      { type: 'organization', ids: ['org_a', 7] },
      'This must be a text of 1 to 200 characters without blanks around it',
    ],
    [['ids', 0], { type: 'channel', ids: [''] }, 'This must be a text of 1 to 200 characters without blanks around it'],
    [['ids', 0], { type: 'store', ids: [' loc_a'] }, 'This must be a text of 1 to 200 characters without blanks around it'],
    [['ids', 0], { type: 'shipping_method', ids: ['x'.repeat(201)] }, 'This must be a text of 1 to 200 characters'],
    [['ids'], { type: 'payment_method', ids: ['sepa'] }, 'ids is unknown here; known are type, codes'],
    [['codes'], { type: 'country', codes: ['NL', 'be'] }, 'A country is two capitals such as "DE"'],
    [['guest'], { type: 'signed_in', guest: false }, 'guest is unknown here; known are type'],
    [['from'], { type: 'orders' }, 'One of from, to and every must be given'],
    [['from'], { type: 'orders', from: 0 }, 'from must be a whole number from 1 to 1000000'],
    [['to'], { type: 'orders', from: 3, to: 2 }, 'The first order that counts is number 3: to must not be below it'],
    [['to'], { type: 'orders', from: 6, to: 9, every: 5 }, 'The first order that counts is number 10: to must not be below it'],
    [['every'], { type: 'orders', every: null }, 'every must be a whole number from 1 to 1000000'],
    [['weekdays'], { type: 'clock' }, 'Either weekdays or from and to must be given'],
    [['weekdays', 0], { type: 'clock', weekdays: ['Tuesday'] }, 'This must be one of MON, TUE, WED, THU, FRI, SAT, SUN'],
    [['to'], { type: 'clock', from: '17:00' }, 'to must be given, as a text'],
    [['from'], { type: 'clock', to: '17:00' }, 'from must be given, as a text'],
    [['from'], { type: 'clock', from: '7:00', to: '17:00' }, 'from must be a time such as 17:00, from 00:00 to 23:59'],
    [['to'], { type: 'clock', from: '07:00', to: '24:00' }, 'to must be a time such as 17:00, from 00:00 to 23:59'],
    [['to'], { type: 'clock', from: '07:00', to: '07:00' }, 'to must not be the same as from; leave both out for all day'],
    [['conditions'], { type: 'all' }, 'conditions must be a list of 1 to 10000 entries'],
    [['conditions'], { type: 'any', conditions: [] }, 'conditions must be a list of 1 to 10000 entries'],
    [['conditions', 0], { type: 'none', conditions: ['signed_in'] }, 'This must be an object'],
    [['conditions', 1, 'ids'], { type: 'none', conditions: [{ type: 'signed_in' }, { type: 'group' }] }, 'ids must be a list'],
  ])('at %j: %j', (path, definition, message) => {
    const refusal = expect.objectContaining({ code: 'INVALID', path: ['conditions', 0, ...path] }) as Error;
    expect(() => parseConditions([definition])).toThrow(refusal);
    expect(() => parseConditions([definition])).toThrow(message);
  });

  it('where it is nested too deeply', () => {
    expect(parseConditions([nested(19)])).toHaveLength(1);
    expect(() => parseConditions([nested(5000)])).toThrow('This is nested too deeply');
  });
});

describe('a selector is refused', () => {
  it.each([
    [[], null, 'This must be an object'],
    [['type'], {}, 'type must be given, as a text'],
    [
      ['type'],
      { type: 'minimum_amount' },
      'known are product, variant, category, collection, attribute, price_range, on_sale, all, any, none',
    ],
    [['ids'], { type: 'product' }, 'ids must be a list of 1 to 10000 entries'],
    [['ids', 0], { type: 'variant', ids: [null] }, 'This must be a text of 1 to 200 characters'],
    [['ids'], { type: 'collection', ids: Array.from({ length: 10_001 }, String) }, 'ids must be a list of 1 to 10000 entries'],
    [['code'], { type: 'attribute', values: ['blue'] }, 'code must be given, as a text'],
    [['code'], { type: 'attribute', code: '', values: ['blue'] }, 'code must have 1 to 60 characters'],
    [['values'], { type: 'attribute', code: 'colour' }, 'values must be a list of 1 to 10000 entries'],
    [['value'], { type: 'attribute', code: 'colour', value: 'blue' }, 'value is unknown here; known are type, code, values'],
    [['minimum'], { type: 'price_range' }, 'minimum or maximum must be given'],
    [['minimum', 'EUR'], { type: 'price_range', minimum: { EUR: '1e3' } }, '"1e3" is not a decimal such as "10.00"'],
    [
      ['maximum', 'EUR'],
      { type: 'price_range', minimum: { EUR: '5' }, maximum: { EUR: '4.99' } },
      'The maximum must not be below the minimum',
    ],
    [['on'], { type: 'on_sale', on: true }, 'on is unknown here; known are type'],
    [['items'], { type: 'any' }, 'items must be a list of 1 to 10000 entries'],
    [['items', 0, 'type'], { type: 'none', items: [{ type: 'contains' }] }, 'contains is unknown'],
  ])('at %j: %j', (path, definition, message) => {
    expect(() => parseSelector(definition, ['items'])).toThrow(
      expect.objectContaining({ code: 'INVALID', path: ['items', ...path] }) as Error,
    );
    expect(() => parseSelector(definition, ['items'])).toThrow(message);
  });
});
