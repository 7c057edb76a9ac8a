import { differences } from './compare.js';

const actual = {
  totals: { net: '8.26', total: '10.00' },
  discounts: new Map([['ten', '1.00']]),
  gifts: [{ variant: 'mug', quantity: '1' }],
  shipping: null,
};

test.each<[string, unknown]>([
  ['nothing', {}],
  ['a part of an object', { totals: { total: '10.00' } }],
  ['a decimal written otherwise', { totals: { total: '10' } }],
  ['all names of a Map', { discounts: { ten: '1.00' } }],
  ['a list whose entries are named in part', { gifts: [{ variant: 'mug' }] }],
  ['null', { shipping: null }],
])('%s is as expected', (_what, expected) => {
  expect(differences(expected, actual)).toEqual([]);
});

test.each<[unknown, object[]]>([
  [{ totals: { total: '10.01' } }, [{ path: ['totals', 'total'], expected: '10.01', actual: '10.00' }]],
  [{ discounts: {} }, [{ path: ['discounts', 'ten'], expected: undefined, actual: '1.00' }]],
  [{ discounts: { ten: '1.00', two: '2.00' } }, [{ path: ['discounts', 'two'], expected: '2.00', actual: undefined }]],
  [{ gifts: [] }, [{ path: ['gifts', 0], expected: undefined, actual: { variant: 'mug', quantity: '1' } }]],
  [{ shipping: { gross: '1.00' } }, [{ path: ['shipping'], expected: { gross: '1.00' }, actual: null }]],
  [{ lines: { a: { gross: '1.00' } } }, [{ path: ['lines'], expected: { a: { gross: '1.00' } }, actual: undefined }]],
  [{ totals: { constructor: '1' } }, [{ path: ['totals', 'constructor'], expected: '1', actual: undefined }]],
])('%j is not', (expected, found) => {
  expect(differences(expected, actual)).toEqual(found);
});
