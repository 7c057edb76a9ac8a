import { createHash } from 'node:crypto';
import { buildSchema, GraphQLError, Kind, parse, validate, type GraphQLObjectType, type GraphQLScalarType } from 'graphql';
import { UserError } from '#kernel';
import { Executor } from './executor.js';
import { unlocated } from './guard-schema.js';
import { maskError } from './mask.js';
import { scalars } from './scalars.js';

const schema = buildSchema(`
  scalar Decimal
  scalar JSON
  enum Unit { PIECE METRE }
  interface Item { sku: String! }
  type Book implements Item { sku: String! pages: Int! }
  type Cloth implements Item { sku: String! width: Decimal! }
  union Thing = Book | Cloth
  input LineInput { sku: String! quantity: Decimal = "1" unit: Unit = PIECE }
  type Money { amount: Decimal! }
  type Query {
    echo(lines: [LineInput!], unit: Unit, amount: Decimal, first: Int = 7, json: JSON): String
    items: [Item!]!
    things: [Thing]
    price: Money
    secret: String
    secretNow: String!
    refused: String
    forbidden: String
    nothing: String!
    holes: [String!]
    deep: [Money!]
    bad: Decimal
  }
  type Mutation { first: Int second: Int third: Int! }
`);

for (const [name, scalar] of Object.entries(scalars)) {
  const type = schema.getType(name) as GraphQLScalarType | undefined;
  if (type)
    Object.assign(type, { serialize: scalar.serialize, parseValue: scalar.parseValue, parseLiteral: scalar.parseLiteral });
}

const secret = 'password=hunter2';
let counted = 0;
const book = { __typename: 'Book', sku: 'b', pages: 10 };
const cloth = { __typename: 'Cloth', sku: 'c', width: '1.50' };

resolving(schema.getQueryType(), {
  // sorted, as the order of arguments means nothing
  echo: (_: unknown, args: object) =>
    JSON.stringify(args, ['lines', 'sku', 'quantity', 'unit', 'amount', 'first', 'json', 'a', 'b']),
  items: async () => [book, cloth],
  things: () => [cloth, null, book],
  price: () => ({ amount: '10.00' }),
  secret: async () => Promise.reject(new Error(secret)),
  secretNow: () => {
    throw Object.assign(new Error(secret), { extensions: { code: 'INVALID' } });
  },
  refused: () => {
    throw unlocated(new UserError('NOT_FOUND', 'there is no such cart', ['id'], { id: 'x' }));
  },
  forbidden: () => {
    throw new GraphQLError('not with this key', { extensions: { code: 'FORBIDDEN' } });
  },
  nothing: () => null,
  holes: () => ['a', null],
  deep: () => [{ amount: '1.00' }, new Error(secret)],
  bad: () => secret,
});
resolving(schema.getMutationType(), {
  first: async () => ++counted,
  second: () => ++counted,
  third: async () => Promise.reject(new Error(secret)),
});

function resolving(type: GraphQLObjectType | null | undefined, resolvers: object): void {
  const fields = type?.getFields() ?? {};
  for (const [name, resolve] of Object.entries(resolvers)) Object.assign(fields[name] ?? {}, { resolve });
}

/** Runs the operation until graphql-jit has taken over, and returns what was answered first and last. */
async function both(text: string, variables: Record<string, unknown> = {}, operationName?: string) {
  const executor = new Executor(schema);
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  const operations = document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? [definition] : [],
  );
  const operation = operations.find(({ name }) => name?.value === operationName) ?? operations[0];
  if (!operation) throw new Error('no operation');
  const hash = createHash('sha256').update(text).digest('hex');
  const reported: unknown[] = [];
  const masking = { report: (error: unknown) => reported.push(error), suggesting: false };
  const run = async () => {
    counted = 0;
    const { data, errors } = await executor.run({ hash, document, operation, variables, asked: {} });
    return JSON.stringify({ data, errors: errors?.map((error) => maskError(error, 'r1', masking)) });
  };
  const answers = [await run(), await run(), await run(), await run()];
  // what is wrong with variables is found before either of them runs
  expect(executor.isCompiled({ hash, operation })).toBe(answers[0]?.startsWith('{"data"'));
  return { js: answers[0] ?? '', jit: answers[3] ?? '', reported };
}

