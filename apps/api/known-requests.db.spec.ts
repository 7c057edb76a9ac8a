import { aContext } from '../../test/support/context.js';
import { usingDatabase } from '../../test/support/database.js';
import { AccessService } from '#access';
import { newId } from '#platform/ids';
import { startApi, type TestApi } from '../../test/support/api.js';

const postgres = usingDatabase();
let api: TestApi;

beforeAll(async () => {
  api = await startApi({ databaseUrl: postgres.url, environment: { MAX_COST: '200' } });
});
afterAll(() => api.close());

/** What the third of the same requests is answered; asserts that the first, which Apollo checked, got the same. */
async function asked(query: string, variables: object = {}, headers: Readonly<Record<string, string>> = {}) {
  const answers = [];
  for (let i = 0; i < 3; i++) {
    const answer = await api.gql(query, variables, { 'x-request-id': 'same', ...headers });
    answers.push({ status: answer.status, text: answer.text, headers: [...answer.headers].filter(([name]) => name !== 'date') });
  }
  const [first, second, third] = answers;
  expect(second).toEqual(first);
  expect(third).toEqual(first);
  return first;
}

describe('a document that was checked before is answered as Apollo would', () => {
  it('with data', async () => {
    const answer = await asked('query ($code: CurrencyCode!) { currency(code: $code) { name } }', { code: 'EUR' });
    expect(answer).toMatchObject({ status: 200, text: '{"data":{"currency":{"name":"Euro"}}}\n' });
  });

  it('with variables that are wrong', async () => {
    const answer = await asked('query ($code: CurrencyCode!) { currency(code: $code) { code } }', { code: 7 });
    expect(answer?.status).toBe(400);
    expect(answer?.text).toContain('BAD_USER_INPUT');
  });

  it('with a header that is wrong', async () => {
    const query = 'query ($code: CurrencyCode!) { currency(code: $code) { digits: numericCode } }';
    await asked(query, { code: 'EUR' });
    const answer = await asked(query, { code: 'EUR' }, { 'x-channel': 'nowhere' });
    expect(answer?.status).toBe(400);
    expect(answer?.text).toContain('there is no channel');
  });

  it('with a page that is too large', async () => {
    const query = 'query ($first: Int) { products(first: $first) { nodes { id slug name } } }';
    expect((await asked(query, { first: 10 }))?.status).toBe(200);
    const answer = await asked(query, { first: 100 });
    expect(answer?.status).toBe(400);
    expect(answer?.text).toContain('TOO_COMPLEX');
  });

  it('with another media type', async () => {
    const query = '{ currency(code: "EUR") { code } }';
    await asked(query);
    const answer = await asked(query, {}, { accept: 'application/graphql-response+json' });
    expect(new Map(answer?.headers).get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
  });

  it('with the key of a storefront, known or not', async () => {
    const query = '{ currency(code: "EUR") { code } channel { code } }';
    const channelIds = [newId('channel')];
    const { secret } = await api.app
      .get(AccessService, { strict: false })
      .create(aContext(), { kind: 'PUBLISHABLE', name: 'web', channelIds });
    await asked(query);
    expect((await asked(query, {}, { 'x-publishable-key': 'cwp_unknown' }))?.status).toBe(401);
    // its channel is not there: so it is said by both
    const answer = await asked(query, {}, { 'x-publishable-key': secret });
    expect(answer?.status).toBe(400);
    expect(answer?.text).toContain('the channel of this key does not sell');
  });

  it('with the permissions of who asks', async () => {
    const query = '{ locations { nodes { id } } }';
    expect((await asked(query))?.text).toContain('UNAUTHENTICATED');
    const answer = await asked(query, {}, { authorization: 'Bearer unknown' });
    expect(answer?.status).toBe(401);
  });
});
