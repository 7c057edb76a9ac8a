import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { startApi, type TestApi } from '../support/api.js';
import { usingDatabase } from '../support/database.js';

const postgres = usingDatabase();
let api: TestApi;

beforeAll(async () => {
  const environment = { NODE_ENV: 'production', REQUEST_SECONDS: '1', MAX_BODY_BYTES: '20000', BEHIND_TLS: 'on' };
  api = await startApi({ databaseUrl: postgres.url, environment });
});
afterAll(async () => {
  for (const name of ['REQUEST_SECONDS', 'MAX_BODY_BYTES', 'BEHIND_TLS']) Reflect.deleteProperty(process.env, name);
  process.env['NODE_ENV'] = 'test';
  await api.close();
});

const ask = '{"query":"{ __typename }"}';
const post = (body: string | Uint8Array<ArrayBuffer>, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${api.url}/graphql`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

/** A connection that speaks HTTP by hand. */
async function wire(): Promise<Socket> {
  const { hostname, port } = new URL(api.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}
const head = (length: number, more = '') =>
  `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${length.toString()}\r\n${more}\r\n`;

/** The API answers as if nothing had happened. */
async function isWell(): Promise<void> {
  const answer = await post(ask);
  expect([answer.status, await answer.text()]).toEqual([200, '{"data":{"__typename":"Query"}}\n']);
}
afterEach(isWell);

describe('a body', () => {
  test('that is too large is not read', async () => {
    expect((await post(JSON.stringify({ query: `{ __typename } # ${'x'.repeat(20_000)}` }))).status).toBe(413);
    const socket = await wire();
    socket.write(head(2_000_000_000));
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('that trickles in is cut off', async () => {
    const socket = await wire();
    const from = performance.now();
    socket.write(head(1000));
    const dripping = setInterval(() => socket.write(' '), 100);
    const answer = await text(socket);
    clearInterval(dripping);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(performance.now() - from).toBeLessThan(4000);
  });

  test('whose headers trickle in is cut off', async () => {
    const socket = await wire();
    const from = performance.now();
    socket.write('POST /graphql HTTP/1.1\r\nhost: x\r\n');
    const dripping = setInterval(() => socket.write('x-a: b\r\n'), 100);
    await text(socket);
    clearInterval(dripping);
    expect(performance.now() - from).toBeLessThan(4000);
  });

  test.each([
    ['of nothing', ''],
    ['of half a document', '{"query":'],
    ['of a number', '1'],
    ['of null', 'null'],
    ['of a text', '"{ __typename }"'],
    ['with __proto__', '{"query":"{ __typename }","variables":{"__proto__":{"admin":true}}}'],
    ['with constructor.prototype', '{"query":"{ __typename }","variables":{"constructor":{"prototype":{"admin":true}}}}'],
    ['with a query that is no text', '{"query":{"__typename":1}}'],
    ['with variables that are no object', '{"query":"{ __typename }","variables":"x"}'],
    ['with variables that are a list', '{"query":"{ __typename }","variables":[]}'],
    ['with an operation name that is no text', '{"query":"{ __typename }","operationName":{"a":1}}'],
    ['with extensions that are no object', '{"query":"{ __typename }","extensions":7}'],
    ['of several operations', `[${ask},${ask}]`],
    ['of very many operations', `[${Array.from({ length: 500 }, () => ask).join()}]`],
  ])('%s is refused as the sender’s mistake', async (_what, body) => {
    // a second time as well: a document that is known goes another way
    for (const time of [1, 2, 3]) expect([time, (await post(body)).status]).toEqual([time, 400]);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  test('with a key twice means the last, as JSON says', async () => {
    const answer = await post('{"query":"{ nothing }","query":"{ __typename }"}');
    expect([answer.status, await answer.text()]).toEqual([200, '{"data":{"__typename":"Query"}}\n']);
  });

  test('that is not UTF-8 is read as what it is not, and harms nobody', async () => {
    const bytes = new Uint8Array([
      ...Buffer.from('{"query":"{ cart(id: \\"'),
      0xc3,
      0x28,
      0xff,
      ...Buffer.from('\\") { id } }"}'),
    ]);
    const answer = await post(bytes);
    expect([answer.status, await answer.json()]).toEqual([200, { data: { cart: null } }]);
  });

  test('in another encoding or of another type is refused', async () => {
    expect((await post(ask, { 'content-type': 'application/xml' })).status).toBe(415);
    expect((await post(ask, { 'content-encoding': 'gzip' })).status).toBeLessThan(500);
  });
});

describe('a page of somebody else', () => {
  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain;application/json',
  ])('cannot post as %s, though the document is known', async (type) => {
    for (let i = 0; i < 4; i++) await isWell();
    const answer = await post(ask, { 'content-type': type });
    expect([400, 415]).toContain(answer.status);
    expect(await answer.text()).not.toContain('"data"');
  });

  test('cannot post without saying a type', async () => {
    const socket = await wire();
    const bare = head(ask.length, 'connection: close\r\n').replace('content-type: application/json\r\n', '');
    socket.write(bare + ask);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 4(00|15) /);
  });

  test('cannot ask by GET', async () => {
    const answer = await fetch(`${api.url}/graphql?query=%7B__typename%7D`);
    expect([answer.status, (await answer.text()).includes('"data"')]).toEqual([400, false]);
  });
});

