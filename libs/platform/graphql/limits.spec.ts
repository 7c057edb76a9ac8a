import { buildSchema, Kind, parse, validate } from 'graphql';
import { costOf } from './cost.js';
import { CostLimit, shapeRule } from './limits.js';

const schema = buildSchema(`
  type Page { nodes: [Product!]! edges: [Edge!]! pageInfo: Info! }
  type Edge { node: Product! }
  type Info { endCursor: String }
  type Product { name: String related(first: Int = 10): Page! variants: [Variant!]! categories: [Category!]! }
  type Variant { sku: String product: Product! }
  type Category { slug: String children: [Category!]! products(first: Int): Page! }
  type Query { categories: [Category!]! products(first: Int): Page! product: Product }
`);

function cost(text: string, variables: Record<string, unknown> = {}) {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  const operation = document.definitions[0];
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation');
  return { ...costOf(schema, document, operation, variables), document, operation };
}

test.each([
  ['{ product { name } }', {}, 2],
  // 1 + 50 × (nodes + name)
  ['{ products(first: 50) { nodes { name } } }', {}, 101],
  ['{ products(first: 50) { edges { node { name } } pageInfo { endCursor } } }', {}, 251],
  ['{ products { nodes { name } } }', {}, 41],
  ['query ($n: Int) { products(first: $n) { nodes { name } } }', { n: 3 }, 7],
  ['query ($n: Int) { products(first: $n) { nodes { name } } }', {}, 201],
  ['query ($n: Int) { products(first: $n) { nodes { name } } }', { n: -5 }, 201],
  // more than the largest page is refused by the list: it cannot cost more
  ['{ products(first: 1000000) { nodes { name } } }', {}, 201],
  // 1 + 20 × slug, for a list of unknown length
  ['{ categories { slug } }', {}, 21],
  // 1 + 6 × sku, 1 + 5 × slug, for those known to be short
  ['{ product { variants { sku } } }', {}, 8],
  ['{ product { categories { slug } } }', {}, 7],
  ['{ product { related { nodes { name } } } }', {}, 22],
  ['{ products(first: 100) { nodes { related(first: 100) { nodes { name } } } } }', {}, 20201],
  ['{ products(first: 2) { ...p } } fragment p on Page { nodes { ...q } } fragment q on Product { name }', {}, 5],
])('%s with %j may answer %d fields', (text, variables, fields) => {
  expect(cost(text, variables).fields).toBe(fields);
});

test('fragments that spread each other twice are counted without walking every path', () => {
  const levels = 60;
  const fragments = Array.from(
    { length: levels },
    (_, i) => `fragment f${i} on Product { variants { product { ...f${i + 1} ...f${i + 1} } } }`,
  );
  const document = parse(`{ product { ...f0 } } ${fragments.join(' ')} fragment f${levels} on Product { name }`);
  const operation = document.definitions[0];
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation');
  const started = performance.now();
  expect(costOf(schema, document, operation, {}).fields).toBeGreaterThan(1e9);
  expect(performance.now() - started).toBeLessThan(100);
});

test('an operation over the limit is refused, whatever the variables make of it', () => {
  const { document, operation } = cost('query ($n: Int) { products(first: $n) { nodes { name } } }');
  const limit = new CostLimit(schema, 100);
  expect(() => limit.check(document, operation, { n: 100 })).toThrow('the operation asks for up to 201 fields; the limit is 100');
  limit.check(document, operation, { n: 10 });
  expect(() => limit.check(document, operation, { n: 100 })).toThrow('the limit is 100');
});

const variantsTwice = 'the operation asks for Product.variants within itself, 2 times on one path; the limit is 1';
const limits = { depth: 4, aliases: 2, cost: 1000 };
const errorsOf = (text: string): string[] => validate(schema, parse(text), [shapeRule(limits)]).map(({ message }) => message);

test.each([
  ['{ product { variants { product { name } } } }', []],
  [
    '{ product { variants { product { variants { sku } } } } }',
    ['the operation asks nested 5 deep; the limit is 4', variantsTwice],
  ],
  [
    '{ product { ...a } } fragment a on Product { variants { product { ...b } } } fragment b on Product { variants { sku } }',
    ['the operation asks nested 5 deep; the limit is 4', variantsTwice],
  ],
  ['{ a: product { name } b: product { name } }', []],
  [
    '{ a: product { name } ...x ...x } fragment x on Query { b: product { name } }',
    ['the operation asks with 3 aliases; the limit is 2'],
  ],
  ['{ __schema { types { fields { type { ofType { ofType { name } } } } } } }', []],
  ['{ product { ...a } } fragment a on Product { ...a }', []],
])('%s', (text, messages) => {
  expect(errorsOf(text)).toEqual(messages);
});

describe('what may be nested in itself', () => {
  const deep = { depth: 12, aliases: 2, cost: 1000 };
  const errorsOf = (text: string): string[] => validate(schema, parse(text), [shapeRule(deep)]).map(({ message }) => message);
  const productsThrice = 'the operation asks for Product within itself, 3 times on one path; the limit is 2';
  const third = [productsThrice, variantsTwice];

  test.each([
    // a product, from its variants and back
    ['{ products { nodes { variants { product { name } } } } }', []],
    // beside each other, not in each other
    ['{ product { variants { product { name } } ... { variants { product { name } } } } }', []],
    // a tree
    ['{ categories { children { children { children { products { nodes { categories { slug } } } } } } } }', []],
    ['{ product { variants { product { variants { product { name } } } } } }', third],
    ['{ product { variants { ... { product { ... on Product { variants { product { name } } } } } } } }', third],
    [
      '{ product { ...p } } fragment p on Product { variants { ...v } } fragment v on Variant { product { variants { ...w } } } fragment w on Variant { product { name } }',
      third,
    ],
    // the length of pages is chosen and counted, so only the third round is refused
    ['{ product { related { nodes { related { edges { node { name } } } } } } }', [productsThrice]],
  ])('%s', (text, messages) => {
    expect(errorsOf(text).sort()).toEqual([...messages].sort());
  });

  test('fragments that spread each other twice are looked at once each', () => {
    const fragments = Array.from({ length: 60 }, (_, i) => `fragment f${i} on Product { ...f${i + 1} ...f${i + 1} }`);
    const text = `{ product { ...f0 } } ${fragments.join(' ')} fragment f60 on Product { variants { product { variants { sku } } } }`;
    const started = performance.now();
    expect(errorsOf(text)).toEqual([variantsTwice]);
    expect(performance.now() - started).toBeLessThan(100);
  });
});
