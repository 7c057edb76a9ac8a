import { setTimeout as pause } from 'node:timers/promises';
import { aCustomer, aStaffKey, asBearer, goodPassword, signIn, signUp } from '../support/accounts.js';
import { onlyError } from '../support/buyer.js';
import type { Json } from '../support/api.js';
import { address } from '../support/requests.js';
import { usingShop } from '../support/shop.js';

const shop = usingShop();
const fields = `id email name phone locale active version addresses { id address { line1 postalCode } defaultShipping defaultBilling } groups { code }`;
let staff: Record<string, string>;
beforeAll(async () => {
  staff = await aStaffKey(shop(), 'MANAGE_CUSTOMERS');
});

async function does(mutation: string, input: object, result: string, headers: Readonly<Record<string, string>>): Promise<Json> {
  const name = mutation.charAt(0).toUpperCase() + mutation.slice(1);
  const query = `mutation ($input: ${name}Input!) { ${mutation}(input: $input) { ${result} userErrors { code message path facts { name value } } } }`;
  return shop().ask(query, { input }, headers);
}
const eventsOf = async (id: string) => {
  const sql =
    'select type, aggregate_version::int v, payload, actor from outbox where aggregate_id = $1 order by aggregate_version';
  return (await shop().postgres.database.pool.query<{ type: string; v: number; payload: Json; actor: string }>(sql, [id])).rows;
};

test('a customer says what it is called, and saves addresses with one default for each use', async () => {
  const { id, headers } = await aCustomer(shop(), 'addresses@example.test');
  const named = await does('updateMe', { name: 'Ada', phone: '+49 30 1', locale: 'de-DE' }, `customer { ${fields} }`, headers);
  expect(named.customer).toMatchObject({ name: 'Ada', phone: '+49 30 1', locale: 'de-DE', version: 2 });
  const save = (line1: string, more: object) =>
    does('createAddress', { address: { ...address, line1 }, ...more }, `address { id } customer { version }`, headers);
  const home = (await save(' Home ', { defaultShipping: true, defaultBilling: true })).address.id;
  const work = (await save('Work', { defaultShipping: true })).address.id;
  const me = async () => (await shop().ask(`{ me { ${fields} } }`, {}, headers)).addresses;
  const line = (line1: string) => ({ line1, postalCode: '10115' });
  expect(await me()).toEqual([
    { id: home, address: line('Home'), defaultShipping: false, defaultBilling: true },
    { id: work, address: line('Work'), defaultShipping: true, defaultBilling: false },
  ]);
  await does('updateAddress', { id: home, defaultShipping: true, address: { ...address, line1: 'New home' } }, '', headers);
  await does('deleteAddress', { id: work }, '', headers);
  expect(await me()).toEqual([{ id: home, address: line('New home'), defaultShipping: true, defaultBilling: true }]);
  const told = await eventsOf(id);
  expect(told.map(({ type, v, payload }) => [type, v, payload.changed])).toEqual([
    ['customer.created', 1, undefined],
    ['customer.updated', 2, ['name', 'phone', 'locale']],
    ['customer.updated', 3, ['addresses']],
    ['customer.updated', 4, ['addresses']],
    ['customer.updated', 5, ['addresses']],
    ['customer.updated', 6, ['addresses']],
  ]);
  expect(told[1]?.actor).toBe(`customer:${id}`);
  expect(JSON.stringify(told)).not.toMatch(/Ada|Home|10115|@/);
  // nothing new, nothing told
  await does('updateMe', { name: 'Ada' }, '', headers);
  expect(await eventsOf(id)).toHaveLength(6);
});

test.each([
  ['updateMe', { name: 'x'.repeat(201) }, 'INVALID', ['name']],
  ['createAddress', { address: { ...address, city: ' ' } }, 'INVALID', ['address', 'city']],
  ['updateAddress', { id: 'adr_1' }, 'NOT_FOUND', ['id']],
  ['deleteAddress', { id: 'adr_1' }, 'NOT_FOUND', ['id']],
  ['changePassword', { currentPassword: goodPassword, newPassword: 'short' }, 'INVALID', ['newPassword']],
  ['changePassword', { currentPassword: 'wrong password', newPassword: 'a new password' }, 'FORBIDDEN', ['currentPassword']],
])('%s of %j is refused', async (mutation, input, code, path) => {
  const known = await signIn(shop(), 'refused@example.test');
  const { tokens, customer } = known.tokens ? known : await signUp(shop(), { email: 'refused@example.test' });
  const answer = await does(mutation, input, '', asBearer(tokens));
  expect(answer.userErrors).toMatchObject([{ code, path: ['input', ...path] }]);
  expect(await eventsOf(customer.id)).toHaveLength(1);
  expect((await signIn(shop(), 'refused@example.test')).userErrors).toEqual([]);
});

