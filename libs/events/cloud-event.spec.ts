import { existsSync, readFileSync } from 'node:fs';
import type { Id } from '#kernel';
import { readCloudEvent, toCloudEvent } from './cloud-event.js';
import type { StoredEvent } from './event.js';

const placed: StoredEvent = {
  id: 'evt_01J8Z0K3M4N5P6Q7R8S9T0V1W2' as Id<'event'>,
  type: 'order.placed',
  aggregateType: 'order',
  aggregateId: 'ord_01J8Z0K3M4N5P6Q7R8S9T0V1W3',
  aggregateVersion: 3_000_000_000n,
  schemaVersion: 1,
  payload: { orderId: 'ord_01J8Z0K3M4N5P6Q7R8S9T0V1W3', total: '12.90' },
  occurredAt: new Date('2026-11-21T10:00:00.123Z'),
  actor: 'guest',
  onBehalfOf: null,
  channel: 'chan_1',
  correlation: 'req-1',
  causation: null,
};

const told = {
  specversion: '1.0',
  id: 'evt_01J8Z0K3M4N5P6Q7R8S9T0V1W2',
  source: '/cartwright',
  type: 'order.placed',
  subject: 'ord_01J8Z0K3M4N5P6Q7R8S9T0V1W3',
  time: '2026-11-21T10:00:00.123Z',
  datacontenttype: 'application/json',
  dataschema: 'urn:cartwright:event:order.placed:1',
  aggregatetype: 'order',
  aggregateversion: '3000000000',
  actor: 'guest',
  channel: 'chan_1',
  correlationid: 'req-1',
  data: { orderId: 'ord_01J8Z0K3M4N5P6Q7R8S9T0V1W3', total: '12.90' },
};

test('an event of ours is told as a CloudEvent; what is unknown is left out', () => {
  expect(toCloudEvent(placed, '/cartwright')).toEqual(told);
});

test('what we tell we can read', () => {
  expect(readCloudEvent(JSON.parse(JSON.stringify(toCloudEvent(placed, '/cartwright'))))).toEqual(told);
});

const least = { specversion: '1.0', id: 'a', source: '#part', type: 't' };

test.each([
  ['the least there can be', least, least],
  ['nulls, which count as absent', { ...least, subject: null, time: null, dataschema: null }, least],
  ['a time with an offset', { ...least, time: '2018-04-05T16:31:00-01:00' }, { ...least, time: '2018-04-05T16:31:00-01:00' }],
  ['nanoseconds', { ...least, time: '2018-04-05T17:31:00.000000000Z' }, { ...least, time: '2018-04-05T17:31:00.000000000Z' }],
  ['extensions of every kind', { ...least, a1: 10, b: true, c: 'x' }, { ...least, a1: 10, b: true, c: 'x' }],
  ['data that is a text', { ...least, data: 'Simple text' }, { ...least, data: 'Simple text' }],
  ['binary data', { ...least, data_base64: 'TWE=' }, { ...least, data_base64: 'TWE=' }],
])('reads %s', (_what, json, expected) => {
  expect(readCloudEvent(json)).toEqual(expected);
});

test.each([
  ['another version', { ...least, specversion: '0.3' }],
  ['an empty id', { ...least, id: '' }],
  ['no source', { specversion: '1.0', id: 'a', type: 't' }],
  ['a time that is none', { ...least, time: 'yesterday' }],
  ['an extension with capitals', { ...least, traceParent: 'x' }],
  ['an extension that is an object', { ...least, trace: {} }],
  ['a number beyond 31 bits', { ...least, big: 3_000_000_000 }],
  ['data twice', { ...least, data: 1, data_base64: 'TWE=' }],
  ['a text', 'event'],
])('refuses %s', (_what, json) => {
  expect(() => readCloudEvent(json)).toThrow();
});

/** The conformance vectors of the CloudEvents project, where somebody has put them beside the clone. */
const vectors = '../shared/data/event-webhook-vectors/cloudevents-valid-events.json';

test(`the CloudEvents project’s own vectors (${existsSync(vectors) ? 'found' : 'absent: only ours were read'})`, () => {
  if (!existsSync(vectors)) return;
  const { tests } = JSON.parse(readFileSync(vectors, 'utf8')) as { tests: { event: Record<string, unknown> }[] };
  expect(tests).toHaveLength(10);
  for (const { event } of tests) {
    const present = Object.fromEntries(Object.entries(event).filter(([, value]) => value !== null));
    expect(readCloudEvent(event)).toEqual(present);
  }
});
