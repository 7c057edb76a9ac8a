import { Kind, parse } from 'graphql';
import { Metrics, MetricsListener } from '#platform/metrics';
import { aBareSocket } from '../../test/support/live.js';
import { startWholeShop, type WholeShop } from '../../test/support/whole.js';
import { within } from '../../test/support/staff.js';
import { rootFieldOf } from './measure-requests.js';

let shop: WholeShop;
beforeAll(async () => {
  shop = await startWholeShop({ METRICS_PORT: '0' });
}, 60_000);
afterAll(() => shop.close());

/** The figures by name and labels, as Prometheus reads them. */
async function figures(): Promise<ReadonlyMap<string, number>> {
  const address = shop.app.get(MetricsListener, { strict: false }).address ?? '';
  const response = await fetch(address);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
}

const operations = (field: string, outcome: string): string =>
  `cartwright_operation_seconds_count{field="${field}",outcome="${outcome}"}`;

test('operations are counted by their root field, whatever clients call them, and by how they went', async () => {
  for (let i = 0; i < 4; i++) await shop.gql(`query Mine${i.toString()} { alias${i.toString()}: channel { code } }`);
  const create = `mutation ($input: CreateCartInput!) { createCart(input: $input) { cart { id } userErrors { code } } }`;
  const refused = await shop.gql(create, { input: { lines: [{ variantId: 'var_nobody', quantity: '1' }] } });
  const [{ code }] = refused.data.createCart.userErrors;
  await shop.gql('{ locations(first: 1) { nodes { id } } }');
  const found = await figures();
  expect(found.get(operations('channel', 'ok'))).toBe(4);
  expect(found.get(operations('createCart', 'refused'))).toBe(1);
  expect(found.get(`cartwright_refusals_total{field="createCart",code="${String(code)}"}`)).toBe(1);
  expect(found.get(operations('locations', 'error'))).toBe(1);
  expect([...found.keys()].join()).not.toMatch(/Mine|alias/);
});

test('requests are counted by route and status; what is asked for in vain makes no label of its own', async () => {
  await shop.gql('{ channel { code } }');
  for (const path of ['/wp-admin', '/etc/passwd', '/metrics']) expect((await fetch(`${shop.url}${path}`)).status).toBe(404);
  const found = await figures();
  const routes = [...found.keys()].flatMap(
    (name) => /^cartwright_http_request_seconds_count\{.*route="([^"]+)"/.exec(name)?.[1] ?? [],
  );
  expect(new Set(routes)).toEqual(new Set(['/graphql', 'unknown']));
  expect(found.get('cartwright_http_request_seconds_count{method="GET",route="unknown",status="404"}')).toBe(3);
});

test('statements by name, the pool, the outbox, deliveries, holds, sockets and the process itself', async () => {
  const { pool } = shop.postgres.database;
  await pool.query(`insert into consumer (name, hears) values ('books', '{order.placed}')`);
  await pool.query(`insert into outbox (id, type, aggregate_type, aggregate_id, aggregate_version, schema_version, payload, actor, relayed_at)
    values ('evt_1', 'order.placed', 'order', 'ord_1', 1, 1, '{}', 'system', now())`);
  await pool.query(`insert into delivery (consumer, aggregate_id, aggregate_version, event_id, attempts, parked_at, error)
    values ('books', 'ord_1', 1, 'evt_1', 10, now(), 'no')`);
  const [socket, another] = [await aBareSocket(shop.url), await aBareSocket(shop.url)];
  const parked = 'cartwright_deliveries{consumer="books",state="parked"}';
  expect(await within(3000, async () => (await figures()).get(parked) === 1)).toBe(true);
  expect(await within(3000, async () => (await figures()).get('cartwright_relay_seated') === 1)).toBe(true);
  const found = await figures();
  expect(found.get('cartwright_statement_seconds_count{statement="backlog.outbox"}')).toBeGreaterThan(0);
  expect(found.get('cartwright_database_connections{state="idle"}')).toBeGreaterThanOrEqual(0);
  expect(found.get('cartwright_outbox_events')).toBeGreaterThanOrEqual(0);
  expect(found.get('cartwright_outbox_lag_seconds')).toBeGreaterThanOrEqual(0);
  expect([found.get('cartwright_holds{state="pending"}'), found.get('cartwright_holds{state="overdue"}')]).toEqual([0, 0]);
  expect(found.get('cartwright_websocket_connections')).toBe(2);
  socket.close();
  expect(await within(1000, async () => (await figures()).get('cartwright_websocket_connections') === 1)).toBe(true);
  another.close();
  expect(found.get('nodejs_heap_size_used_bytes')).toBeGreaterThan(0);
  if (process.env['REDIS_URL']) expect(found.get('cartwright_queue_jobs{queue="wake-books",state="waiting"}')).toBe(0);
});

test('the name of an operation is its first root field, through fragments', () => {
  const nameOf = (text: string): string => {
    const document = parse(text);
    const operation = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
    if (!operation) throw new Error('no operation');
    return rootFieldOf({ document, operation });
  };
  expect(nameOf('query A { x: products { id } y: cart { id } }')).toBe('products');
  expect(nameOf('{ ...a } fragment a on Query { ... on Query { ...b } } fragment b on Query { order { id } }')).toBe('order');
});

test('keeping a figure costs a request less than three microseconds', async () => {
  const metrics = new Metrics(true);
  const stopwatch = metrics.durations('cost_seconds', 'x', ['field', 'outcome']).labels({ field: 'a', outcome: 'ok' });
  // short rounds, the best of many: others use this machine too
  const rounds = 500;
  const best = Math.min(
    ...Array.from({ length: 200 }, () => {
      const from = performance.now();
      for (let i = 0; i < rounds; i++) stopwatch.observe((performance.now() - from) / 1000);
      return (1000 * (performance.now() - from)) / rounds;
    }),
  );
  expect(best).toBeLessThan(3);
});