test('an address that is sent twice is saved once; fifty are enough', async () => {
  const { id, headers } = await aCustomer(shop(), 'twice@example.test');
  const save = (input: object) =>
    does('createAddress', { address, ...input }, 'address { id } customer { addresses { id } }', headers);
  const [first, second] = await Promise.all([save({ idempotencyKey: 'once' }), save({ idempotencyKey: 'once' })]);
  expect(second).toEqual(first);
  expect(first.customer.addresses).toEqual([first.address]);
  expect(await eventsOf(id)).toHaveLength(2);
  expect(onlyError(await save({ idempotencyKey: 'once', defaultBilling: true }))).toMatchObject({ code: 'KEY_REUSED' });
  for (let i = 0; i < 49; i++) await save({});
  expect(onlyError(await save({}))).toMatchObject({ code: 'LIMIT_REACHED', facts: { max: '50' } });
  expect((await shop().ask('{ me { addresses { id } } }', {}, headers)).addresses).toHaveLength(50);
});

test('another password ends the sessions on other devices', async () => {
  const { headers } = await aCustomer(shop(), 'password@example.test');
  const other = asBearer((await signIn(shop(), 'password@example.test')).tokens);
  const change = { currentPassword: goodPassword, newPassword: 'a new password' };
  expect(await does('changePassword', change, 'done', headers)).toEqual({ done: true, userErrors: [] });
  await pause(1010);
  expect((await shop().gql('{ me { id } }', {}, headers)).status).toBe(200);
  expect((await shop().gql('{ me { id } }', {}, other)).status).toBe(401);
  expect((await signIn(shop(), 'password@example.test')).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
  expect((await signIn(shop(), 'password@example.test', 'a new password')).userErrors).toEqual([]);
});

test('of two who know the password, one sets another', async () => {
  const { headers } = await aCustomer(shop(), 'pair@example.test');
  const other = asBearer((await signIn(shop(), 'pair@example.test')).tokens);
  const change = (newPassword: string, as: Record<string, string>) =>
    does('changePassword', { currentPassword: goodPassword, newPassword }, 'done', as);
  const answers = await Promise.all([change('a new password', headers), change('quite another', other)]);
  expect(answers.map(({ done }) => done).toSorted()).toEqual([null, true]);
});

test('a forgotten password is set anew with a token of staff, once', async () => {
  const { id, headers } = await aCustomer(shop(), 'forgot@example.test');
  const first = (await does('createPasswordResetToken', { customerId: id }, 'token', staff)).token;
  const { token, expiresInMinutes } = await does('createPasswordResetToken', { customerId: id }, 'token expiresInMinutes', staff);
  expect(expiresInMinutes).toBe(60);
  const reset = (by: string) => does('resetPassword', { token: by, newPassword: 'a new password' }, 'done', {});
  const used = {
    done: null,
    userErrors: [{ code: 'NOT_FOUND', message: expect.any(String) as string, path: ['input', 'token'], facts: [] }],
  };
  expect(await reset(first)).toEqual(used);
  const answers = await Promise.all([reset(token), reset(token), reset(token)]);
  expect(answers.filter(({ done }) => done === true)).toHaveLength(1);
  expect(await reset(token)).toEqual(used);
  await pause(1010);
  expect((await shop().gql('{ me { id } }', {}, headers)).status).toBe(401);
  expect((await signIn(shop(), 'forgot@example.test', 'a new password')).userErrors).toEqual([]);
  const { rows } = await shop().postgres.database.pool.query('select * from password_reset');
  expect(rows).toEqual([]);
});

test('the e-mail address of who signs itself up is confirmed by staff, or by a token of theirs; another address is not', async () => {
  const { id, headers } = await aCustomer(shop(), 'unconfirmed@example.test');
  const isVerified = async () => (await shop().ask('{ me { emailVerified } }', {}, headers)).emailVerified;
  const update = async (input: object) =>
    (await does('updateCustomer', { id, ...input }, 'customer { emailVerified version }', staff)).customer;
  expect(await isVerified()).toBe(false);
  expect(await update({ emailVerified: true })).toEqual({ emailVerified: true, version: 2 });
  expect(await isVerified()).toBe(true);
  expect(await update({ emailVerified: true, email: 'Unconfirmed@example.test' })).toEqual({ emailVerified: true, version: 2 });
  expect(await update({ email: 'another@example.test' })).toEqual({ emailVerified: false, version: 3 });
  const { token } = await does('createPasswordResetToken', { customerId: id }, 'token', staff);
  expect((await does('resetPassword', { token, newPassword: 'a new password' }, 'done', {})).done).toBe(true);
  const tokens = (await signIn(shop(), 'another@example.test', 'a new password')).tokens;
  expect(await shop().ask('{ me { emailVerified version } }', {}, asBearer(tokens))).toEqual({ emailVerified: true, version: 5 });
  expect((await eventsOf(id)).map(({ payload }) => payload.changed)).toEqual([
    ...[undefined, ['emailVerified'], ['email', 'emailVerified'], undefined, ['emailVerified', 'password']],
  ]);
  expect(await update({ email: 'third@example.test', emailVerified: true })).toEqual({ emailVerified: true, version: 6 });
  expect(await update({ emailVerified: false })).toEqual({ emailVerified: false, version: 7 });
  const made = await does('createCustomer', { email: 'known@example.test' }, 'customer { emailVerified }', staff);
  expect(made.customer).toEqual({ emailVerified: true });
});

test('a token is of no use once the customer has set another password itself', async () => {
  const { id, headers } = await aCustomer(shop(), 'remembered@example.test');
  const { token } = await does('createPasswordResetToken', { customerId: id }, 'token', staff);
  const change = { currentPassword: goodPassword, newPassword: 'a new password' };
  expect(await does('changePassword', change, 'done', headers)).toEqual({ done: true, userErrors: [] });
  const answer = await does('resetPassword', { token, newPassword: 'the password of a thief' }, '', {});
  expect(onlyError(answer)).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'token'] });
  expect((await signIn(shop(), 'remembered@example.test', 'a new password')).userErrors).toEqual([]);
});

