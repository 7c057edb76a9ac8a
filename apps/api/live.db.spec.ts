import 'reflect-metadata';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { WebSocket } from 'ws';
import { AccessService } from '#access';
import { newId } from '#platform/ids';
import { postGraphql, startApi, type Json, type TestApi } from '../../test/support/api.js';
import { aContext } from '../../test/support/context.js';
import { usingDatabase } from '../../test/support/database.js';
import { aBareSocket, aLiveClient, closing, hear, liveUrl } from '../../test/support/live.js';
import { ApiModule } from './api.module.js';

/** Gives two types a field with something to throw. */
@Resolver('Currency')
class Faults {
  @ResolveField('name')
  name(@Parent() { code, name }: { code: string; name: string }): string {
    if (code === 'CHF') throw Object.assign(new Error('password=hunter2'), { extensions: { code: 'INVALID' } });
    return name;
  }
}

@Resolver('StockChange')
class StockFaults {
  @ResolveField('variants')
  variants(): never {
    throw new Error('password=hunter2');
  }
}

@Module({ imports: [ApiModule], providers: [Faults, StockFaults] })
class FaultyApi {}

const postgres = usingDatabase();
let api: TestApi;
let strict: TestApi;
const init = JSON.stringify({ type: 'connection_init' });
const ask = (id: string, query: string): string => JSON.stringify({ id, type: 'subscribe', payload: { query } });
const stockOf = (id: string): string => `subscription { stockChanged(variantIds: ["${id}"]) { cursor } }`;

/** What one operation is answered with, on a connection of its own. */
async function answerTo(query: string, variables = {}, headers = {}, url = api.url): Promise<Json> {
  const client = aLiveClient(url, headers);
  const heard = hear(client, query, variables);
  const how = await heard.ended;
  const [told = null] = await heard.during(0);
  await client.dispose();
  return how ?? told;
}

/** The code that a connection with these headers in its first message ends with. */
async function ending(payload: unknown, url = api.url): Promise<{ code: number; reason: string }> {
  const socket = await aBareSocket(url);
  socket.send(JSON.stringify({ type: 'connection_init', payload }));
  return closing(socket);
}

/** The status that a connection is turned away with; null: it is opened. */
async function turnedAway(url: string, headers: Readonly<Record<string, string>> = {}): Promise<number | null> {
  const socket = new WebSocket(url, 'graphql-transport-ws', { headers });
  const [response] = (await Promise.race([
    once(socket, 'unexpected-response').then(([, each]) => [each]),
    once(socket, 'open'),
  ])) as [{ statusCode: number } | undefined];
  socket.on('error', () => undefined);
  socket.terminate();
  return response?.statusCode ?? null;
}

beforeAll(async () => {
  await postgres.database.pool.query(
    `insert into channel (id, code, name, kind, legal_entity_id, currencies, locales, country, location_ids, payment_providers)
     values ($1, 'web', 'Web', 'WEB', 'le_1', '{EUR}', '{en}', 'DE', '{}', '{manual}')`,
    [newId('channel')],
  );
  api = await startApi({ databaseUrl: postgres.url, module: FaultyApi, environment: { LIVE_CHECK_SECONDS: '1' } });
  const environment = {
    NODE_ENV: 'production',
    CORS_ORIGINS: 'https://shop.example',
    MAX_DEPTH: '3',
    MAX_ALIASES: '2',
    MAX_COST: '2600',
    MAX_BODY_BYTES: '20000',
    LIVE_CONNECTIONS: '3',
    LIVE_OPERATIONS: '2',
  };
  strict = await startApi({ databaseUrl: postgres.url, environment });
});

afterAll(async () => {
  process.env['NODE_ENV'] = 'test';
  await Promise.all([api.close(), strict.close()]);
});

