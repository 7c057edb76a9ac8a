import { idOf, stranger, type Actor, type Id } from '#kernel';
import { askingCustomer, buyingFor, isSameOwner, keyOf, mayChange, mayRead, nobodys, ownerIn, type Owned } from './owner.js';

const id = <K extends 'customer' | 'organization' | 'session' | 'accessKey' | 'location'>(kind: K, name: string): Id<K> =>
  idOf(kind, name.padStart(26, '0'));
const ada = id('customer', '1');
const unit = id('organization', '7');
const till = id('accessKey', '3');
const customer = (customerId: Id<'customer'>): Actor => ({ kind: 'customer', id: customerId, sessionId: id('session', '1') });
const device = (key: Id<'accessKey'>): Actor => ({
  kind: 'device',
  id: key,
  locationId: id('location', '1'),
  permissions: new Set(['SELL']),
});
const staff = (...permissions: string[]): Actor => ({ kind: 'staff', id: till, permissions: new Set(permissions) });

const guests: Owned = { owner: nobodys, role: null, deviceId: null };
const adas: Owned = { ...guests, owner: { customerId: ada, organizationId: null } };
const units: Owned = { ...guests, owner: { customerId: ada, organizationId: unit } };

test.each<[string, Actor, Owned, read: boolean, change: boolean]>([
  ['a guest, of a guest', { kind: 'guest' }, guests, true, true],
  ['a customer, of a guest', customer(ada), guests, true, true],
  ['a till, of a guest', device(till), guests, true, true],
  ['a guest, of a customer', { kind: 'guest' }, adas, false, false],
  ['that customer', customer(ada), adas, true, true],
  ['another customer', customer(id('customer', '2')), adas, false, false],
  ['a till that has not opened it', device(till), adas, false, false],
  ['a till that has opened it', device(till), { ...adas, deviceId: till }, true, true],
  ['another till than has opened it', device(id('accessKey', '4')), { ...adas, deviceId: till }, false, false],
  ['staff who sell', staff('SELL'), adas, true, true],
  ['staff who do not', staff('MANAGE_CATALOG'), adas, false, false],
  ['Cartwright itself', { kind: 'system', name: 'sweep' }, adas, true, true],
  ['a buyer of the unit', customer(id('customer', '2')), { ...units, role: 'BUYER' }, true, true],
  ['an admin of the unit', customer(id('customer', '2')), { ...units, role: 'ADMIN' }, true, true],
  ['a viewer of the unit', customer(id('customer', '2')), { ...units, role: 'VIEWER' }, true, false],
  ['whoever began it and has left the unit', customer(ada), units, false, false],
])('%s', (_, actor, owned, read, change) => {
  expect([mayRead({ actor }, owned, 'SELL'), mayChange({ actor }, owned, 'SELL')]).toEqual([read, change]);
});

test('what somebody begins is its own, or the unit’s that it buys for; a till’s is nobody’s at first', () => {
  const own = { customerId: ada, groupIds: [], unitIds: [] };
  expect(ownerIn({ actor: customer(ada), buyer: own })).toEqual(adas.owner);
  expect(ownerIn({ actor: customer(ada), buyer: { ...own, unitIds: [unit, id('organization', '8')] } })).toEqual(units.owner);
  expect(ownerIn({ actor: device(till), buyer: stranger })).toEqual(nobodys);
  expect([keyOf(nobodys), keyOf(adas.owner), keyOf(units.owner)]).toEqual([null, ada, unit]);
  expect([isSameOwner(adas.owner, units.owner), isSameOwner(units.owner, { ...units.owner, customerId: null })]).toEqual([
    false,
    true,
  ]);
  expect([askingCustomer({ actor: customer(ada) }), askingCustomer({ actor: device(till) })]).toEqual([ada, null]);
});

test('a unit buys as such, without what is one member’s own', () => {
  const own = { customerId: ada, groupIds: [idOf('customerGroup', '1'.padStart(26, '0'))], unitIds: [] };
  expect(buyingFor({ buyer: own })).toBe(own);
  const forUnit = buyingFor({ buyer: { ...own, unitIds: [unit] } });
  expect(forUnit).toEqual({ customerId: null, groupIds: [], segmentIds: [], unitIds: [unit] });
  expect(buyingFor({ buyer: forUnit })).toBe(forUnit);
});
