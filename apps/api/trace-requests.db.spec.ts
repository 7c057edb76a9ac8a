import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createCart } from '../../test/support/requests.js';
import { within } from '../../test/support/staff.js';
import { startWholeShop, type WholeShop } from '../../test/support/whole.js';

/** A span as OTLP's JSON has it. */
interface Received {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: readonly { readonly key: string; readonly value: object }[];
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly status: { readonly code: number; readonly message?: string };
}

const spans: Received[] = [];
const bodies: string[] = [];
let collector: Server;
let shop: WholeShop;

beforeAll(async () => {
  collector = createServer((request, response) => {
    void text(request).then((body) => {
      bodies.push(body);
      for (const { scopeSpans } of JSON.parse(body).resourceSpans)
        for (const scope of scopeSpans) spans.push(...(scope.spans as Received[]));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await once(collector.listen(0, '127.0.0.1'), 'listening');
  const { port } = collector.address() as AddressInfo;
  shop = await startWholeShop({
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port.toString()}`,
    OTEL_SERVICE_NAME: 'shop',
    OTEL_BSP_SCHEDULE_DELAY: '50',
  });
}, 60_000);
afterAll(async () => {
  await shop.close();
  collector.closeAllConnections();
  collector.close();
});

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const caller = '00f067aa0ba902b7';

/** The spans of a trace, once the request's own is among them. */
async function spansOf(traceId: string): Promise<readonly Received[]> {
  const mine = () => spans.filter((span) => span.traceId === traceId);
  expect(await within(5000, async () => mine().some(({ name }) => name === 'POST /graphql'))).toBe(true);
  return mine();
}

test('a request goes on from its traceparent, through the operation to the statements; values are in none of them', async () => {
  const page = await shop.gql('{ products(first: 1) { nodes { variants { id } } } }');
  const [{ id: variantId }] = page.data.products.nodes[0].variants;
  const input = { lines: [{ variantId, quantity: '1' }], email: 'grace.trace@example.test' };
  const answer = await shop.gql(createCart, { input }, { traceparent: `00-${trace}-${caller}-01` });
  expect(answer.data.createCart.userErrors).toEqual([]);
  const mine = await spansOf(trace);
  const request = mine.find(({ name }) => name === 'POST /graphql');
  const operation = mine.find(({ name }) => name === 'createCart');
  expect([request?.parentSpanId, operation?.parentSpanId]).toEqual([caller, request?.spanId]);
  expect(answer.headers.get('traceparent')).toBe(`00-${trace}-${String(request?.spanId)}-01`);
  const statements = mine.filter(({ parentSpanId }) => parentSpanId === operation?.spanId);
  expect(statements.length).toBeGreaterThan(0);
  for (const { name, kind } of statements) expect([kind, name]).toEqual([3, expect.stringMatching(/^[a-z-]+(\.[a-z-]+)*$/)]);
  const said = bodies.join();
  expect(said).not.toContain('grace.trace');
  expect(said).not.toContain(String(variantId));
  expect(said).toContain('"stringValue":"shop"');
});

test('what a consumer does with an event is linked to the request that recorded it', async () => {
  const [{ id: channelId }] = (await shop.gql('{ channels { id } }', {}, shop.staff)).data.channels;
  expect(channelId).toMatch(/^ch/);
  const page = await shop.gql('{ products(first: 1) { nodes { id variants { id } } } }');
  const { pool } = shop.postgres.database;
  await pool.query(`insert into outbox (id, type, aggregate_type, aggregate_id, aggregate_version, schema_version, payload, actor, correlation)
    select 'evt_' || type, type, 'order', 'ord_t', row_number() over (), 1, '{}', 'system', '${trace}-${caller}'
    from (select distinct unnest(hears) as type from consumer where not outside limit 1) as heard`);
  expect(page.status).toBe(200);
  const delivered = () => spans.find(({ name }) => name.startsWith('deliver '));
  expect(await within(8000, async () => delivered() !== undefined)).toBe(true);
  expect(delivered()).toMatchObject({ kind: 5, links: [{ traceId: trace, spanId: caller }] });
});

test('a request without an id of its own gets one that leads to its trace', async () => {
  const answer = await shop.gql('{ channel { code } }');
  const [, traceId = '', spanId = ''] = /^([\da-f]{32})-([\da-f]{16})$/.exec(answer.headers.get('x-request-id') ?? '') ?? [];
  expect((await spansOf(traceId)).map((span) => [span.name, span.spanId])).toContainEqual(['POST /graphql', spanId]);
  const named = await shop.gql('{ channel { code } }', {}, { 'x-request-id': 'mine' });
  expect(named.headers.get('x-request-id')).toBe('mine');
});
