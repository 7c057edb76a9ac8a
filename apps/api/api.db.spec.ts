import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AccessService } from '#access';
import { UserError } from '#kernel';
import { newId } from '#platform/ids';
import { postGraphql, startApi, type TestApi } from '../../test/support/api.js';
import { aContext } from '../../test/support/context.js';
import { usingDatabase } from '../../test/support/database.js';
import { countStatements } from '../../test/support/statements.js';
import { ApiModule } from './api.module.js';
import { Health } from './health.js';

/** Gives three fields of Currency something to throw, or to wait for. */
@Resolver('Currency')
class Faults {
  @ResolveField('name')
  name(@Parent() { code, name }: { code: string; name: string }): string {
    if (code === 'CHF')
      throw Object.assign(new Error('password=hunter2'), { extensions: { code: 'INVALID', dsn: 'password=hunter2' } });
    return name;
  }

  @ResolveField('numericCode')
  async numericCode(@Parent() { code, numericCode }: { code: string; numericCode: string }): Promise<string> {
    if (code === 'CHF') throw new UserError('BUSY', 'come back later', ['code'], { seconds: 1 });
    if (code === 'SEK') await pause(400);
    return numericCode;
  }
}

@Module({ imports: [ApiModule], providers: [Faults] })
class FaultyApi {}

const postgres = usingDatabase();
let api: TestApi;
let strict: TestApi;
let staff: Record<string, string>;

beforeAll(async () => {
  await postgres.database.pool.query(
    `insert into channel (id, code, name, kind, legal_entity_id, currencies, locales, country, location_ids, payment_providers)
     values ($1, 'web', 'Web', 'WEB', 'le_1', '{EUR,CHF}', '{en,de}', 'DE', '{}', '{manual}'),
            ($2, 'till', 'Till', 'TILL', 'le_1', '{JPY}', '{ja}', 'JP', '{}', '{manual}')`,
    [newId('channel'), newId('channel')],
  );
  api = await startApi({ databaseUrl: postgres.url, module: FaultyApi });
  const { secret } = await api.app.get(AccessService, { strict: false }).createKey(aContext(), 'settings', ['MANAGE_SETTINGS']);
  staff = { authorization: `Bearer ${secret}` };
  const environment = { NODE_ENV: 'production', MAX_DEPTH: '3', MAX_ALIASES: '2', MAX_COST: '2600', MAX_BODY_BYTES: '20000' };
  strict = await startApi({ databaseUrl: postgres.url, environment });
});

afterAll(async () => {
  process.env['NODE_ENV'] = 'test';
  await Promise.all([api.close(), strict.close()]);
});

test('the currencies are the ISO table', async () => {
  const { data } = await api.gql('{ currency(code: "KWD") { code numericCode name exponent } currencies { code } }');
  expect(data.currency).toEqual({ code: 'KWD', numericCode: '414', name: 'Kuwaiti Dinar', exponent: 3 });
  expect(data.currencies.length).toBeGreaterThan(150);
});

