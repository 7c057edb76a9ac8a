import { Config } from '#platform/config';
import { aCustomer, aKey } from '../support/accounts.js';
import type { TestApi } from '../support/api.js';
import { startApi } from '../support/api.js';
import { usingShop } from '../support/shop.js';
import { countStatements } from '../support/statements.js';

const shop = usingShop();
const channel = '{ channel { code } }';
let ids: Record<string, string>;
let shown: { id: string; headers: Record<string, string> };

beforeAll(async () => {
  const { ask, staff } = shop();
  const [web] = await ask('{ channels { id code legalEntityId country locales currencies } }', {}, staff);
  const { id: _id, ...same } = web;
  for (const code of ['second', 'third'])
    await ask(
      'mutation ($input: CreateChannelInput!) { createChannel(input: $input) { userErrors { code } } }',
      { input: { ...same, code, name: code, kind: 'TILL' } },
      staff,
    );
  const channels = await ask('{ channels { id code } }', {}, staff);
  ids = Object.fromEntries(channels.map((each: { id: string; code: string }) => [each.code, each.id]));
  const { id, secret } = await aKey(shop(), { kind: 'PUBLISHABLE', channelIds: [ids['second'], ids[web.code]] });
  shown = { id, headers: { 'x-publishable-key': secret } };
});

test('a storefront is in the first channel of its key, and may name its others, but none besides', async () => {
  const asked = (headers: object) => shop().gql(channel, {}, { ...shown.headers, ...headers });
  expect((await asked({})).data).toEqual({ channel: { code: 'second' } });
  expect((await asked({ 'x-channel': 'web' })).data).toEqual({ channel: { code: 'web' } });
  expect(await asked({ 'x-channel': 'third' })).toMatchObject({ status: 403, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  const { headers } = await aCustomer(shop(), 'bound@example.test');
  expect((await asked(headers)).data).toEqual({ channel: { code: 'second' } });
  expect((await asked({ ...headers, 'x-channel': 'third' })).status).toBe(403);
  // staff are bound by their own key alone
  expect((await asked({ ...shop().staff, 'x-channel': 'third' })).data).toEqual({ channel: { code: 'third' } });
});

test('a till sells in its channel, and may do what its key grants', async () => {
  const { secret } = await aKey(shop(), {
    kind: 'DEVICE',
    permissions: ['SELL'],
    channelIds: [ids['third']],
    locationId: 'loc_01K00000000000000000000000',
  });
  const till = { authorization: `Bearer ${secret}` };
  const { data } = await shop().gql('{ channel { code } viewer { kind permissions customer { id } } }', {}, till);
  expect(data).toEqual({
    channel: { code: 'third' },
    viewer: { kind: 'DEVICE', permissions: ['EVERYONE', 'SELL'], customer: null },
  });
  expect((await shop().gql(channel, {}, { ...till, 'x-channel': 'web' })).status).toBe(403);
});

test.each([
  ['x-publishable-key', 'cwp_made_up', 'the publishable key is unknown or has been revoked'],
  ['authorization', 'Bearer cwp_made_up', 'a publishable key belongs into the header x-publishable-key'],
  ['authorization', 'Bearer a.b.c', 'the access token has ended: refresh the session or sign in again'],
])('%s: %s is refused', async (name, value, message) => {
  expect(await shop().gql(channel, {}, { [name]: value })).toMatchObject({ status: 401, errors: [{ message }] });
});

test('a secret key is none of a storefront', async () => {
  const { authorization = '' } = shop().staff;
  const headers = { 'x-publishable-key': authorization.replace('Bearer ', '') };
  expect((await shop().gql(channel, {}, headers)).status).toBe(401);
});

test('a key that was just seen costs no statement; one that was revoked is refused', async () => {
  const { id, secret } = await aKey(shop(), { kind: 'PUBLISHABLE', channelIds: [ids['web']] });
  const headers = { 'x-publishable-key': secret };
  const asked = () => shop().gql(channel, {}, headers);
  for (let i = 0; i < 3; i++) await asked();
  const statements = await countStatements(shop().postgres.database, async () => {
    for (let i = 0; i < 5; i++) expect((await asked()).data).toEqual({ channel: { code: 'web' } });
  });
  // what was just seen is believed for a second, which may be over by now
  expect(statements).toBeLessThanOrEqual(1);
  const revoke = 'mutation ($input: RevokeKeyInput!) { revokeKey(input: $input) { userErrors { code } } }';
  await shop().ask(revoke, { input: { id } }, shop().staff);
  expect((await asked()).status).toBe(401);
});

describe('where a proxy stands before the API', () => {
  let behind: TestApi;
  beforeAll(async () => {
    behind = await startApi({ databaseUrl: shop().postgres.url, environment: { TRUST_PROXY: '1' } });
  });
  afterAll(async () => {
    await behind.close();
    delete process.env['TRUST_PROXY'];
  });

  test('failures count for the last address that the proxy has seen, elsewhere for who connects', async () => {
    const query = 'mutation ($input: SignInStaffInput!) { signInStaff(input: $input) { userErrors { code } } }';
    const guess = async (api: TestApi, i: number, from: string) => {
      const input = { email: `guess-${i}@example.test`, password: 'not the password' };
      const { data } = await api.gql(query, { input }, { 'x-forwarded-for': from });
      return data.signInStaff.userErrors[0].code;
    };
    // what a client makes up before it does not count
    for (let i = 0; i < 30; i++) expect(await guess(behind, i, `1.1.1.${i}, 7.7.7.7`)).toBe('FORBIDDEN');
    expect(await guess(behind, 30, '7.7.7.7')).toBe('LIMIT_REACHED');
    expect(await guess(behind, 31, '8.8.8.8')).toBe('FORBIDDEN');
    expect(await guess(shop(), 32, '7.7.7.7')).toBe('FORBIDDEN');
  });
});

describe('where storefronts have to show their key', () => {
  let strict: TestApi;
  beforeAll(async () => {
    strict = await startApi({ databaseUrl: shop().postgres.url, environment: { REQUIRE_PUBLISHABLE_KEY: 'true' } });
  });
  afterAll(async () => {
    await strict.close();
    delete process.env['REQUIRE_PUBLISHABLE_KEY'];
  });

  test('guests and customers need one, staff do not', async () => {
    const { headers } = await aCustomer(shop(), 'strict@example.test');
    expect(strict.app.get(Config, { strict: false }).requirePublishableKey).toBe(true);
    for (const who of [{}, headers]) {
      expect(await strict.gql(channel, {}, who)).toMatchObject({
        status: 401,
        errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
      });
      expect((await strict.gql(channel, {}, { ...who, ...shown.headers })).data).toEqual({ channel: { code: 'second' } });
    }
    expect((await strict.gql(channel, {}, shop().staff)).data).toEqual({ channel: { code: 'web' } });
  });
});
