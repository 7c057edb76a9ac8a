import { setTimeout as pause } from 'node:timers/promises';
import { aStaffKey, asBearer, goodPassword } from '../support/accounts.js';
import type { Json } from '../support/api.js';
import { usingShop } from '../support/shop.js';

const shop = usingShop();
let boss: Record<string, string>;
beforeAll(async () => {
  boss = await aStaffKey(shop(), 'MANAGE_ACCESS', 'MANAGE_STOCK', 'MANAGE_ORDERS');
});

async function does(mutation: string, input: object, result: string, headers: Record<string, string> = boss): Promise<Json> {
  const name = mutation.charAt(0).toUpperCase() + mutation.slice(1);
  const query = `mutation ($input: ${name}Input!) { ${mutation}(input: $input) { ${result} userErrors { code path facts { value } } } }`;
  return shop().ask(query, { input }, headers);
}
const aRole = async (code: string, ...permissions: string[]): Promise<string> =>
  (await does('createRole', { code, name: code, permissions }, 'role { id }')).role.id;
const aPerson = async (email: string, ...roleIds: string[]): Promise<string> =>
  (await does('createStaff', { email, name: 'Person', password: goodPassword, roleIds }, 'staff { id }')).staff.id;
const signIn = (email: string, password = goodPassword) =>
  does('signInStaff', { email, password }, 'staff { id email } tokens { accessToken refreshToken }', {});
const viewer = async (headers: Record<string, string>) =>
  (await shop().gql('{ viewer { kind permissions } }', {}, headers)).data?.viewer;
const kept = async () => {
  const { rows } = await shop().postgres.database.pool.query(
    `select (select json_agg(r order by id) from role r) roles, (select json_agg(s order by id) from staff s) staff,
      (select json_agg(k order by id) from access_key k) keys, (select json_agg(h) from staff_role h) held`,
  );
  return rows[0];
};

test('somebody who signs in may do what its roles grant together, and a change of a role is noticed within a second', async () => {
  const [stock, orders] = [await aRole('stock', 'MANAGE_STOCK'), await aRole('orders', 'MANAGE_ORDERS', 'MANAGE_STOCK')];
  const id = await aPerson('Carl@Example.test', stock, orders);
  const { staff, tokens, userErrors } = await signIn('carl@example.TEST');
  expect({ staff, userErrors }).toEqual({ staff: { id, email: 'carl@example.test' }, userErrors: [] });
  const headers = asBearer(tokens);
  expect(await viewer(headers)).toEqual({ kind: 'STAFF', permissions: ['EVERYONE', 'MANAGE_STOCK', 'MANAGE_ORDERS'] });
  await does('updateRole', { id: orders, permissions: [] }, 'role { id }');
  await pause(1010);
  expect(await viewer(headers)).toEqual({ kind: 'STAFF', permissions: ['EVERYONE', 'MANAGE_STOCK'] });
});

