import { UserError } from '#kernel';
import { line, variant } from './builders.js';
import {
  addOf,
  applyCodeOf,
  beginningOf,
  cartKeyOf,
  contactOf,
  removeCodeOf,
  removeOf,
  setOf,
  shippingOf,
  stampOf,
} from './cart.input.js';

const variantId = variant('A');
const lineId = line('A');
const address = { name: ' Ada ', line1: 'Street 1', city: 'Berlin', country: 'DE' };

function refusal(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [error.code, error.path.join('.')];
  }
}

it('reads what is right', () => {
  expect(stampOf(undefined)).toBeNull();
  expect(stampOf({ device: 'the-phone', sequence: 1 })).toEqual({ device: 'the-phone', sequence: 1 });
  expect(addOf({ lines: [{ variantId, quantity: '0.25' }] })).toEqual({ type: 'add', lines: [{ variantId, quantity: 250n }] });
  expect(setOf({ cartId: '', seenVersion: 3, lines: [{ lineId, quantity: '0' }] })).toEqual({
    type: 'set',
    seenVersion: 3,
    lines: [{ lineId, quantity: 0n }],
  });
  expect(removeOf({ cartId: '', seenVersion: 0, lineIds: [lineId] })).toEqual({
    type: 'remove',
    seenVersion: 0,
    lineIds: [lineId],
  });
  expect(applyCodeOf(' welcome10 ')).toEqual({ type: 'applyCode', code: 'welcome10' });
  expect(removeCodeOf('x')).toEqual({ type: 'removeCode', code: 'x' });
  expect(cartKeyOf(null)).toBeNull();
  expect(cartKeyOf('k'.repeat(16))).toBe('k'.repeat(16));
});

it('reads contact: left out stays, null goes, blanks do not count', () => {
  expect(contactOf({})).toEqual({ type: 'setContact', contact: {} });
  expect(contactOf({ email: ' ada@example.test ', billingAddress: null })).toEqual({
    type: 'setContact',
    contact: { email: 'ada@example.test', billingAddress: null },
  });
  expect(contactOf({ shippingAddress: { ...address, phone: '  ' } })).toMatchObject({
    contact: { shippingAddress: { name: 'Ada', company: null, phone: null, country: 'DE' } },
  });
});

it('reads a beginning in the order in which it counts', () => {
  const input = { codes: ['a', 'b'], email: 'ada@example.test', lines: [{ variantId, quantity: '1' }] };
  expect(beginningOf(input).map(({ type }) => type)).toEqual(['add', 'setContact', 'applyCode', 'applyCode']);
  expect(beginningOf({})).toEqual([]);
  expect(beginningOf({ lines: [] })).toEqual([]);
});

const long = 'x'.repeat(201);
const manyLines = Array.from({ length: 1001 }, () => ({ variantId, quantity: '1' }));

it.each([
  ['a short device', () => stampOf({ device: 'short', sequence: 1 }), 'INVALID', 'operation.device'],
  ['a long device', () => stampOf({ device: 'x'.repeat(65), sequence: 1 }), 'INVALID', 'operation.device'],
  ['a sequence below 1', () => stampOf({ device: 'the-phone', sequence: 0 }), 'INVALID', 'operation.sequence'],
  ['no lines', () => addOf({ lines: [] }), 'INVALID', 'lines'],
  ['too many lines', () => addOf({ lines: manyLines }), 'INVALID', 'lines'],
  [
    'an id of another kind',
    () => addOf({ lines: [{ variantId: lineId, quantity: '1' }] }),
    'NOT_PURCHASABLE',
    'lines.0.variantId',
  ],
  ['none of it', () => addOf({ lines: [{ variantId, quantity: '0' }] }), 'INVALID', 'lines.0.quantity'],
  ['less than none', () => addOf({ lines: [{ variantId, quantity: '-1' }] }), 'INVALID', 'lines.0.quantity'],
  ['four decimals', () => addOf({ lines: [{ variantId, quantity: '0.0001' }] }), 'INVALID', 'lines.0.quantity'],
  ['more than a million', () => addOf({ lines: [{ variantId, quantity: '1000000.001' }] }), 'INVALID', 'lines.0.quantity'],
  ['an endless quantity', () => addOf({ lines: [{ variantId, quantity: '9'.repeat(400) }] }), 'INVALID', 'lines.0.quantity'],
  ['no lines to set', () => setOf({ cartId: '', seenVersion: 1, lines: [] }), 'INVALID', 'lines'],
  [
    'a negative version',
    () => setOf({ cartId: '', seenVersion: -1, lines: [{ lineId, quantity: '1' }] }),
    'INVALID',
    'seenVersion',
  ],
  [
    'a negative quantity',
    () => setOf({ cartId: '', seenVersion: 1, lines: [{ lineId, quantity: '-1' }] }),
    'INVALID',
    'lines.0.quantity',
  ],
  [
    'no line id',
    () => setOf({ cartId: '', seenVersion: 1, lines: [{ lineId: 'x', quantity: '1' }] }),
    'NOT_FOUND',
    'lines.0.lineId',
  ],
  [
    'a variant for a line',
    () => setOf({ cartId: '', seenVersion: 1, lines: [{ lineId: variantId, quantity: '1' }] }),
    'NOT_FOUND',
    'lines.0.lineId',
  ],
  ['no lines to remove', () => removeOf({ cartId: '', seenVersion: 1, lineIds: [] }), 'INVALID', 'lineIds'],
  ['garbage to remove', () => removeOf({ cartId: '', seenVersion: 1, lineIds: [lineId, ''] }), 'NOT_FOUND', 'lineIds.1'],
  ['an empty code', () => applyCodeOf('  '), 'INVALID', 'code'],
  ['a long code', () => removeCodeOf('x'.repeat(65)), 'INVALID', 'code'],
  ['an empty code to begin with', () => beginningOf({ codes: ['a', ''] }), 'INVALID', 'codes.1'],
  ['21 codes', () => beginningOf({ codes: Array.from({ length: 21 }, (_, index) => `c${index}`) }), 'LIMIT_REACHED', 'codes'],
  ['no e-mail', () => contactOf({ email: 'ada' }), 'INVALID', 'email'],
  ['an empty e-mail', () => contactOf({ email: '' }), 'INVALID', 'email'],
  ['two e-mails', () => contactOf({ email: 'a@b.c d@e.f' }), 'INVALID', 'email'],
  ['a long e-mail', () => contactOf({ email: `${long}${long}@b.test` }), 'INVALID', 'email'],
  ['no name', () => contactOf({ shippingAddress: { ...address, name: ' ' } }), 'INVALID', 'shippingAddress.name'],
  ['a long street', () => contactOf({ billingAddress: { ...address, line1: long } }), 'INVALID', 'billingAddress.line1'],
  ['no town', () => contactOf({ shippingAddress: { ...address, city: '' } }), 'INVALID', 'shippingAddress.city'],
  ['a long company', () => contactOf({ billingAddress: { ...address, company: long } }), 'INVALID', 'billingAddress.company'],
  ['no shipping method', () => shippingOf(variantId), 'NOT_APPLICABLE', 'shippingMethodId'],
  ['a key that can be guessed', () => cartKeyOf('1'), 'INVALID', 'idempotencyKey'],
  ['an endless key', () => cartKeyOf(long), 'INVALID', 'idempotencyKey'],
])('refuses %s', (_, work, code, path) => {
  expect(refusal(work)).toEqual([code, path]);
});