describe('who asks, and where', () => {
  const channel = '{ channel { code } }';

  test('no header: a guest in the first web shop', async () => {
    expect(await api.gql(channel)).toMatchObject({ status: 200, data: { channel: { code: 'web' } } });
  });

  test('x-channel names another', async () => {
    expect((await api.gql(channel, {}, { 'x-channel': 'till' })).data).toEqual({ channel: { code: 'till' } });
  });

  test.each([
    [{ 'x-channel': 'moon' }, 400, 'BAD_REQUEST', 'there is no channel "moon": correct or leave out the header x-channel'],
    [
      { 'x-currency': 'USD' },
      400,
      'BAD_REQUEST',
      'the channel web does not sell in "USD"; the header x-currency may be EUR, CHF',
    ],
    [{ authorization: 'Bearer wrong' }, 401, 'UNAUTHENTICATED', 'the key is unknown or has been revoked'],
    [
      { authorization: 'Basic abc' },
      401,
      'UNAUTHENTICATED',
      'the header authorization must be "Bearer " and a key or an access token',
    ],
  ])('%j is refused', async (headers: Record<string, string>, status, code, message) => {
    const answer = await api.gql(channel, {}, headers);
    expect(answer).toMatchObject({ status, errors: [{ message, extensions: { code } }] });
    expect(answer.text).not.toContain('data');
  });

  test('a guest may not manage, a key may what it grants', async () => {
    const channels = '{ channels { code safetyStock } }';
    expect((await api.gql(channels)).errors[0].extensions).toEqual({ code: 'UNAUTHENTICATED' });
    expect((await api.gql(channels, {}, staff)).data.channels).toEqual([
      { code: 'web', safetyStock: '0' },
      { code: 'till', safetyStock: '0' },
    ]);
  });

  test('a revoked key ends within a second', async () => {
    const access = api.app.get(AccessService, { strict: false });
    const { id, secret } = await access.createKey(aContext(), 'short-lived', []);
    const headers = { authorization: `Bearer ${secret}` };
    expect((await api.gql(channel, {}, headers)).status).toBe(200);
    await access.revokeKey(aContext(), id);
    expect((await api.gql(channel, {}, headers)).status).toBe(401);
  });

  test('a guest costs no statement, nor does a key that was just seen', async () => {
    await api.gql(channel, {}, staff);
    const statements = await countStatements(postgres.database, async () => {
      for (let i = 0; i < 3; i++) await api.gql(channel, {}, { 'accept-language': 'de-AT,de;q=0.9' });
    });
    // the broadcast looks at the revisions once a second
    expect(statements).toBeLessThanOrEqual(2);
  });

  test('the request id is kept, or made', async () => {
    expect((await api.gql(channel, {}, { 'x-request-id': 'order-7' })).headers.get('x-request-id')).toBe('order-7');
    expect((await api.gql(channel, {}, { 'x-request-id': 'two words' })).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('mutations', () => {
  const create = `mutation ($input: CreateChannelInput!) { createChannel(input: $input) { channel { id code currencies safetyStock } userErrors { code path facts { name value } } } }`;
  const channels = async (): Promise<unknown> => (await api.gql('{ channels { code } }', {}, staff)).data.channels;

  test('a refusal is told as userErrors and changes nothing', async () => {
    const before = await channels();
    const input = {
      code: 'web',
      name: 'Web',
      kind: 'WEB',
      legalEntityId: 'le_0',
      currencies: ['EUR'],
      locales: ['en'],
      country: 'DE',
    };
    expect((await api.gql(create, { input }, staff)).data.createChannel).toEqual({
      channel: null,
      userErrors: [{ code: 'NOT_FOUND', path: ['input', 'legalEntityId'], facts: [{ name: 'id', value: 'le_0' }] }],
    });
    expect(await channels()).toEqual(before);
  });

  test('a channel that was created can be used at once', async () => {
    const entity =
      'mutation ($input: CreateLegalEntityInput!) { createLegalEntity(input: $input) { legalEntity { id } userErrors { code } } }';
    const made = await api.gql(entity, { input: { code: 'acme', name: 'Acme', country: 'DE' } }, staff);
    const legalEntityId: unknown = made.data.createLegalEntity.legalEntity.id;
    const again = await api.gql(entity, { input: { code: 'acme', name: 'Acme', country: 'DE' } }, staff);
    expect(again.data.createLegalEntity).toEqual({ legalEntity: null, userErrors: [{ code: 'ALREADY_EXISTS' }] });
    const input = {
      code: 'portal',
      name: 'P',
      kind: 'PORTAL',
      legalEntityId,
      currencies: ['USD', 'EUR'],
      locales: ['en'],
      country: 'US',
      safetyStock: '1.5',
    };
    const { channel, userErrors } = (await api.gql(create, { input }, staff)).data.createChannel;
    expect({ channel, userErrors }).toEqual({
      channel: { id: channel.id, code: 'portal', currencies: ['USD', 'EUR'], safetyStock: '1.5' },
      userErrors: [],
    });
    expect((await api.gql('{ channel { code } }', {}, { 'x-channel': 'portal' })).data.channel.code).toBe('portal');
    const update =
      'mutation ($input: UpdateChannelInput!) { updateChannel(input: $input) { channel { active name } userErrors { code } } }';
    const off = await api.gql(update, { input: { id: channel.id, active: false } }, staff);
    expect(off.data.updateChannel).toEqual({ channel: { active: false, name: 'P' }, userErrors: [] });
    expect((await api.gql('{ channel { code } }', {}, { 'x-channel': 'portal' })).status).toBe(400);
  });
});

test('a thrown secret is in no body, by graphql-js and graphql-jit alike', async () => {
  const query = '{ currency(code: "CHF") { code name } other: currency(code: "EUR") { name } }';
  const bodies: string[] = [];
  for (let i = 0; i < 5; i++) bodies.push((await api.gql(query, {}, { 'x-request-id': 'r-1' })).text);
  expect(new Set(bodies).size).toBe(1);
  expect(bodies[0]).not.toContain('hunter2');
  expect(JSON.parse(bodies[0] ?? '')).toEqual({
    data: { currency: null, other: { name: 'Euro' } },
    errors: [{ message: 'Internal error', path: ['currency', 'name'], extensions: { code: 'INTERNAL', requestId: 'r-1' } }],
  });
});

test('a refusal in a query keeps its code, its message and its place', async () => {
  const bodies: string[] = [];
  for (let i = 0; i < 4; i++) bodies.push((await api.gql('{ currency(code: "CHF") { numericCode } }')).text);
  expect(new Set(bodies).size).toBe(1);
  expect(JSON.parse(bodies[0] ?? '').errors).toEqual([
    {
      message: 'come back later',
      path: ['currency', 'numericCode'],
      extensions: { code: 'BUSY', path: ['code'], facts: { seconds: 1 } },
    },
  ]);
});

describe('limits', () => {
  test('depth', async () => {
    const { status, errors } = await strict.gql('{ a: channel { ...x } } fragment x on Channel { code ... { code } }');
    expect([status, errors]).toEqual([200, undefined]);
    const deep = await strict.gql('mutation { updateChannel(input: { id: "x" }) { userErrors { facts { name } } } }');
    expect(deep).toMatchObject({
      status: 400,
      errors: [{ message: 'the operation asks nested 4 deep; the limit is 3', extensions: { code: 'TOO_COMPLEX' } }],
    });
  });

  test('aliases', async () => {
    const answer = await strict.gql('{ a: channel { x: code } b: channel { code } }');
    expect(answer).toMatchObject({
      status: 400,
      errors: [{ message: 'the operation asks with 3 aliases; the limit is 2', extensions: { code: 'TOO_COMPLEX' } }],
    });
  });

  test('cost', async () => {
    const fields = Array.from({ length: 13 }, () => 'code').join(' ');
    const answer = await strict.gql(`{ currencies { ${fields} } }`);
    expect(answer).toMatchObject({
      status: 400,
      errors: [{ message: 'the operation asks for up to 2601 fields; the limit is 2600', extensions: { code: 'TOO_COMPLEX' } }],
    });
  });

  test('types nested in themselves', async () => {
    const round = (inner: string): string => `variants { id product { id ${inner} } }`;
    const once = await api.gql(`{ products(first: 1) { nodes { ${round('')} } } }`);
    expect([once.status, once.data]).toEqual([200, { products: { nodes: [] } }]);
    for (const attack of [
      `{ product(slug: "x") { ${round(round(round('')))} } }`,
      `{ product(slug: "x") { ...a } } fragment a on Product { ${round('...b')} } fragment b on Product { ${round('...c')} } fragment c on Product { id }`,
    ]) {
      const answer = await api.gql(attack);
      expect([answer.status, answer.data, answer.errors[0].extensions]).toEqual([400, undefined, { code: 'TOO_COMPLEX' }]);
      expect(answer.text).toMatch(/the operation asks for Product within itself, [34] times on one path; the limit is 2/);
    }
  });

  test('tokens', async () => {
    const answer = await api.gql(`{ ${'__typename '.repeat(4100)} }`);
    expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] });
    expect(answer.text).toContain('4000');
  });

  test('body', async () => {
    expect((await strict.gql(`{ channel { code } } # ${'x'.repeat(20_000)}`)).status).toBe(413);
  });

  test('an operation that is not there', async () => {
    const query = 'query A { channel { code } } query B { channel { code } }';
    for (const operationName of [undefined, 'C']) {
      const answer = await postGraphql(api.url, { query, operationName });
      expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }] });
    }
    expect((await postGraphql(api.url, { query, operationName: 'B' })).data).toEqual({ channel: { code: 'web' } });
  });

  test('a variable that is no Decimal', async () => {
    const query = 'mutation ($stock: Decimal) { updateChannel(input: { id: "x", safetyStock: $stock }) { userErrors { code } } }';
    for (const stock of [1.5, '1e3', '1,99', '+5']) {
      const answer = await api.gql(query, { stock }, staff);
      expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
      expect(answer.text).not.toContain('"data":');
    }
  });

  test('several operations in one request', async () => {
    const answer = await postGraphql(api.url, [{ query: '{ __typename }' }, { query: '{ __typename }' }]);
    expect([answer.status, answer.data]).toEqual([400, undefined]);
  });

  test('requests that a browser would send from a foreign page', async () => {
    const sent = await fetch(`${api.url}/graphql?query=%7B__typename%7D`, { headers: { 'content-type': 'text/plain' } });
    expect([sent.status, (await sent.text()).includes('"data":')]).toEqual([400, false]);
    const posted = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      body: '{"query":"{__typename}"}',
      headers: { 'content-type': 'text/plain' },
    });
    expect(posted.status).toBe(400);
  });

  test('a mutation by GET', async () => {
    const query = encodeURIComponent('mutation { updateChannel(input: { id: "x" }) { userErrors { code } } }');
    const sent = await fetch(`${api.url}/graphql?query=${query}`, { headers: { 'apollo-require-preflight': '1' } });
    expect(sent.status).toBe(405);
  });
});

