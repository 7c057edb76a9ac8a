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
    sweepSeconds: 5,
    paymentSilenceSeconds: 30,
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
