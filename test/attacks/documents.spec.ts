import { startApi, type TestApi } from '../support/api.js';
import { usingDatabase } from '../support/database.js';

const postgres = usingDatabase();
let api: TestApi;

beforeAll(async () => {
  // the limits as they come, in production
  api = await startApi({ databaseUrl: postgres.url, environment: { NODE_ENV: 'production' } });
});
afterAll(async () => {
  process.env['NODE_ENV'] = 'test';
  await api.close();
});

const many = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => make(i)).join(' ');
const nested = (depth: number): string =>
  `${'{ products(first: 1) { nodes { variants { product '.repeat(depth)}{ id }${' } } } }'.repeat(depth)}`;

/** Each is refused before anything is executed, soon, and the third time as the first. */
test.each([
  ['ten thousand aliases', `{ ${many(10_000, (i) => `a${i.toString()}: __typename`)} }`, 'GRAPHQL_PARSE_FAILED'],
  ['a few aliases too many', `{ ${many(31, (i) => `a${i.toString()}: currency(code: "EUR") { code }`)} }`, 'TOO_COMPLEX'],
  [
    'aliases in fragments',
    `{ ...a ...b } fragment a on Query { ${many(16, (i) => `a${i.toString()}: __typename`)} } fragment b on Query { ${many(16, (i) => `b${i.toString()}: __typename`)} }`,
    'TOO_COMPLEX',
  ],
  ['a depth of fifty', nested(12), 'TOO_COMPLEX'],
  ['a depth of fifty in inline fragments', `{ ${'... on Query { '.repeat(50)}__typename${' }'.repeat(50)} }`, null],
  ['a circle of fragments', '{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }', 'GRAPHQL_VALIDATION_FAILED'],
  ['a fragment within itself', '{ ...a } fragment a on Query { channel { code } ...a }', 'GRAPHQL_VALIDATION_FAILED'],
  ['a hundred thousand tokens', `{ ${'a '.repeat(100_000)} }`, 'GRAPHQL_PARSE_FAILED'],
  [
    'fragments that double',
    `{ ...f0 } ${many(60, (i) => `fragment f${i.toString()} on Query { ${i < 59 ? `...f${(i + 1).toString()} ...f${(i + 1).toString()}` : '__typename'} }`)}`,
    null,
  ],
  ['a thousand directives', `{ __typename ${'@include(if: true) '.repeat(400)} }`, 'GRAPHQL_VALIDATION_FAILED'],
  ['a thousand unknown directives', `{ __typename ${many(1000, (i) => `@d${i.toString()}`)} }`, 'GRAPHQL_VALIDATION_FAILED'],
  ['a thousand unknown fields', `{ ${many(1000, (i) => `f${i.toString()}`)} }`, 'GRAPHQL_VALIDATION_FAILED'],
  ['a thousand variables', `query (${many(600, (i) => `$v${i.toString()}: Int`)}) { __typename }`, 'GRAPHQL_VALIDATION_FAILED'],
  ['lists in lists without end', `{ cart(id: ${'['.repeat(3000)}${']'.repeat(900)}) { id } }`, 'TOO_COMPLEX'],
  [
    'pages in pages',
    '{ products(first: 100) { nodes { variants { product { categories { id products(first: 100) { nodes { id } } } } } } } }',
    null,
  ],
  ['the schema', '{ __schema { types { name fields { name type { name } } } } }', 'GRAPHQL_VALIDATION_FAILED'],
  ['the schema by a type', '{ __type(name: "Query") { fields { name } } }', 'GRAPHQL_VALIDATION_FAILED'],
  ['a name that is nearly right', '{ chanel { code } }', 'GRAPHQL_VALIDATION_FAILED'],
  ['a type that is nearly right', 'query ($a: CurrencyCod!) { currency(code: $a) { code } }', 'GRAPHQL_VALIDATION_FAILED'],
  ['an input that is nearly right', 'mutation { createCart(input: { line: [] }) { cart { id } } }', 'GRAPHQL_VALIDATION_FAILED'],
  ['a subscription by POST', 'subscription { __typename }', null],
  ['U+0000 in a text', '{ cart(id: "cart\\u0000_1") { id } }', 'BAD_USER_INPUT'],
  ['half a character in a text', '{ cart(id: "\\uD800") { id } }', null],
])('%s', async (_what, query, code) => {
  const from = performance.now();
  for (let i = 0; i < 3; i++) {
    const { status, data, errors, text } = await api.gql(query);
    if (code === null) {
      expect(status).toBeLessThan(500);
      expect(text).not.toContain('INTERNAL');
      continue;
    }
    expect({ status, data, code: errors?.[0]?.extensions?.code }).toEqual({ status: 400, data: undefined, code });
    expect(text).not.toMatch(/did you mean/i);
    expect(text.length).toBeLessThan(20_000);
  }
  expect(performance.now() - from).toBeLessThan(3000);
});

test.each([
  ['U+0000', 'cart_\u0000'],
  ['half a character', 'cart_\ud800'],
  ['the other half', '\udc00'],
])('%s in a variable is the sender’s mistake, each time', async (_what, id) => {
  for (let i = 0; i < 4; i++) {
    const { status, data, errors } = await api.gql('query ($id: ID!) { cart(id: $id) { id } }', { id });
    expect([status, data, errors[0].extensions.code]).toEqual([400, undefined, 'BAD_USER_INPUT']);
  }
});

test('a whole character of two halves is a text like others', async () => {
  expect((await api.gql('query ($id: ID!) { cart(id: $id) { id } }', { id: 'cart_😀' })).data).toEqual({ cart: null });
});

test.each([
  ['a page of minus one', { first: -1 }],
  ['an empty page', { first: 0 }],
  ['a page beyond integers', { first: 2 ** 31 }],
  ['a page of 2^53', { first: 2 ** 53 }],
  ['a page of a text', { first: '5' }],
  ['a page of a half', { first: 1.5 }],
  ['a cursor of rubbish', { after: 'x' }],
  ['a cursor of base64 rubbish', { after: Buffer.from('{"a":').toString('base64url') }],
  ['a cursor of nothing', { after: '' }],
  ['a cursor of SQL', { after: "' or 1=1; drop table cart; --" }],
  ['a huge cursor', { after: 'A'.repeat(100_000) }],
])('%s is no error of ours', async (_what, variables) => {
  const { status, text } = await api.gql(
    'query ($first: Int, $after: String) { products(first: $first, after: $after) { nodes { id } } }',
    variables,
  );
  expect(status).toBeLessThan(500);
  expect(text).not.toContain('INTERNAL');
});

test('huge variables are read once and refused', async () => {
  const from = performance.now();
  const lines = Array.from({ length: 10_000 }, (_, i) => ({ variantId: `var_${i.toString()}`, quantity: '1' }));
  const { status, text } = await api.gql(
    'mutation ($input: CreateCartInput!) { createCart(input: $input) { cart { id } userErrors { code } } }',
    { input: { lines } },
  );
  expect(status).toBeLessThan(500);
  expect(text).not.toContain('INTERNAL');
  const { rows } = await postgres.database.pool.query('select from cart');
  expect(rows).toEqual([]);
  expect(performance.now() - from).toBeLessThan(5000);
});
