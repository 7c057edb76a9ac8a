import fc from 'fast-check';
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isInterfaceType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { usingShop } from '../support/shop.js';

const shop = usingShop();

/** Texts that break what was not written with them in mind. */
const hostileTexts = [
  '',
  ' ',
  'x',
  "' or 1=1; --",
  '"; drop table cart; --',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  'null',
  '%s%n',
  '\\',
  '\n',
  '\u202e',
  '😀'.repeat(50),
  'x'.repeat(3000),
  'ı',
  '{{7*7}}',
  '<script>',
  '0',
  '-1',
  '1e309',
  'NaN',
  'Infinity',
  '9'.repeat(40),
  '-0',
  '0.0000000001',
  '1'.repeat(300),
  `0.${'0'.repeat(300)}1`,
  '2147483648',
  '9223372036854775808',
  '-9223372036854775809',
  '2026-02-28T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '294276-01-01T00:00:00Z',
  'EUR',
  'DE',
  'en',
  'web',
  'mail@example.test',
];
const hostileJson = [
  null,
  0,
  -1,
  1e308,
  '',
  [],
  {},
  [[[]]],
  { a: { b: [1, null] } },
  [{ type: 'nothing' }],
  { type: 'PERCENT_OFF', percent: 'x' },
];

/** Values of a type that GraphQL lets pass, and some that it does not. */
function valuesOf(type: GraphQLInputType, ids: readonly string[], depth = 0): fc.Arbitrary<unknown> {
  if (isNonNullType(type)) return valuesOf(type.ofType, ids, depth).map((value) => value ?? '');
  const rarely = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 6 });
  if (isListType(type)) return rarely(fc.array(valuesOf(type.ofType, ids, depth + 1), { maxLength: 3 }));
  if (isEnumType(type)) return rarely(fc.constantFrom(...type.getValues().map(({ name }) => name)));
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const required = fields.filter((field) => isNonNullType(field.type)).map(({ name }) => name);
    const shape = Object.fromEntries(fields.map((field) => [field.name, valuesOf(field.type, ids, depth + 1)]));
    return depth > 5 ? fc.constant(null) : rarely(fc.record(shape, { requiredKeys: required }));
  }
  switch (type.name) {
    case 'Int':
      return rarely(fc.constantFrom(0, 1, -1, 7, 100, 101, 2147483647, -2147483648));
    case 'Float':
      return rarely(fc.constantFrom(0, -1, 1.5, 1e308));
    case 'Boolean':
      return rarely(fc.boolean());
    case 'JSON':
      return rarely(fc.constantFrom(...hostileJson));
    case 'DateTime':
      return rarely(
        fc.constantFrom('0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2026-11-22T00:00:00Z', '1969-12-31T23:59:59.999999999Z'),
      );
    case 'Decimal':
      return rarely(
        fc.constantFrom(
          '0',
          '1',
          '-1',
          '0.01',
          '9'.repeat(30),
          `0.${'0'.repeat(30)}1`,
          '1000000000000',
          '1.005',
          '9223372036854775808',
        ),
      );
    case 'CurrencyCode':
      return rarely(fc.constantFrom('EUR', 'JPY', 'KWD', 'XXX'));
    case 'CountryCode':
      return rarely(fc.constantFrom('DE', 'US', 'ZZ'));
    default:
      return rarely(fc.oneof(fc.constantFrom(...ids), fc.constantFrom(...hostileTexts), fc.string({ maxLength: 20 })));
  }
}

/** The plain fields of a type, two floors deep: enough to make every resolver of the answer run. */
function selection(type: GraphQLObjectType | ReturnType<typeof getNamedType>, floors = 2): string {
  if (!isObjectType(type) && !isInterfaceType(type)) return '';
  const fields = Object.values(type.getFields()).filter(({ args }) => !args.some((arg) => isNonNullType(arg.type)));
  const plain = fields
    .filter(({ type: of }) => !isObjectType(getNamedType(of)) && !isInterfaceType(getNamedType(of)))
    .map(({ name }) => name);
  const deeper = floors > 0 ? fields.filter(({ type: of, name }) => isObjectType(getNamedType(of)) && name !== 'edges') : [];
  const parts = [...plain, ...deeper.flatMap((field) => inner(field, floors))];
  return `{ ${parts.length > 0 ? parts.join(' ') : '__typename'} }`;
}

function inner({ name, type }: GraphQLField<unknown, unknown>, floors: number): string[] {
  const found = selection(getNamedType(type), floors - 1);
  return found ? [`${name} ${found}`] : [];
}

interface Root {
  readonly name: string;
  readonly kind: 'query' | 'mutation';
  readonly field: GraphQLField<unknown, unknown>;
}

function roots(schema: GraphQLSchema): Root[] {
  const of = (kind: Root['kind'], type: GraphQLObjectType | null | undefined): Root[] =>
    Object.values(type?.getFields() ?? {}).map((field) => ({ name: field.name, kind, field }));
  return [...of('query', schema.getQueryType()), ...of('mutation', schema.getMutationType())];
}

/** The document that asks for the field with its arguments as variables, as deep as the limits let it. */
function documentOf({ kind, field }: Root, floors: number): string {
  const declared = field.args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const given = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
  const [head, tail] = declared ? [`(${declared})`, `(${given})`] : ['', ''];
  return `${kind} ${head} { ${field.name}${tail} ${selection(getNamedType(field.type), floors)} }`;
}

test('whatever is sent to a root field, nothing breaks: refusals and answers, and no internal error', async () => {
  const { app, gql, staff, postgres, ask } = shop();
  const { schema } = app.get(GraphQLSchemaHost, { strict: false });
  const { rows } = await postgres.database.pool.query<{ id: string }>(
    `(select id from variant limit 2) union all (select id from product limit 1) union all (select id from channel limit 1)
     union all (select id from location limit 1) union all (select id from price_list limit 1)`,
  );
  const [{ id: variantId }] = rows as [{ id: string }];
  const made = await ask(
    'mutation ($input: CreateCartInput!) { createCart(input: $input) { cart { id } userErrors { code } } }',
    { input: { lines: [{ variantId, quantity: '1' }] } },
  );
  const ids = [...rows.map(({ id }) => id), String(made.cart.id)];
  const broken: string[] = [];
  for (const root of roots(schema)) {
    let query = documentOf(root, 2);
    for (let floors = 1; floors >= 0 && (await gql(query, {}, staff)).text.includes('TOO_COMPLEX'); floors--)
      query = documentOf(root, floors);
    const variables = fc.record(Object.fromEntries(root.field.args.map(({ name, type }) => [name, valuesOf(type, ids)])));
    const samples = fc.sample(variables, { numRuns: Number(process.env['FUZZ_RUNS'] ?? 12), seed: 20261122 });
    for (const sample of samples) {
      const { status, text } = await gql(query, sample, staff);
      if (status >= 500 || text.includes('"INTERNAL"'))
        broken.push(`${root.name} ${JSON.stringify(sample).slice(0, 400)} → ${text.slice(0, 300)}`);
    }
  }
  expect(broken).toEqual([]);
}, 180_000);