describe('the schema', () => {
  test('is shown where introspection is allowed, and only there', async () => {
    expect((await api.gql('{ __schema { queryType { name } } }')).data).toEqual({ __schema: { queryType: { name: 'Query' } } });
    const hidden = await strict.gql('{ __schema { queryType { name } } }');
    expect([hidden.status, hidden.data]).toEqual([400, undefined]);
  });

  test('is not guessed for strangers', async () => {
    expect((await api.gql('{ channe { code } }')).text).toContain('Did you mean');
    for (const query of ['{ channe { code } }', '{ channel { cod } }', '{ currency(cod: "EUR") { code } }']) {
      const { status, text } = await strict.gql(query);
      expect([status, text.includes('Did you mean')]).toEqual([400, false]);
    }
  });

  test('GraphiQL brings everything along, and is off in production', async () => {
    const page = await fetch(`${api.url}/graphiql`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await page.text()).not.toMatch(/<(script|link)[^>]+(src|href)="https?:/);
    expect((await fetch(`${strict.url}/graphiql`)).status).toBe(404);
  });
});

test('a query can be sent once and asked for by its hash from then on', async () => {
  const query = '{ channel { code kind } }';
  const extensions = { persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') } };
  const unknown = await postGraphql(api.url, { extensions });
  expect(unknown.errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
  expect((await postGraphql(api.url, { query, extensions })).data).toEqual({ channel: { code: 'web', kind: 'WEB' } });
  expect((await postGraphql(api.url, { extensions })).data).toEqual({ channel: { code: 'web', kind: 'WEB' } });
  const lie = await postGraphql(api.url, { query: '{ __typename }', extensions });
  expect([lie.status, lie.data]).toEqual([400, undefined]);
});

test('stopping: not ready first, what was accepted is answered, then nobody is there', async () => {
  const other = await startApi({ databaseUrl: postgres.url, module: FaultyApi });
  expect([(await fetch(`${other.url}/health/live`)).status, (await fetch(`${other.url}/health/ready`)).status]).toEqual([
    200, 200,
  ]);
  const slow = other.gql('{ currency(code: "SEK") { numericCode } }');
  await pause(100);
  const closing = other.close();
  await pause(50);
  expect(await other.app.get(Health).trouble()).toBe('stopping');
  expect((await slow).data).toEqual({ currency: { numericCode: '752' } });
  await closing;
  await expect(fetch(`${other.url}/health/live`)).rejects.toThrow();
});
