import { stranger, type Buyer, type Id } from '#kernel';
import { aBasket, aCondition, aLine, aPrice, aStanding } from '../../builders.js';
import type { Basket } from '../../basket.js';
import type { Standing } from '../standing.js';

const ann: Buyer = { ...stranger, customerId: 'cus_ann' as Id<'customer'>, groupIds: ['grp_students' as Id<'customerGroup'>] };
const segments = (...ids: string[]) => ({ segmentIds: ids as Id<'segment'>[] });
const acmeBerlin: Buyer = {
  ...stranger,
  unitIds: ['org_berlin', 'org_germany', 'org_acme'] as Id<'organization'>[],
};

function standing(over: Partial<Basket>): Standing {
  return aStanding(aBasket([aLine('1', [aPrice('10')])], over));
}

describe('a condition on who buys, and where', () => {
  it.each([
    [{ type: 'customer', ids: ['cus_bob', 'cus_ann'] }, { buyer: ann }, null],
    [{ type: 'customer', ids: ['cus_bob'] }, { buyer: ann }, { signedIn: true }],
    [{ type: 'customer', ids: ['cus_bob'] }, {}, { signedIn: false }],
    [{ type: 'group', ids: ['grp_students'] }, { buyer: ann }, null],
    [{ type: 'group', ids: ['grp_staff'] }, { buyer: ann }, { signedIn: true }],
    [{ type: 'group', ids: ['grp_staff'] }, {}, { signedIn: false }],
    [{ type: 'segment', ids: ['seg_lapsed'] }, { buyer: { ...ann, ...segments('seg_new', 'seg_lapsed') } }, null],
    [{ type: 'segment', ids: ['seg_lapsed'] }, { buyer: ann }, { signedIn: true }],
    [{ type: 'segment', ids: ['seg_lapsed'] }, {}, { signedIn: false }],
    [{ type: 'organization', ids: ['org_berlin'] }, { buyer: acmeBerlin }, null],
    [{ type: 'organization', ids: ['org_acme'] }, { buyer: acmeBerlin }, null],
    [{ type: 'organization', ids: ['org_france'] }, { buyer: acmeBerlin }, { signedIn: true }],
    [{ type: 'organization', ids: ['org_acme'] }, { buyer: ann }, { signedIn: true }],
    [{ type: 'organization', ids: ['org_acme'] }, {}, { signedIn: false }],
    [{ type: 'signed_in' }, { buyer: ann }, null],
    [{ type: 'signed_in' }, { buyer: acmeBerlin }, null],
    [{ type: 'signed_in' }, {}, { signedIn: false }],
    [{ type: 'channel', ids: ['chan_web'] }, {}, null],
    [{ type: 'channel', ids: ['chan_app', 'chan_pos'] }, {}, { allowed: 'chan_app, chan_pos', given: 'chan_web' }],
    [{ type: 'store', ids: ['loc_dam'] }, { locationId: 'loc_dam' as Id<'location'> }, null],
    [
      { type: 'store', ids: ['loc_dam'] },
      { locationId: 'loc_pier' as Id<'location'> },
      { allowed: 'loc_dam', given: 'loc_pier' },
    ],
    [{ type: 'store', ids: ['loc_dam'] }, {}, { allowed: 'loc_dam', given: null }],
    [{ type: 'country', codes: ['BE', 'NL'] }, {}, null],
    [{ type: 'country', codes: ['BE', 'NL'] }, { country: 'DE' }, { allowed: 'BE, NL', given: 'DE' }],
    [{ type: 'payment_method', codes: ['sepa'] }, { paymentMethod: 'sepa' }, null],
    [{ type: 'payment_method', codes: ['sepa'] }, { paymentMethod: 'card' }, { allowed: 'sepa', given: 'card' }],
    [{ type: 'payment_method', codes: ['sepa'] }, { paymentMethod: null }, { allowed: 'sepa', given: null }],
    [{ type: 'payment_method', codes: ['sepa'] }, {}, { allowed: 'sepa', given: null }],
    [{ type: 'shipping_method', ids: ['ship_a'] }, { shippingMethodId: 'ship_a' as Id<'shippingMethod'> }, null],
    [
      { type: 'shipping_method', ids: ['ship_a'] },
      { shippingMethodId: 'ship_b' as Id<'shippingMethod'> },
      { allowed: 'ship_a', given: 'ship_b' },
    ],
    [{ type: 'shipping_method', ids: ['ship_a'] }, {}, { allowed: 'ship_a', given: null }],
  ])('%j of %j: %j', (definition, basket, facts) => {
    expect(aCondition(definition).unmet(standing(basket))).toEqual(facts);
  });

  it.each([
    [{ type: 'payment_method', codes: ['sepa'] }, { paymentMethod: 'card' }],
    [{ type: 'shipping_method', ids: ['ship_a'] }, { shippingMethodId: 'ship_b' as Id<'shippingMethod'> }],
    [{ type: 'orders', to: 1 }, { ordersBefore: 7 }],
  ])('is not known unless the basket says so: %j of %j', (definition, basket) => {
    const { holds } = aCondition(definition);
    expect([holds(standing({})), holds(standing(basket))]).toEqual([null, false]);
  });

  it('on segments is not known where nobody has looked', () => {
    const { holds } = aCondition({ type: 'segment', ids: ['seg_a'] });
    const { segmentIds: _, ...unseen } = ann;
    expect([holds(standing({ buyer: unseen })), holds(standing({ buyer: ann }))]).toEqual([null, false]);
  });

  it.each([
    ['customer', { ids: ['cus_a'] }],
    ['group', { ids: ['grp_a'] }],
    ['organization', { ids: ['org_a'] }],
    ['channel', { ids: ['chan_a'] }],
    ['store', { ids: ['loc_a'] }],
    ['country', { codes: ['DE'] }],
  ])('on the %s is always known', (type, arguments_) => {
    expect(aCondition({ type, ...arguments_ }).holds(standing({}))).toBe(false);
  });

  it.each([
    [{ type: 'customer', ids: ['cus_b', 'cus_a', 'cus_b'] }, ['customer:cus_a', 'customer:cus_b']],
    [{ type: 'group', ids: ['grp_a'] }, ['group:grp_a']],
    [{ type: 'segment', ids: ['seg_a'] }, ['segment:seg_a']],
    [{ type: 'organization', ids: ['org_a'] }, ['organization:org_a']],
    [{ type: 'channel', ids: ['chan_a'] }, ['channel:chan_a']],
    [{ type: 'store', ids: ['loc_a'] }, ['store:loc_a']],
    [{ type: 'country', codes: ['NL', 'BE'] }, ['country:BE', 'country:NL']],
    [{ type: 'payment_method', codes: ['sepa'] }, ['payment:sepa']],
    [{ type: 'shipping_method', ids: ['ship_a'] }, ['shipping:ship_a']],
    [{ type: 'signed_in' }, null],
    [{ type: 'orders', to: 1 }, null],
  ])('needs: %j: %j', (definition, keys) => expect(aCondition(definition).keys).toEqual(keys));
});

describe('a condition on the number of the order', () => {
  it.each([
    [{ to: 1 }, [1], [2, 3]],
    [{ from: 1, to: 1 }, [1], [2]],
    [{ from: 2 }, [2, 3, 1000], [1]],
    [{ from: 2, to: 4 }, [2, 3, 4], [1, 5]],
    [{ every: 5 }, [5, 10, 15], [1, 4, 6]],
    [{ from: 6, to: 15, every: 5 }, [10, 15], [5, 6, 20]],
  ])('%j holds for %j, not for %j', (definition, holds, not) => {
    const { unmet } = aCondition({ type: 'orders', ...definition });
    for (const order of holds) expect(unmet(standing({ ordersBefore: order - 1 }))).toBeNull();
    for (const order of not) expect(unmet(standing({ ordersBefore: order - 1 }))).toEqual({ from: 1, ...definition, order });
  });

  it('does not hold where it is not known', () => {
    expect(aCondition({ type: 'orders', from: 1 }).unmet(standing({}))).toEqual({ from: 1, order: null });
  });
});