describe('headers', () => {
  test('tell browsers to run, frame and remember nothing', async () => {
    for (const path of ['/graphql', '/health/live', '/nowhere']) {
      const { headers } = await fetch(`${api.url}${path}`);
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
      });
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('server')).toBeNull();
    }
  });

  test('cannot be put into the answer', async () => {
    const socket = await wire();
    socket.write(head(ask.length, 'x-request-id: a\rset-cookie: b=c\r\nconnection: close\r\n') + ask);
    expect(await text(socket)).not.toMatch(/^set-cookie/im);
    for (const id of ['a b', 'ä', '<script>', 'x'.repeat(65), '%0d%0aset-cookie:x']) {
      const { headers } = await post(ask, { 'x-request-id': encodeURI(id) === id ? id : encodeURIComponent(id) });
      expect(headers.get('x-request-id')).toMatch(/^[\w.:-]{1,64}$/);
    }
  });

  test('that are wrong are the sender’s mistake', async () => {
    for (const headers of [
      { authorization: 'Bearer ' + 'x'.repeat(5000) },
      { authorization: "Bearer ' or 1=1 --" },
      { 'x-channel': "web' or '1'='1" },
      { 'x-currency': '__proto__' },
      { 'x-channel': '__proto__' },
      { 'accept-language': `${'a,'.repeat(3000)}de` },
      { traceparent: '00-zzz' },
    ] as Readonly<Record<string, string>>[]) {
      const { status } = await post(ask, headers);
      expect([JSON.stringify(headers).slice(0, 60), status < 500]).toEqual([JSON.stringify(headers).slice(0, 60), true]);
    }
  });

  test('of endless length are refused', async () => {
    const socket = await wire();
    socket.write(`GET /health/live HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(100_000)}\r\n\r\n`);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 431 /);
  });
});

test('many connections that say nothing keep nobody out', async () => {
  const sockets = await Promise.all(Array.from({ length: 100 }, wire));
  await isWell();
  await pause(10);
  for (const socket of sockets) socket.destroy();
});

test.each([
  ['a statement', { STATEMENT_SECONDS: '1', ANSWER_SECONDS: '10' }, 200],
  ['an answer', { STATEMENT_SECONDS: '10', ANSWER_SECONDS: '1' }, 503],
])('%s that takes too long is given up, and nothing is told of why', async (_what, environment, status) => {
  const slow = await startApi({ databaseUrl: postgres.url, environment });
  const blocker = await postgres.database.pool.connect();
  try {
    await blocker.query('begin; lock table cart in access exclusive mode');
    // the third time the document is known and goes another way
    for (let i = 0; i < 3; i++) {
      const from = performance.now();
      const answer = await slow.gql('{ cart(id: "cart_01J8ZZZZZZZZZZZZZZZZZZZZZZ") { id } }');
      expect(answer.status).toBe(status);
      expect(answer.data ?? { cart: null }).toEqual({ cart: null });
      expect(answer.text).not.toMatch(/timeout.*statement|statement.*timeout/);
      expect(performance.now() - from).toBeLessThan(3000);
    }
  } finally {
    await blocker.query('rollback');
    blocker.release();
    for (const name of Object.keys(environment)) Reflect.deleteProperty(process.env, name);
    await slow.close();
  }
});
