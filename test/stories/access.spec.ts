import { GraphQLSchemaHost } from '@nestjs/graphql';
import { parse, subscribe } from 'graphql';
import { SignJWT } from 'jose';
import { permissions } from '#access';
import { ExecutionPlugin, permissionOf } from '#platform/graphql';
import { RequestContexts } from '../../apps/api/request-context.js';
import { fieldsBehind, gates, type Gate } from '../support/access-table.js';
import { aCustomer, aKey, asBearer, aStaffKey, goodPassword, signIn } from '../support/accounts.js';
import type { Json } from '../support/api.js';
import { rootFields, type RootField } from '../support/root-fields.js';
import { usingShop } from '../support/shop.js';

type Headers = Readonly<Record<string, string>>;

const shop = usingShop();
const schema = () => shop().app.get(GraphQLSchemaHost, { strict: false }).schema;
const locationId = 'loc_01K00000000000000000000000';
/** What the gate says to those whom it does not let in. */
const turnedAway = /^this needs a key or an access token|^who asks may not/;

/** Does something as whoever may do everything: the data of its mutation. */
const does = async (mutation: string, input: object, result: string): Promise<Json> => {
  const name = mutation.charAt(0).toUpperCase() + mutation.slice(1);
  const query = `mutation ($input: ${name}Input!) { ${mutation}(input: $input) { ${result} userErrors { code path } } }`;
  const answer = await shop().ask(query, { input }, shop().staff);
  expect(answer.userErrors).toEqual([]);
  return answer;
};
const webChannel = async (): Promise<string> => (await shop().ask('{ channel { id } }')).id;
const bearer = (secret: string): Headers => ({ authorization: `Bearer ${secret}` });
const device = async (...granted: string[]): Promise<Headers> =>
  bearer((await aKey(shop(), { kind: 'DEVICE', permissions: granted, channelIds: [await webChannel()], locationId })).secret);
const storefront = async (): Promise<Headers> => ({
  'x-publishable-key': (await aKey(shop(), { kind: 'PUBLISHABLE', channelIds: [await webChannel()] })).secret,
});
const staffWithRole = async (permission: string): Promise<Headers> => {
  const { role } = await does('createRole', { code: 'one', name: 'One', permissions: [permission] }, 'role { id }');
  const email = 'one@example.test';
  await does('createStaff', { email, name: 'One', password: goodPassword, roleIds: [role.id] }, 'staff { id }');
  const query = 'mutation ($input: SignInStaffInput!) { signInStaff(input: $input) { tokens { accessToken } } }';
  return asBearer((await shop().ask(query, { input: { email, password: goodPassword } })).tokens);
};
const member = async (role: string): Promise<Headers> => {
  const { id, headers } = await aCustomer(shop(), `${role.toLowerCase()}@example.test`);
  const code = `unit-${role.toLowerCase()}`;
  const { organization } = await does('createOrganization', { code, name: 'Unit' }, 'organization { id }');
  await does('addOrganizationMember', { organizationId: organization.id, customerId: id, role }, 'member { role }');
  return { ...headers, 'x-organization': organization.id };
};

/** What became of asking for the field over HTTP; a subscription is asked for where its transport does. */
async function ask(field: RootField, headers: Headers): Promise<'let in' | 'turned away' | 'unknown'> {
  if (field.operation === 'subscription') return listen(field, headers);
  const { status, data, errors, text } = await shop().gql(field.query, field.variables, headers);
  if (status === 401) {
    expect([data, errors[0].extensions.code]).toEqual([undefined, 'UNAUTHENTICATED']);
    return 'unknown';
  }
  expect(`${status} ${text}`).toMatch(/^200 /);
  return outcomeOf(errors, field, headers);
}

async function listen(
  { query, variables, ...field }: RootField,
  headers: Headers,
): Promise<'let in' | 'turned away' | 'unknown'> {
  const asking = { id: 'request', ip: '127.0.0.1', headers: { ...headers }, note: null };
  const { masking } = shop().app.get(ExecutionPlugin, { strict: false });
  const contextValue = await shop()
    .app.get(RequestContexts, { strict: false })
    .of(asking, masking)
    .catch(() => null);
  if (!contextValue) return 'unknown';
  const heard = await subscribe({ schema: schema(), document: parse(query), variableValues: variables, contextValue });
  if ('errors' in heard) return outcomeOf(heard.errors, { query, variables, ...field }, headers);
  await (heard as AsyncGenerator).return(undefined);
  return 'let in';
}

function outcomeOf(errors: Json, { name }: RootField, headers: Headers): 'let in' | 'turned away' {
  const [error] = errors ?? [];
  if (!error) return 'let in';
  expect([name, error.extensions?.code]).not.toEqual([name, 'INTERNAL']);
  if (!turnedAway.test(error.message)) return 'let in';
  expect(error.extensions.code).toBe('authorization' in headers ? 'FORBIDDEN' : 'UNAUTHENTICATED');
  return 'turned away';
}