describe('an operation on a WebSocket is answered as over HTTP', () => {
  test('with data and with what the caller may', async () => {
    expect(await answerTo('{ currency(code: "KWD") { exponent } }')).toEqual({ data: { currency: { exponent: 3 } } });
    const locations = '{ locations { nodes { id } } }';
    expect((await answerTo(locations)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    const { secret } = await api.app.get(AccessService, { strict: false }).createKey(aContext(), 'stock', ['MANAGE_STOCK']);
    expect(await answerTo(locations, {}, { Authorization: `Bearer ${secret}` })).toEqual({ data: { locations: { nodes: [] } } });
  });

  test('a thrown secret is in no message, of a query, a mutation’s answer or an event', async () => {
    const query = '{ currency(code: "CHF") { code name } other: currency(code: "EUR") { name } }';
    for (let i = 0; i < 4; i++) {
      const { data, errors } = await answerTo(query);
      expect(data).toEqual({ currency: null, other: { name: 'Euro' } });
      expect(errors).toEqual([
        {
          message: 'Internal error',
          path: ['currency', 'name'],
          extensions: { code: 'INTERNAL', requestId: expect.stringMatching(/^[\da-f-]{36}$/) as string },
        },
      ]);
    }
    const client = aLiveClient(api.url);
    const event = await hear(
      client,
      `subscription { stockChanged(variantIds: ["${newId('variant')}"]) { cursor variants { variantId } } }`,
    ).next();
    await client.dispose();
    expect(JSON.stringify(event)).not.toContain('hunter2');
    expect(event).toMatchObject({ data: null, errors: [{ message: 'Internal error', extensions: { code: 'INTERNAL' } }] });
  });

  test.each([
    ['{ currency(code: "EUR") ', 'GRAPHQL_PARSE_FAILED', /Syntax Error/],
    ['{ channe { code } }', 'GRAPHQL_VALIDATION_FAILED', /^Cannot query field "channe" on type "Query"\.$/],
    ['{ __schema { queryType { name } } }', 'GRAPHQL_VALIDATION_FAILED', /introspection/],
    ['{ a: channel { x: code } b: channel { code } }', 'TOO_COMPLEX', /3 aliases; the limit is 2/],
    ['{ orders { nodes { lines { id } } } }', 'TOO_COMPLEX', /nested 4 deep; the limit is 3/],
    [`{ currencies { ${'code '.repeat(13)} } }`, 'TOO_COMPLEX', /2601 fields; the limit is 2600/],
    ['query A { __typename } query B { __typename }', 'OPERATION_RESOLUTION_FAILURE', /several operations/],
  ])('%s is refused', async (query, code, message) => {
    const [error] = await answerTo(query, {}, {}, strict.url);
    expect(error).toMatchObject({ message: expect.stringMatching(message) as string, extensions: { code } });
  });

  test('a document of too many tokens is refused', async () => {
    const [error] = await answerTo(`{ ${'__typename '.repeat(4100)} }`);
    expect(error).toMatchObject({
      message: expect.stringContaining('4000') as string,
      extensions: { code: 'GRAPHQL_PARSE_FAILED' },
    });
  });

  test('with variables that are wrong, of a subscription too', async () => {
    const wrong = { extensions: { code: 'BAD_USER_INPUT' } };
    const query = 'query ($code: CurrencyCode!) { currency(code: $code) { code } }';
    expect((await answerTo(query, { code: 7 })).errors).toMatchObject([wrong]);
    const subscription = 'subscription ($ids: [ID!]!) { stockChanged(variantIds: $ids) { cursor } }';
    expect((await answerTo(subscription, { ids: [null] })).errors).toMatchObject([wrong]);
    expect((await answerTo(subscription, { ids: [] })).errors).toMatchObject([{ extensions: { code: 'INVALID' } }]);
  });

  test('and a subscription over HTTP is told where to go, however often it comes', async () => {
    const query = stockOf(newId('variant'));
    const client = aLiveClient(api.url);
    await hear(client, query).next();
    await client.dispose();
    for (let i = 0; i < 3; i++) {
      const answer = await postGraphql(api.url, { query });
      expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
      expect(answer.text).toContain('WebSocket');
    }
  });
});

describe('a connection ends', () => {
  test.each([
    [{ authorization: 'Bearer wrong' }, 4403, 'the key is unknown or has been revoked'],
    [{ 'x-channel': 'moon' }, 4400, 'there is no channel "moon": correct or leave out the header x-channel'],
    [{ 'x-currency': 'USD' }, 4400, 'the channel web does not sell in "USD"; the header x-currency may be EUR'],
    [{ 'X-Channel': 7 }, 4400, 'connection_init: x-channel must be a text'],
    [{ authorization: ['Bearer', 'x'] }, 4400, 'connection_init: authorization must be a text'],
  ])('that begins with %j', async (payload, code, reason) => {
    expect(await ending(payload)).toEqual({ code, reason });
  });

  test('that says nothing, too much, or what is no message', async () => {
    expect((await closing(await aBareSocket(api.url))).code).toBe(4408);
    const twice = await aBareSocket(api.url);
    twice.send(init);
    twice.send(init);
    expect((await closing(twice)).code).toBe(4429);
    const early = await aBareSocket(api.url);
    early.send(ask('1', '{ __typename }'));
    expect((await closing(early)).code).toBe(4401);
    const babbling = await aBareSocket(api.url);
    babbling.send('{"type":"hello"}');
    expect((await closing(babbling)).code).toBe(4400);
    const long = await aBareSocket(strict.url);
    long.on('error', () => undefined);
    long.send('x'.repeat(20_001));
    expect((await closing(long)).code).toBe(1009);
    const other = new WebSocket(liveUrl(api.url), 'graphql-ws');
    other.on('error', () => undefined);
    expect((await closing(other)).code).not.toBe(1000);
  });

  test('whose key is revoked, within some seconds though nothing happens', async () => {
    const access = api.app.get(AccessService, { strict: false });
    const { id, secret } = await access.createKey(aContext(), 'short-lived', ['MANAGE_STOCK']);
    const socket = await aBareSocket(api.url);
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${secret}` } }));
    await once(socket, 'message');
    socket.send(ask('1', stockOf(newId('variant'))));
    await once(socket, 'message');
    await access.revokeKey(aContext(), id);
    const began = performance.now();
    expect((await closing(socket)).code).toBe(4403);
    expect(performance.now() - began).toBeLessThan(4000);
  });
});

describe('nobody takes more than is fair', () => {
  test('an address has so many connections, and a connection so many operations at a time', async () => {
    const sockets = await Promise.all([1, 2, 3].map(() => aBareSocket(strict.url)));
    expect(await turnedAway(liveUrl(strict.url))).toBe(429);
    const [socket, ...others] = sockets;
    for (const other of others) other.terminate();
    const heard: Json[] = [];
    socket?.on('message', (text: Buffer) => heard.push(JSON.parse(text.toString())));
    socket?.send(init);
    await pause(200);
    for (const id of ['1', '2', '3']) socket?.send(ask(id, stockOf(newId('variant'))));
    await pause(500);
    expect(heard.find(({ type }) => type === 'error')).toEqual({
      type: 'error',
      id: '3',
      payload: [
        {
          message: 'at most 2 operations at a time on one connection',
          extensions: { code: 'LIMIT_REACHED', path: [], facts: { max: 2 } },
        },
      ],
    });
    socket?.send(JSON.stringify({ id: '1', type: 'complete' }));
    socket?.send(ask('4', stockOf(newId('variant'))));
    await pause(300);
    expect(
      heard
        .filter(({ type }) => type === 'next')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['1', '2', '4']);
    socket?.terminate();
    await pause(100);
    expect(await turnedAway(liveUrl(strict.url))).toBeNull();
  });

  test('a client that asks and does not read is let go before much has piled up', async () => {
    const socket = await aBareSocket(api.url);
    const closed = closing(socket);
    socket.on('error', () => undefined);
    socket.send(init);
    await once(socket, 'message');
    let answered = 0;
    socket.on('message', () => {
      answered += 1;
    });
    socket.pause();
    const large = '{ currencies { code name numericCode exponent } }';
    const asked = 3000;
    for (let i = 0; i < asked; i++) {
      socket.send(ask(String(i), large));
      if (i % 15 === 0) await pause(5);
    }
    await pause(2500);
    socket.resume();
    expect((await closed).code).toBe(1006);
    // what the kernel had taken for the client, and no more: the rest was never computed or was thrown away
    expect(answered).toBeGreaterThan(0);
    expect(answered).toBeLessThan(asked / 2);
  }, 30_000);
});

describe('a browser', () => {
  test.each([
    ['https://shop.example', null],
    ['https://evil.example', 403],
    ['null', 403],
  ])('on a page of %s: %s', async (origin, status) => {
    expect(await turnedAway(liveUrl(strict.url), { origin })).toBe(status);
  });

  test('on a page of this server is let in; anything else than /graphql is not there', async () => {
    expect(await turnedAway(liveUrl(strict.url), { origin: strict.url })).toBeNull();
    expect(await turnedAway(`${liveUrl(strict.url)}/else`)).toBe(404);
  });
});

test('a server that stops says goodbye to every client, and begins nothing new', async () => {
  const brief = await startApi({ databaseUrl: postgres.url, environment: { NODE_ENV: 'test' } });
  const socket = await aBareSocket(brief.url);
  socket.send(init);
  await once(socket, 'message');
  socket.send(ask('1', stockOf(newId('variant'))));
  await once(socket, 'message');
  const closed = closing(socket);
  const began = performance.now();
  await brief.close();
  expect((await closed).code).toBe(1001);
  expect(performance.now() - began).toBeLessThan(3000);
});