test('that a token was made, and a password set, is told with who did it, and with nothing of either', async () => {
  const { id, headers } = await aCustomer(shop(), 'told@example.test');
  const { token } = await does('createPasswordResetToken', { customerId: id }, 'token', staff);
  await does('changePassword', { currentPassword: goodPassword, newPassword: 'a new password' }, 'done', headers);
  const { rows } = await shop().postgres.database.pool.query(
    'select type, aggregate_version::int version, actor, payload from outbox where aggregate_id = $1 order by 2 desc limit 2',
    [id],
  );
  expect(rows).toEqual([
    {
      type: 'customer.updated',
      version: 3,
      actor: `customer:${id}`,
      payload: { customerId: id, changed: ['password'], groupIds: [] },
    },
    {
      type: 'customer.reset_requested',
      version: 2,
      actor: expect.stringMatching(/^staff:key_/) as string,
      payload: { customerId: id },
    },
  ]);
  expect(JSON.stringify(rows)).not.toContain(token);
  const before = await eventsOf(id);
  const wrong = { currentPassword: goodPassword, newPassword: 'another one yet' };
  expect(onlyError(await does('changePassword', wrong, 'done', headers)).code).toBe('FORBIDDEN');
  expect(onlyError(await does('createPasswordResetToken', { customerId: 'cus_1' }, 'token', staff)).code).toBe('NOT_FOUND');
  expect(await eventsOf(id)).toEqual(before);
});

test('a token is good for an hour', async () => {
  const { id } = await aCustomer(shop(), 'late@example.test');
  const { token } = await does('createPasswordResetToken', { customerId: id }, 'token', staff);
  await shop().postgres.database.pool.query("update password_reset set expires_at = expires_at - interval '1 hour'");
  expect(onlyError(await does('resetPassword', { token, newPassword: 'a new password' }, '', {}))).toMatchObject({
    code: 'NOT_FOUND',
  });
  expect((await signIn(shop(), 'late@example.test')).userErrors).toEqual([]);
});

