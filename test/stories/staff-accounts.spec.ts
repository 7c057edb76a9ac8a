import { setTimeout as pause } from 'node:timers/promises';
import { aCustomer, asBearer, goodPassword } from '../support/accounts.js';
import type { Json } from '../support/api.js';
import { usingShop } from '../support/shop.js';

const shop = usingShop();
const another = 'a quite different one';

async function does(mutation: string, input: object, result: string, headers: Readonly<Record<string, string>>): Promise<Json> {
  const name = mutation.charAt(0).toUpperCase() + mutation.slice(1);
  const query = `mutation ($input: ${name}Input!) { ${mutation}(input: $input) { ${result} userErrors { code path } } }`;
  return shop().ask(query, { input }, headers);
}
const aPerson = async (email: string, roleIds: string[] = []): Promise<string> =>
  (await does('createStaff', { email, name: 'Person', password: goodPassword, roleIds }, 'staff { id }', shop().staff)).staff.id;
const signIn = (email: string, password = goodPassword) =>
  does('signInStaff', { email, password }, 'tokens { accessToken refreshToken }', {});
const change = (headers: Readonly<Record<string, string>>, currentPassword: string, newPassword: string) =>
  does('changeStaffPassword', { currentPassword, newPassword }, 'done', headers);
const statusOf = async (headers: Readonly<Record<string, string>>) =>
  (await shop().gql('{ viewer { kind } }', {}, headers)).status;
const toldOf = async (id: string) => {
  const { rows } = await shop().postgres.database.pool.query(
    'select type, aggregate_version::int version, actor, payload from outbox where aggregate_id = $1 order by 2',
    [id],
  );
  return rows;
};
const kept = async (id: string) => (await shop().postgres.database.pool.query('select * from staff where id = $1', [id])).rows[0];

test('staff set another password of their own, and every other session of theirs ends', async () => {
  const id = await aPerson('own@example.test');
  const [here, there] = [(await signIn('own@example.test')).tokens, (await signIn('own@example.test')).tokens];
  expect(await statusOf(asBearer(there))).toBe(200);
  expect(await change(asBearer(here), goodPassword, another)).toEqual({ done: true, userErrors: [] });
  await pause(1010);
  expect([await statusOf(asBearer(here)), await statusOf(asBearer(there))]).toEqual([200, 401]);
  const refreshed = await does('refreshSession', { refreshToken: there.refreshToken }, 'tokens { accessToken }', {});
  expect(refreshed.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect((await signIn('own@example.test')).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
  expect((await signIn('own@example.test', another)).userErrors).toEqual([]);
  expect((await toldOf(id)).at(-1)).toMatchObject({ version: 2, actor: `staff:${id}`, payload: { changed: ['password'] } });
});

test('who does not know the password, or has none, sets no other, and ten failures a minute are enough', async () => {
  const id = await aPerson('guess@example.test');
  const headers = asBearer((await signIn('guess@example.test')).tokens);
  const before = await kept(id);
  const short = await change(headers, goodPassword, 'short');
  expect(short.userErrors).toEqual([{ code: 'INVALID', path: ['input', 'newPassword'] }]);
  for (let i = 0; i < 10; i++) {
    const { userErrors } = await change(headers, 'not the password', another);
    expect(userErrors).toEqual([{ code: 'FORBIDDEN', path: ['input', 'currentPassword'] }]);
  }
  expect((await change(headers, goodPassword, another)).userErrors).toMatchObject([{ code: 'LIMIT_REACHED' }]);
  const { headers: customer } = await aCustomer(shop(), 'customer@example.test');
  for (const other of [{}, shop().staff, customer])
    expect(await change(other, goodPassword, another)).toEqual({
      done: null,
      userErrors: [{ code: 'FORBIDDEN', path: ['input'] }],
    });
  expect(await kept(id)).toEqual(before);
});

test('what becomes of roles and staff is told, with who did it, and with nothing of the person', async () => {
  const role = { code: 'audited', name: 'Audited', permissions: ['MANAGE_STOCK'] };
  const made = (await does('createRole', role, 'role { id version }', shop().staff)).role;
  const input = { id: made.id, permissions: [], expectedVersion: '1' };
  const updated = await does('updateRole', input, 'role { version }', shop().staff);
  expect([made.version, updated.role.version]).toEqual(['1', '2']);
  // what changes nothing is no change
  expect((await does('updateRole', { id: made.id, name: 'Audited' }, 'role { version }', shop().staff)).role.version).toBe('2');
  const id = await aPerson('audited@example.test', [made.id]);
  const change = { id, name: 'Another', active: false, roleIds: [], expectedVersion: '1' };
  expect((await does('updateStaff', change, 'staff { version }', shop().staff)).staff.version).toBe('2');
  const by = { actor: expect.stringMatching(/^staff:key_/) as string };
  expect(await toldOf(made.id)).toEqual([
    {
      ...by,
      type: 'role.changed',
      version: 1,
      payload: { roleId: made.id, changed: ['created'], permissions: ['MANAGE_STOCK'] },
    },
    { ...by, type: 'role.changed', version: 2, payload: { roleId: made.id, changed: ['permissions'], permissions: [] } },
  ]);
  expect(await toldOf(id)).toEqual([
    {
      ...by,
      type: 'staff.changed',
      version: 1,
      payload: { staffId: id, changed: ['created'], roleIds: [made.id], active: true },
    },
    {
      ...by,
      type: 'staff.changed',
      version: 2,
      payload: { staffId: id, changed: ['name', 'active', 'roles'], roleIds: [], active: false },
    },
  ]);
});

test.each(['role', 'staff'])('a %s that somebody else has changed meanwhile is left alone', async (what) => {
  const id =
    what === 'role'
      ? (await does('createRole', { code: 'raced', name: 'Raced', permissions: [] }, 'role { id }', shop().staff)).role.id
      : await aPerson('raced@example.test');
  const mutation = what === 'role' ? 'updateRole' : 'updateStaff';
  await does(mutation, { id, name: 'First' }, '', shop().staff);
  const before = await toldOf(id);
  const late = await does(mutation, { id, name: 'Second', expectedVersion: '1' }, `${what} { name }`, shop().staff);
  expect(late).toEqual({ [what]: null, userErrors: [{ code: 'STALE_VERSION', path: ['input', 'expectedVersion'] }] });
  expect(await toldOf(id)).toEqual(before);
  expect((await does(mutation, { id, expectedVersion: 'two' }, '', shop().staff)).userErrors).toMatchObject([
    { code: 'INVALID' },
  ]);
});