const cases: [string, string, Record<string, unknown>?, string?][] = [
  ['plain fields', '{ price { amount } items { sku } }'],
  [
    'fragments and types',
    '{ items { __typename ...b ... on Cloth { width } } things { ... on Book { pages } ...c } } fragment b on Book { pages } fragment c on Cloth { sku width }',
  ],
  [
    'skip and include',
    'query ($no: Boolean!, $yes: Boolean = true) { price @skip(if: $no) { amount } items @include(if: $no) { sku } echo @include(if: $yes) }',
    { no: true },
  ],
  ['skipped: not', 'query ($no: Boolean!) { price @skip(if: $no) { amount } ... @include(if: $no) { echo } }', { no: false }],
  ['aliases', '{ a: echo(first: 1) b: echo(first: 2) }'],
  [
    'literals and defaults',
    '{ echo(lines: [{ sku: "a" }, { sku: "b", quantity: "2.5", unit: METRE }], amount: "1.00", json: { a: [1, "x"] }) }',
  ],
  [
    'variables',
    'query ($lines: [LineInput!], $unit: Unit, $amount: Decimal, $first: Int) { echo(lines: $lines, unit: $unit, amount: $amount, first: $first) }',
    { lines: [{ sku: 'a', unit: 'METRE' }], unit: 'PIECE', amount: '0.25' },
  ],
  ['a variable that is one of a list', 'query ($lines: [LineInput!]) { echo(lines: $lines) }', { lines: { sku: 'a' } }],
  ['null for a default', 'query ($first: Int) { echo(first: $first) }', { first: null }],
  ['JSON', 'query ($json: JSON) { echo(json: $json) }', { json: { a: [1, { b: null }] } }],
  ['one of two operations', 'query A { price { amount } } query B { echo }', {}, 'B'],
  ['mutations in turn', 'mutation { first second again: first }'],
  ['a number for a Decimal', 'query ($amount: Decimal) { echo(amount: $amount) }', { amount: 1.5 }],
  ['an exponent for a Decimal', 'query ($amount: Decimal) { echo(amount: $amount) }', { amount: '1e3' }],
  ['an unknown enum value', 'query ($unit: Unit) { echo(unit: $unit) }', { unit: 'PIECES' }],
  ['a missing field of an input', 'query ($lines: [LineInput!]) { echo(lines: $lines) }', { lines: [{}] }],
  ['an unknown field of an input', 'query ($lines: [LineInput!]) { echo(lines: $lines) }', { lines: [{ sku: 'a', skuu: 1 }] }],
  ['a missing variable', 'query ($amount: Decimal!) { echo(amount: $amount) }', {}],
  ['an Int that is none', 'query ($first: Int) { echo(first: $first) }', { first: 3000000000 }],
  ['null where none may be', '{ price { amount } nothing }'],
  ['null in a list that holds none', '{ price { amount } holes }'],
  ['a refusal', '{ refused price { amount } }'],
  ['a guard', '{ forbidden price { amount } }'],
];

// every row whole: jest would put its own callback where an argument is missing
const rows = cases.map(([name, text, variables = {}, operation = '']) => [name, text, variables, operation] as const);

test.each(rows)('graphql-js and graphql-jit answer the same: %s', async (_name, text, variables, operation) => {
  const { js, jit } = await both(text, variables, operation);
  expect(jit).toBe(js);
});

test.each([
  ['a field that may be null', '{ price { amount } secret }'],
  ['a field that may not', '{ price { amount } secretNow }'],
  ['an error that claims to be public', '{ secretNow }'],
  ['inside a list', '{ deep { amount } price { amount } }'],
  ['a value that a scalar refuses', '{ bad price { amount } }'],
  ['a mutation', 'mutation { first third second }'],
])('a thrown secret reaches nobody but the log: %s', async (_name, text) => {
  const { js, jit, reported } = await both(text);
  expect(jit).toBe(js);
  expect(js).not.toContain('hunter2');
  expect(JSON.parse(js).errors[0]).toMatchObject({
    message: 'Internal error',
    extensions: { code: 'INTERNAL', requestId: 'r1' },
  });
  expect(reported).toHaveLength(4);
});

test('what clients are meant to see, they see', async () => {
  const { jit } = await both('{ refused forbidden }');
  expect(JSON.parse(jit)).toEqual({
    data: { refused: null, forbidden: null },
    errors: [
      {
        message: 'there is no such cart',
        path: ['refused'],
        extensions: { code: 'NOT_FOUND', path: ['id'], facts: { id: 'x' } },
      },
      { message: 'not with this key', path: ['forbidden'], extensions: { code: 'FORBIDDEN' } },
    ],
  });
});

test('names are not suggested to strangers', async () => {
  const { jit } = await both('query ($unit: Unit) { echo(unit: $unit) }', { unit: 'PIECES' });
  expect(jit).toContain('PIECES');
  expect(jit).not.toContain('Did you mean');
});

test('a document is compiled when it is seen for the third time, and the least used gives way', async () => {
  const executor = new Executor(schema, 2);
  const run = async (text: string) => {
    const document = parse(text);
    const operation = document.definitions[0];
    if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation');
    await executor.run({ hash: text, document, operation, variables: {}, asked: {} });
    return executor.isCompiled({ hash: text, operation });
  };
  expect([await run('{ echo }'), await run('{ echo }'), await run('{ echo }')]).toEqual([false, false, true]);
  await run('{ items { sku } }');
  expect(await run('{ echo }')).toBe(true);
  await run('{ price { amount } }');
  await run('{ things { __typename } }');
  expect(await run('{ echo }')).toBe(false);
});