test('staff make accounts and groups, find customers by the beginning of their address, and close accounts', async () => {
  const { customerGroup } = await does(
    'createCustomerGroup',
    { code: 'trade', name: 'Trade' },
    'customerGroup { id code name }',
    staff,
  );
  const input = { email: 'Trade_1@Example.test', name: 'Trader', groupIds: [customerGroup.id] };
  const { customer } = await does('createCustomer', input, `customer { ${fields} }`, staff);
  expect(customer).toMatchObject({ email: 'trade_1@example.test', name: 'Trader', groups: [{ code: 'trade' }], active: true });
  expect((await eventsOf(customer.id))[0]?.payload).toEqual({ customerId: customer.id, groupIds: [customerGroup.id] });
  expect((await signIn(shop(), 'trade_1@example.test', goodPassword)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
  expect((await signUp(shop(), { email: 'trade_1@example.test' })).userErrors).toMatchObject([{ code: 'ALREADY_EXISTS' }]);
  const second = await aCustomer(shop(), 'trade-2@example.test');
  const found = async (args: string) =>
    await shop().ask(`{ customers(${args}) { nodes { email } pageInfo { endCursor hasNextPage } } }`, {}, staff);
  expect((await found('email: "TRADE"')).nodes).toEqual([{ email: 'trade-2@example.test' }, { email: 'trade_1@example.test' }]);
  expect((await found('email: "trade_"')).nodes).toEqual([{ email: 'trade_1@example.test' }]);
  expect((await found(`groupId: "${String(customerGroup.id)}"`)).nodes).toEqual([{ email: 'trade_1@example.test' }]);
  const page = await found('email: "trade", first: 1');
  expect(page.pageInfo.hasNextPage).toBe(true);
  const next = await found(`email: "trade", first: 1, after: "${String(page.pageInfo.endCursor)}"`);
  expect(next).toMatchObject({ nodes: [{ email: 'trade_1@example.test' }], pageInfo: { hasNextPage: false } });
  await does('updateCustomer', { id: second.id, active: false, expectedVersion: 1 }, '', staff);
  await pause(1010);
  expect((await shop().gql('{ me { id } }', {}, second.headers)).status).toBe(401);
  expect((await signIn(shop(), 'trade-2@example.test')).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
  const stale = await does('updateCustomer', { id: second.id, active: true, expectedVersion: 1 }, '', staff);
  expect(onlyError(stale)).toMatchObject({ code: 'STALE_VERSION', path: ['input', 'expectedVersion'], facts: { version: '2' } });
});

test.each([
  ['createCustomer', { email: 'refused@example.test' }, 'ALREADY_EXISTS', ['email']],
  ['createCustomer', { email: 'x@example.test', groupIds: ['grp_1'] }, 'NOT_FOUND', ['groupIds', '0']],
  ['createCustomer', { email: 'x@example.test', phone: '1'.repeat(51) }, 'INVALID', ['phone']],
  ['updateCustomer', { id: 'cus_1', name: 'x' }, 'NOT_FOUND', ['id']],
  ['eraseCustomer', { id: 'cus_1' }, 'NOT_FOUND', ['id']],
  ['createPasswordResetToken', { customerId: 'cus_1' }, 'NOT_FOUND', ['customerId']],
  ['createCustomerGroup', { code: 'trade', name: 'Trade' }, 'ALREADY_EXISTS', ['code']],
  ['createCustomerGroup', { code: 'Not a code', name: 'Trade' }, 'INVALID', ['code']],
  ['createCustomerGroup', { code: 'empty', name: ' ' }, 'INVALID', ['name']],
])('%s of %j is refused', async (mutation, input, code, path) => {
  const count = 'select (select count(*)::int from customer) customers, (select count(*)::int from customer_group) groups';
  const before = (await shop().postgres.database.pool.query(count)).rows;
  expect(onlyError(await does(mutation, input, '', staff))).toMatchObject({ code, path: ['input', ...path] });
  expect((await shop().postgres.database.pool.query(count)).rows).toEqual(before);
});

test('of a customer who is erased nothing personal is left; its id stays for the books', async () => {
  const { id, headers } = await aCustomer(shop(), 'erased@example.test');
  await does('createAddress', { address }, '', headers);
  expect(await does('eraseCustomer', { id }, 'erasedId', staff)).toEqual({ erasedId: id, userErrors: [] });
  const { rows } = await shop().postgres.database.pool.query(
    `select c.id, c.active, c.erased_at is not null erased, p.email, (select count(*)::int from customer_address a where a.customer_id = c.id) addresses
     from customer c left join customer_person p on p.customer_id = c.id where c.id = $1`,
    [id],
  );
  expect(rows).toEqual([{ id, active: false, erased: true, email: null, addresses: 0 }]);
  expect((await eventsOf(id)).at(-1)).toMatchObject({ type: 'customer.erased', v: 3, payload: { customerId: id } });
  await pause(1010);
  expect((await shop().gql('{ me { id } }', {}, headers)).status).toBe(401);
  expect(await shop().ask(`{ customer(id: "${id}") { id } }`, {}, staff)).toBeNull();
  // the address is free again
  expect((await signUp(shop(), { email: 'erased@example.test' })).userErrors).toEqual([]);
});

test('after ten failures a minute even the right password has to wait; the facts say how long', async () => {
  await aCustomer(shop(), 'guessed@example.test');
  for (let i = 0; i < 10; i++)
    expect(onlyError(await signIn(shop(), 'guessed@example.test', `guess number ${i}`)).code).toBe('FORBIDDEN');
  const { code, facts } = onlyError(await signIn(shop(), 'guessed@example.test'));
  expect(code).toBe('LIMIT_REACHED');
  expect(Number(facts.retryAfterSeconds)).toBeGreaterThan(30);
  expect(Number(facts.retryAfterSeconds)).toBeLessThanOrEqual(60);
  expect((await signIn(shop(), 'forgot@example.test', 'a new password')).userErrors).toEqual([]);
});
