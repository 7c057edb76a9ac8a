import { serverAudits } from 'graphql-http';
import { startApi, type TestApi } from '../support/api.js';
import { usingDatabase } from '../support/database.js';

const postgres = usingDatabase();
let api: TestApi;
beforeAll(async () => {
  api = await startApi({ databaseUrl: postgres.url });
});
afterAll(() => api.close());

const byGet =
  'a GET without a header of its own could come from a page of somebody else (CSRF); with apollo-require-preflight it is answered';
const honest =
  'a wrong request is answered 400 whatever it accepts, so that balancers, logs and clients can tell it from an answer; 200 is for clients older than the specification';

/** What the specification allows or recommends and we do otherwise, with the reason. There is no MUST among it. */
const otherwise: Readonly<Record<string, string>> = {
  'MAY accept application/x-www-form-urlencoded formatted GET requests': byGet,
  'MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/graphql-response+json': byGet,
  'MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/json': byGet,
  'SHOULD use 200 status code on document parsing failure when accepting application/json': honest,
  'SHOULD use 200 status code on document validation failure when accepting application/json': honest,
  'SHOULD use a status code of 200 on variable coercion failure when accepting application/json': honest,
};

const audits = serverAudits({ url: () => `${api.url}/graphql`, fetchFn: fetch });
const asRecommended = audits.filter(({ name }) => !(name in otherwise));

// the first time a document passes Apollo; from the second on it is known, and compiled from the third on
describe.each(['first', 'second', 'third'])('GraphQL over HTTP, asked for the %s time', () => {
  test.each(asRecommended.map(({ name, fn }) => [name, fn] as const))('%s', async (_name, audit) => {
    const result = await audit();
    expect(result.status === 'ok' ? 'ok' : `${result.status}: ${result.reason}`).toBe('ok');
  });

  test('what is done otherwise is still what the table says, and nothing that the specification demands', async () => {
    const others = audits.filter(({ name }) => name in otherwise);
    expect(others.map(({ name }) => name).sort()).toEqual(Object.keys(otherwise).sort());
    for (const { name, fn } of others) {
      expect(name).not.toMatch(/^MUST/);
      expect([name, (await fn()).status]).toEqual([name, name.startsWith('MAY') ? 'notice' : 'warn']);
    }
  });
});

test('what is asked by GET with a header that pages cannot set is answered', async () => {
  const variables = encodeURIComponent('{"code":"EUR"}');
  const query = encodeURIComponent('query ($code: CurrencyCode!) { currency(code: $code) { code } }');
  const url = `${api.url}/graphql?query=${query}&variables=${variables}`;
  const answer = await fetch(url, { headers: { 'apollo-require-preflight': '1' } });
  expect([answer.status, await answer.json()]).toEqual([200, { data: { currency: { code: 'EUR' } } }]);
});