test('every root field stands in the table once, under the permission that the schema asks for', () => {
  const types = [schema().getQueryType(), schema().getMutationType(), schema().getSubscriptionType()];
  for (const gate of gates) {
    const guarded = types.flatMap((type) =>
      Object.values(type?.getFields() ?? {}).flatMap((field) =>
        permissionOf(field) === gate ? [`${String(type?.name)}.${field.name}`] : [],
      ),
    );
    expect([gate, guarded.sort()]).toEqual([gate, fieldsBehind([gate])]);
  }
  expect(
    rootFields(schema())
      .map(({ name }) => name)
      .sort(),
  ).toEqual(fieldsBehind(gates));
});

describe('exactly these are let in:', () => {
  const staff = permissions.map((permission): [string, () => Promise<Headers>, Gate[]] => [
    `a program with ${permission}`,
    () => aStaffKey(shop(), permission),
    [permission],
  ]);

  test.each<[string, () => Headers | Promise<Headers>, Gate[]]>([
    ['a guest', () => ({}), []],
    ['a guest with a publishable key', storefront, []],
    ['a customer', async () => (await aCustomer(shop(), 'customer@example.test')).headers, ['CUSTOMER']],
    [
      'a customer with a publishable key',
      async () => ({ ...(await aCustomer(shop(), 'shown@example.test')).headers, ...(await storefront()) }),
      ['CUSTOMER'],
    ],
    ['a member of an organization who only looks', () => member('VIEWER'), ['CUSTOMER']],
    ['a member of an organization who runs it', () => member('ADMIN'), ['CUSTOMER']],
    ['a till that sells', () => device('SELL'), ['SELL']],
    ['a till that may nothing', () => device(), []],
    ...staff,
    ['a member of staff by its role', () => staffWithRole('MANAGE_ORDERS'), ['MANAGE_ORDERS']],
    ['a program that may nothing', () => aStaffKey(shop()), []],
    ['a program that may everything', () => shop().staff, [...permissions]],
  ])(
    '%s',
    async (_who, who, open) => {
      const headers = await who();
      const letIn: string[] = [];
      for (const field of rootFields(schema())) {
        const outcome = await ask(field, headers);
        expect([field.name, outcome]).not.toEqual([field.name, 'unknown']);
        if (outcome === 'let in') letIn.push(field.name);
      }
      expect(letIn.sort()).toEqual(fieldsBehind(['EVERYONE', ...open]));
      // menus are made of the same catalogue
      const { permissions: shown } = await shop().ask('{ viewer { permissions } }', {}, headers);
      expect(shown).toEqual(['EVERYONE', ...open]);
    },
    60_000,
  );
});

describe('nothing at all is answered to', () => {
  const revoked = async (kind: string, more: object): Promise<string> => {
    const { id, secret } = await aKey(shop(), { kind, ...more });
    await does('revokeKey', { id }, 'key { id }');
    return secret;
  };
  const expired = async (): Promise<Headers> => {
    const { id } = await aCustomer(shop(), 'expired@example.test');
    const sql = `select k.id kid, k.secret, s.id sid from signing_key k, session s where s.subject_id = $1 order by k.created_at desc limit 1`;
    const { rows } = await shop().postgres.database.pool.query<{ kid: string; secret: Buffer; sid: string }>(sql, [id]);
    const [{ kid, secret, sid } = { kid: '', secret: Buffer.alloc(0), sid: '' }] = rows;
    const claims = new SignJWT({ sid, knd: 'CUSTOMER' })
      .setProtectedHeader({ alg: 'HS256', kid })
      .setIssuer('cartwright')
      .setSubject(id);
    expect((await shop().gql('{ me { id } }', {}, bearer(await claims.setExpirationTime('1m').sign(secret)))).status).toBe(200);
    return bearer(await claims.setExpirationTime('-1s').sign(secret));
  };
  const signedOut = async (): Promise<Headers> => {
    const { headers, refreshToken } = await aCustomer(shop(), 'out@example.test');
    await shop().ask('mutation ($input: SignOutInput!) { signOut(input: $input) { done } }', { input: { refreshToken } });
    return headers;
  };
  const closed = async (): Promise<Headers> => {
    const { id } = await aCustomer(shop(), 'closed@example.test');
    const { tokens } = await signIn(shop(), 'closed@example.test');
    await does('updateCustomer', { id, active: false }, 'customer { active }');
    return asBearer(tokens);
  };

  test.each<[string, () => Promise<Headers>]>([
    ['a secret key that was revoked', async () => bearer(await revoked('SECRET', { permissions: [...permissions] }))],
    [
      'a till whose key was revoked',
      async () => bearer(await revoked('DEVICE', { permissions: ['SELL'], channelIds: [await webChannel()], locationId })),
    ],
    [
      'a storefront whose key was revoked',
      async () => ({ 'x-publishable-key': await revoked('PUBLISHABLE', { channelIds: [await webChannel()] }) }),
    ],
    ['a key that nobody made', async () => bearer('cwk_nobody')],
    ['a token that has expired', expired],
    ['a session that has ended', signedOut],
    ['an account that is closed', closed],
  ])(
    '%s',
    async (_who, who) => {
      const headers = await who();
      for (const field of rootFields(schema())) expect([field.name, await ask(field, headers)]).toEqual([field.name, 'unknown']);
    },
    60_000,
  );
});
