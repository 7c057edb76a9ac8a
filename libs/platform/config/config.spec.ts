import { Config } from './config.js';
import { StartupError } from './startup-error.js';

const refusal = (environment: Record<string, string>) => {
  try {
    new Config(environment);
  } catch (error) {
    if (error instanceof StartupError) return error.message;
    throw error;
  }
  return 'accepted';
};

test('an empty environment is a whole configuration', () => {
  expect(Object.fromEntries(Object.entries(new Config({})))).toEqual({
    mode: 'development',
    host: '127.0.0.1',
    port: 4000,
    corsOrigins: ['*'],
    databaseUrl: null,
    databasePool: 10,
    redisUrl: null,
    eventConsumers: null,
    logLevel: 'info',
    introspection: true,
    limits: { depth: 12, cost: 20000, aliases: 30, bodyBytes: 1048576 },
    patience: { requestSeconds: 15, statementSeconds: 20, answerSeconds: 30 },
    behindTls: false,
    metricsPort: null,
    traces: null,
    taxEngine: null,
    live: { connections: 200, operations: 20, checkSeconds: 20 },
    trustedProxies: 0,
    sessionHours: { CUSTOMER: 720, STAFF: 12 },
    eventDays: 400,
    endedDays: 400,
    cartDays: 90,
    sweepSeconds: 5,
    paymentSilenceSeconds: 30,
    requirePublishableKey: false,
    shutdownSeconds: 15,
  });
});

test('an empty variable counts as unset', () => {
  expect(new Config({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ port: 4000, databaseUrl: null });
});

test('production does not show its schema unless told to', () => {
  expect(new Config({ NODE_ENV: 'production' }).introspection).toBe(false);
  expect(new Config({ NODE_ENV: 'production', INTROSPECTION: 'on' }).introspection).toBe(true);
});

test('production lets the pages of other origins in only when they are named', () => {
  expect(new Config({ NODE_ENV: 'production' }).corsOrigins).toEqual([]);
  const named = new Config({ NODE_ENV: 'production', CORS_ORIGINS: 'https://shop.example, http://localhost:3000' });
  expect(named.corsOrigins).toEqual(['https://shop.example', 'http://localhost:3000']);
});

test('traces are made when there is somebody to send them to', () => {
  const { traces } = new Config({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_SERVICE_NAME: 'shop-api' });
  expect(traces).toEqual({ endpoint: 'http://collector:4318', service: 'shop-api' });
});

test.each([
  [
    { CORS_ORIGINS: 'https://shop.example/' },
    'CORS_ORIGINS has to be origins such as https://shop.example,https://till.example, or *, which "https://shop.example/" is not: correct it or leave it unset.',
  ],
  [{ PORT: 'http' }, 'PORT has to be a port from 0 (any free one) to 65535, which "http" is not: correct it or leave it unset.'],
  [
    { PORT: '70000' },
    'PORT has to be a port from 0 (any free one) to 65535, which "70000" is not: correct it or leave it unset.',
  ],
  [{ BEHIND_TLS: 'yes' }, 'BEHIND_TLS has to be on or off, which "yes" is not: correct it or leave it unset.'],
  [
    { ANSWER_SECONDS: '0' },
    'ANSWER_SECONDS has to be a number of seconds from 1 to 3600, which "0" is not: correct it or leave it unset.',
  ],
  [
    { METRICS_PORT: '99999' },
    'METRICS_PORT has to be a port from 0 (any free one) to 65535, which "99999" is not: correct it or leave it unset.',
  ],
  [
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' },
    'OTEL_EXPORTER_OTLP_ENDPOINT has to be an address such as http://collector:4318, which what it is set to is not: correct it or leave it unset.',
  ],
  [
    { OTEL_SERVICE_NAME: 'my shop' },
    'OTEL_SERVICE_NAME has to be a name of letters, digits, dots and dashes, which "my shop" is not: correct it or leave it unset.',
  ],
  [{ INTROSPECTION: 'yes' }, 'INTROSPECTION has to be on or off, which "yes" is not: correct it or leave it unset.'],
  [
    { REDIS_URL: 'localhost:6379' },
    'REDIS_URL has to be an address such as redis://host:6379, which what it is set to is not: correct it or leave it unset.',
  ],
])('%j is refused in one sentence', (environment, sentence) => {
  expect(refusal(environment)).toBe(sentence);
});

test('a refused address is not repeated: it may hold a password', () => {
  expect(refusal({ DATABASE_URL: 'mysql://root:secret@db/shop' })).not.toContain('secret');
});
