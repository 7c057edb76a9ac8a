import { newId } from '#platform/ids';
import { aCustomer, aKey, aStaffKey, goodPassword, type TestCustomer } from '../support/accounts.js';
import type { Json } from '../support/api.js';
import { usingShop } from '../support/shop.js';
import { address } from '../support/requests.js';
import { expectUnreachable, reachBy, reachOf, type Reach } from '../support/strangers.js';

const shop = usingShop();
let ada: TestCustomer;
let addressId: string;
let groupId: string;
let strangers: Record<string, Readonly<Record<string, string>>>;

const everything = 'id email name phone addresses { id address { line1 } } groups { code }';

beforeAll(async () => {
  ada = await aCustomer(shop(), 'ada@example.test');
  const create = reachBy('createAddress', () => ({ address, defaultShipping: true }), 'address { id }');
  addressId = (await shop().ask(create.query, create.variables(''), ada.headers)).address.id;
  const group = reachBy('createCustomerGroup', () => ({ code: 'friends', name: 'Friends' }), 'customerGroup { id }');
  groupId = (await shop().ask(group.query, group.variables(''), shop().staff)).customerGroup.id;
  const join = reachBy('updateCustomer', (id) => ({ id, groupIds: [groupId] }), 'customer { id }');
  await shop().ask(join.query, join.variables(ada.id), shop().staff);
  const channelId = (await shop().ask('{ channel { id } }')).id;
  const till = { kind: 'DEVICE', permissions: ['SELL'], channelIds: [channelId], locationId: 'loc_01K00000000000000000000000' };
  strangers = {
    'a guest': {},
    'another customer': (await aCustomer(shop(), 'eve@example.test')).headers,
    'a till': { authorization: `Bearer ${(await aKey(shop(), till)).secret}` },
    'staff who manage orders': await aStaffKey(shop(), 'MANAGE_ORDERS', 'SELL', 'MANAGE_ORGANIZATIONS', 'MANAGE_ACCESS'),
  };
});

/** All that is kept of accounts. */
const kept = async (): Promise<Json> => {
  const { rows } = await shop().postgres.database.pool.query(
    `select (select json_agg(c order by id) from customer c) customers, (select json_agg(p order by customer_id) from customer_person p) people,
      (select json_agg(a order by id) from customer_address a) addresses, (select json_agg(m) from customer_group_member m) members,
      (select json_agg(s order by id) from session s) sessions, (select json_agg(r) from password_reset r) resets,
      (select count(*)::int from outbox where aggregate_type = 'customer') events`,
  );
  return rows[0];
};

describe.each(['a guest', 'another customer', 'a till', 'staff who manage orders'])(
  "%s does not reach a customer's account",
  (who) => {
    test.each<[string, () => string, string, Reach]>([
      ['customer', () => ada.id, newId('customer'), reachOf('customer', 'id', everything)],
      [
        'customers of a group',
        () => groupId,
        newId('customerGroup'),
        reachOf('customers', 'groupId', `nodes { ${everything} }`, 'ID'),
      ],
      [
        'customers by e-mail',
        () => ada.email,
        'nobody@example.test',
        reachOf('customers', 'email', `nodes { ${everything} }`, 'String'),
      ],
      [
        'updateCustomer',
        () => ada.id,
        newId('customer'),
        reachBy('updateCustomer', (id) => ({ id, email: 'mine@example.test' }), ''),
      ],
      ['eraseCustomer', () => ada.id, newId('customer'), reachBy('eraseCustomer', (id) => ({ id }), 'erasedId')],
      [
        'createPasswordResetToken',
        () => ada.id,
        newId('customer'),
        reachBy('createPasswordResetToken', (customerId) => ({ customerId }), 'token'),
      ],
      [
        'updateAddress',
        () => addressId,
        newId('address'),
        reachBy(
          'updateAddress',
          (id) => ({ id, address: { ...address, line1: 'Mine' } }),
          `customer { ${everything} } address { id }`,
        ),
      ],
      [
        'deleteAddress',
        () => addressId,
        newId('address'),
        reachBy('deleteAddress', (id) => ({ id }), `customer { ${everything} }`),
      ],
      [
        'refreshSession by the id of an account',
        () => ada.id,
        newId('customer'),
        reachBy('refreshSession', (refreshToken) => ({ refreshToken }), 'tokens { accessToken }'),
      ],
      [
        'signOutEverywhere by the id of an account',
        () => ada.id,
        newId('customer'),
        reachBy('signOutEverywhere', (refreshToken) => ({ refreshToken }), 'done'),
      ],
      [
        'resetPassword by the id of an account',
        () => ada.id,
        newId('customer'),
        reachBy('resetPassword', (token) => ({ token, newPassword: goodPassword }), 'done'),
      ],
    ])('by %s', async (_by, id, nobodys, reach) => {
      await expectUnreachable(shop(), reach, { id: id(), nobodys, headers: strangers[who] ?? {}, kept });
    });
  },
);

test('those whose it is do reach it by the same ways', async () => {
  const read = reachOf('customer', 'id', everything);
  expect(await shop().ask(read.query, read.variables(ada.id), await aStaffKey(shop(), 'MANAGE_CUSTOMERS'))).toMatchObject({
    id: ada.id,
    addresses: [{ id: addressId }],
    groups: [{ code: 'friends' }],
  });
  const move = reachBy('updateAddress', (id) => ({ id, defaultBilling: true }), 'address { id defaultBilling }');
  expect((await shop().ask(move.query, move.variables(addressId), ada.headers)).address).toEqual({
    id: addressId,
    defaultBilling: true,
  });
});

test('a session reaches no other: its own tokens alone go on, and what they answer is its own', async () => {
  const { headers } = await aCustomer(shop(), 'own@example.test');
  expect((await shop().ask('{ me { email } }', {}, headers)).email).toBe('own@example.test');
  expect((await shop().ask('{ viewer { customer { email } } }', {}, headers)).customer.email).toBe('own@example.test');
  expect((await shop().ask('{ viewer { customer { email } } }', {}, ada.headers)).customer.email).toBe('ada@example.test');
  const mixed = {
    ...headers,
    authorization: `${String(headers['authorization']).split('.').slice(0, 2).join('.')}.${String(ada.headers['authorization']).split('.')[2]}`,
  };
  expect((await shop().gql('{ me { email } }', {}, mixed)).status).toBe(401);
});