test('who is not active any more, or has got another password, is out within a second', async () => {
  const id = await aPerson('leaver@example.test');
  const { tokens } = await signIn('leaver@example.test');
  await does('updateStaff', { id, active: false }, 'staff { active }');
  await pause(1010);
  expect((await shop().gql('{ viewer { kind } }', {}, asBearer(tokens))).status).toBe(401);
  expect((await signIn('leaver@example.test')).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
  await does('updateStaff', { id, active: true }, 'staff { active }');
  const again = await signIn('leaver@example.test');
  expect(again.userErrors).toEqual([]);
  await does('updateStaff', { id, password: 'another password' }, 'staff { active }');
  await pause(1010);
  expect((await shop().gql('{ viewer { kind } }', {}, asBearer(again.tokens))).status).toBe(401);
  expect((await signIn('leaver@example.test')).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
  expect((await signIn('leaver@example.test', 'another password')).userErrors).toEqual([]);
});

describe('nobody grants what they may not do themselves', () => {
  let strong: { role: string; person: string; key: string };
  let weakRole: string;
  beforeAll(async () => {
    const all = shop().staff;
    const { role } = await does(
      'createRole',
      { code: 'prices', name: 'Prices', permissions: ['MANAGE_PRICES'] },
      'role { id }',
      all,
    );
    const input = { email: 'prices@example.test', name: 'P', password: goodPassword, roleIds: [role.id] };
    const { staff } = await does('createStaff', input, 'staff { id }', all);
    const { key } = await does('createKey', { kind: 'SECRET', name: 'P', permissions: ['MANAGE_PRICES'] }, 'key { id }', all);
    strong = { role: role.id, person: staff.id, key: key.id };
    weakRole = await aRole('weak', 'MANAGE_STOCK');
  });

  test.each<[string, () => object, string[]]>([
    ['revokeKey', () => ({ id: strong.key }), ['id']],
    ['createKey', () => ({ kind: 'SECRET', name: 'x', permissions: ['MANAGE_STOCK', 'MANAGE_PRICES'] }), ['permissions']],
    ['createRole', () => ({ code: 'x', name: 'x', permissions: ['MANAGE_PRICES'] }), ['permissions']],
    ['updateRole', () => ({ id: weakRole, permissions: ['MANAGE_PRICES'] }), ['permissions']],
    // nor takes it away
    ['updateRole', () => ({ id: strong.role, permissions: [] }), ['permissions']],
    ['createStaff', () => ({ email: 'x@example.test', name: 'x', password: goodPassword, roleIds: [strong.role] }), ['roleIds']],
    ['updateStaff', () => ({ id: strong.person, roleIds: [] }), ['roleIds']],
    // nor becomes somebody who may
    ['updateStaff', () => ({ id: strong.person, password: goodPassword }), ['roleIds']],
    ['updateStaff', () => ({ id: strong.person, active: false }), ['roleIds']],
  ])('%s', async (mutation, input, path) => {
    const before = await kept();
    const answer = await does(mutation, input(), '');
    expect(answer.userErrors).toEqual([{ code: 'FORBIDDEN', path: ['input', ...path], facts: [{ value: 'MANAGE_PRICES' }] }]);
    expect(await kept()).toEqual(before);
  });
});

test.each([
  ['createRole', { code: 'Not a code', name: 'x', permissions: [] }, 'INVALID', ['code']],
  ['createRole', { code: 'stock', name: 'x', permissions: [] }, 'ALREADY_EXISTS', ['code']],
  ['createRole', { code: 'all', name: 'x', permissions: ['EVERYONE'] }, 'INVALID', ['permissions', '0']],
  ['updateRole', { id: 'role_1' }, 'NOT_FOUND', ['id']],
  ['createStaff', { email: 'carl@example.test', name: 'x', password: goodPassword }, 'ALREADY_EXISTS', ['email']],
  ['createStaff', { email: 'new@example.test', name: ' ', password: goodPassword }, 'INVALID', ['name']],
  ['createStaff', { email: 'new@example.test', name: 'x', password: 'short' }, 'INVALID', ['password']],
  [
    'createStaff',
    { email: 'new@example.test', name: 'x', password: goodPassword, roleIds: ['role_1'] },
    'NOT_FOUND',
    ['roleIds', '0'],
  ],
  ['updateStaff', { id: 'stf_1', name: 'x' }, 'NOT_FOUND', ['id']],
  ['createKey', { kind: 'SECRET', name: ' ' }, 'INVALID', ['name']],
  ['revokeKey', { id: 'key_1' }, 'NOT_FOUND', ['id']],
])('%s of %j is refused', async (mutation, input, code, path) => {
  const before = await kept();
  expect((await does(mutation, input, '')).userErrors).toMatchObject([{ code, path: ['input', ...path] }]);
  expect(await kept()).toEqual(before);
});

test('staff are listed with their roles, keys without their secrets', async () => {
  const { secret, key } = await does(
    'createKey',
    { kind: 'SECRET', name: 'listed', permissions: ['MANAGE_STOCK'] },
    'secret key { id }',
  );
  const keys = await shop().gql(
    '{ keys(first: 1) { nodes { id kind name permissions channelIds locationId revokedAt } } }',
    {},
    boss,
  );
  expect(keys.data.keys.nodes).toEqual([
    {
      id: key.id,
      kind: 'SECRET',
      name: 'listed',
      permissions: ['MANAGE_STOCK'],
      channelIds: [],
      locationId: null,
      revokedAt: null,
    },
  ]);
  const everything = await shop().gql('{ keys { nodes { id name } } staff { nodes { email roles { code } } } }', {}, boss);
  expect(everything.text).not.toContain(secret);
  expect(everything.text).not.toContain('argon2');
  expect(everything.data.staff.nodes).toContainEqual({
    email: 'carl@example.test',
    roles: [{ code: 'orders' }, { code: 'stock' }],
  });
  await does('revokeKey', { id: key.id }, 'key { revokedAt }');
  expect((await shop().gql('{ viewer { kind } }', {}, { authorization: `Bearer ${String(secret)}` })).status).toBe(401);
});
