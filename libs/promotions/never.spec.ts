import { UserError } from '#kernel';
import { checkSatisfiable } from './never.js';

const least = (amount: string, more: object = {}) => ({ type: 'minimum_amount', amounts: { EUR: amount }, ...more });
const most = (amount: string, more: object = {}) => ({ type: 'maximum_amount', amounts: { EUR: amount }, ...more });
const channel = (...ids: string[]) => ({ type: 'channel', ids });
const shoes = { items: { type: 'category', ids: ['cat_shoes'] } };

/** The path of what is refused; null: nothing is. */
function refusedAt(...conditions: object[]): unknown {
  try {
    checkSatisfiable(conditions);
    return null;
  } catch (error) {
    if (error instanceof UserError) return error.path.join('.');
    throw error;
  }
}

it.each([
  ['a least amount above the greatest', [least('60.00'), most('50.00')], 'conditions.1'],
  ['amounts without a currency in common', [least('1.00'), { type: 'maximum_amount', amounts: { USD: '9.00' } }], 'conditions.1'],
  [
    'quantities that do not meet',
    [
      { type: 'maximum_quantity', quantity: '2' },
      { type: 'minimum_quantity', quantity: '3' },
    ],
    'conditions.1',
  ],
  ['two channels', [channel('a', 'b'), channel('c')], 'conditions.1'],
  ['what `all` names', [channel('a'), { type: 'all', conditions: [channel('b')] }], 'conditions.1.conditions.0'],
  [
    'each branch of `any`',
    [channel('a'), { type: 'any', conditions: [channel('b'), channel('c')] }],
    'conditions.1.conditions.0',
  ],
])('refuses %s', (_what, conditions, path) => {
  expect(refusedAt(...conditions)).toBe(path);
});

it.each([
  ['the same amount', [least('60.00'), most('60.00')]],
  ['amounts of other items', [least('60.00', shoes), most('50.00')]],
  ['amounts on other bases', [least('60.00', { basis: 'BEFORE' }), most('50.00', { basis: 'AFTER_ALL' })]],
  [
    'one currency of several',
    [
      { type: 'minimum_amount', amounts: { EUR: '9.00', USD: '1.00' } },
      { type: 'maximum_amount', amounts: { EUR: '1.00', USD: '2.00' } },
    ],
  ],
  ['channels that meet', [channel('a', 'b'), channel('b', 'c')]],
  ['one branch of `any`', [channel('a'), { type: 'any', conditions: [channel('b'), channel('a')] }]],
  ['what must not be', [channel('a'), { type: 'none', conditions: [channel('a')] }]],
  [
    'groups, of which a buyer may have several',
    [
      { type: 'group', ids: ['a'] },
      { type: 'group', ids: ['b'] },
    ],
  ],
])('takes %s', (_what, conditions) => {
  expect(refusedAt(...conditions)).toBeNull();
});
