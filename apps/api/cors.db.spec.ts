import { usingDatabase } from '../../test/support/database.js';
import { startApi, type TestApi } from '../../test/support/api.js';

const postgres = usingDatabase();
const shop = 'https://shop.example';
const query = JSON.stringify({ query: '{ __typename }' });
let open: TestApi;
let named: TestApi;
let closed: TestApi;

beforeAll(async () => {
  const databaseUrl = postgres.url;
  open = await startApi({ databaseUrl, environment: { CORS_ORIGINS: '' } });
  closed = await startApi({ databaseUrl, environment: { CORS_ORIGINS: '', NODE_ENV: 'production' } });
  const environment = { CORS_ORIGINS: `${shop},http://localhost:3000`, NODE_ENV: 'production' };
  named = await startApi({ databaseUrl, environment });
});

afterAll(async () => {
  Object.assign(process.env, { CORS_ORIGINS: '', NODE_ENV: 'test' });
  await Promise.all([open.close(), named.close(), closed.close()]);
});

/** The headers of an answer that say what a browser may do with it. */
function corsOf({ headers }: Response): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-') || name === 'vary'));
}

function preflight({ url }: TestApi, origin: string): Promise<Response> {
  const headers = { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type,x-channel' };
  return fetch(`${url}/graphql`, { method: 'OPTIONS', headers });
}

function ask({ url }: TestApi, headers: Record<string, string>, body = query): Promise<Response> {
  return fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
}

test('a page of a named origin asks first, then calls, as often as it likes', async () => {
  const first = await preflight(named, shop);
  expect([first.status, await first.text(), corsOf(first)]).toEqual([
    204,
    '',
    {
      vary: 'Origin',
      'access-control-allow-origin': shop,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers':
        'authorization, content-type, x-channel, x-currency, x-organization, x-publishable-key, x-request-id, apollo-require-preflight',
      'access-control-expose-headers': 'x-request-id, idempotent-replay',
      'access-control-max-age': '600',
    },
  ]);
  // the second is answered from what is known of the first
  for (let i = 0; i < 3; i++) {
    const answer = await ask(named, { origin: shop });
    expect([answer.status, await answer.json(), corsOf(answer)]).toEqual([
      200,
      { data: { __typename: 'Query' } },
      {
        vary: 'Origin',
        'access-control-allow-origin': shop,
        'access-control-expose-headers': 'x-request-id, idempotent-replay',
      },
    ]);
  }
});

test('a page may read a refusal as well', async () => {
  const answer = await ask(named, { origin: shop, authorization: 'Bearer wrong' });
  expect([answer.status, corsOf(answer)['access-control-allow-origin']]).toEqual([401, shop]);
  const unreadable = await ask(named, { origin: shop }, '{');
  expect([unreadable.status, corsOf(unreadable)['access-control-allow-origin']]).toEqual([400, shop]);
});

test.each(['https://evil.example', 'https://shop.example.evil.example', 'http://shop.example', 'null'])(
  'pages of %s are told nothing that a browser would let them use',
  async (origin) => {
    for (const answer of [await preflight(named, origin), await ask(named, { origin })]) {
      expect(corsOf(answer)).toEqual({ vary: 'Origin' });
    }
  },
);

test('a caller without an origin is answered as ever', async () => {
  const answer = await ask(named, {});
  expect([answer.status, corsOf(answer)]).toEqual([200, {}]);
});

test('unset: any origin while developing, none in production', async () => {
  expect(corsOf(await ask(open, { origin: shop }))).toEqual({
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'x-request-id, idempotent-replay',
  });
  expect((await preflight(open, shop)).status).toBe(204);
  expect(corsOf(await ask(closed, { origin: shop }))).toEqual({});
  expect(corsOf(await preflight(closed, shop))).toEqual({});
});
