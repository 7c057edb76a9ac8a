import { buildSchema, graphql, type GraphQLFieldResolver } from 'graphql';
import { type Actor, type Context, currencyOf, type Id, stranger, UserError } from '#kernel';
import type { Asked } from './asked.js';
import { guardSchema } from './guard-schema.js';

const sdl = `
  directive @allow(to: Permission!) on FIELD_DEFINITION
  enum Permission { EVERYONE CUSTOMER MANAGE_STOCK }
  type UserError { code: String! message: String! path: [String!]! facts: [Fact!]! }
  type Fact { name: String! value: String }
  type CountPayload { count: Int userErrors: [UserError!]! }
  type Query { open: String @allow(to: EVERYONE) closed: String @allow(to: MANAGE_STOCK) mine: String @allow(to: CUSTOMER) }
  type Mutation { count(by: Int): CountPayload! @allow(to: EVERYONE) recount: CountPayload! @allow(to: MANAGE_STOCK) }
`;

type Resolve = GraphQLFieldResolver<unknown, Asked>;

function guarded(resolvers: Record<string, Resolve>, text = sdl) {
  const schema = buildSchema(text);
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    for (const [name, field] of Object.entries(type?.getFields() ?? {})) field.resolve = resolvers[name] ?? (() => 'shown');
  }
  return guardSchema(schema);
}

function asked(actor: Actor): Asked {
  const channel = {
    id: 'chan_' as Id<'channel'>,
    code: 'web',
    currencies: [],
    locales: [],
    country: 'DE',
    locationIds: [],
    paymentProviders: [],
    safetyStock: 0n,
    ...{ taxEntry: 'GROSS' as const, taxProvider: 'table', taxFailure: 'REFUSE' as const },
    taxProvider: 'table',
    taxFailure: 'REFUSE' as const,
  };
  const context: Context = { actor, buyer: stranger, channel, currency: currencyOf('EUR'), locales: ['en'], requestId: 'r1' };
  return { context, req: { operation: null, errors: 0 } };
}

const staff = (...permissions: string[]): Actor => ({
  kind: 'staff',
  id: 'key_1' as Id<'accessKey'>,
  permissions: new Set(permissions),
});
const guest: Actor = { kind: 'guest' };
const customer: Actor = { kind: 'customer', id: 'cus_1' as Id<'customer'>, sessionId: 'ses_1' as Id<'session'> };
const till = (...permissions: string[]): Actor => ({
  kind: 'device',
  id: 'key_2' as Id<'accessKey'>,
  locationId: 'loc_1' as Id<'location'>,
  permissions: new Set(permissions),
});

test.each([
  [guest, 'UNAUTHENTICATED'],
  [staff(), 'FORBIDDEN'],
  [staff('MANAGE_ORDERS'), 'FORBIDDEN'],
  [till('SELL'), 'FORBIDDEN'],
  [customer, 'FORBIDDEN'],
])('%j may not ask for what needs a permission', async (actor, code) => {
  let ran = false;
  const schema = guarded({ closed: () => (ran = true), recount: () => (ran = true) });
  const answer = await graphql({ schema, source: '{ open closed }', contextValue: asked(actor) });
  expect(answer.data).toEqual({ open: 'shown', closed: null });
  expect(answer.errors?.map(({ extensions, path }) => [path, extensions['code']])).toEqual([[['closed'], code]]);
  const change = await graphql({ schema, source: 'mutation { recount { count } }', contextValue: asked(actor) });
  expect(change.errors?.[0]?.extensions['code']).toBe(code);
  expect(ran).toBe(false);
});

test('staff with the permission, and the system itself, may', async () => {
  const schema = guarded({});
  for (const actor of [staff('MANAGE_STOCK'), { kind: 'system', name: 'sweep' } as const]) {
    expect(await graphql({ schema, source: '{ closed }', contextValue: asked(actor) })).toEqual({ data: { closed: 'shown' } });
  }
});

test('what is for customers is for nobody else, whatever they may do', async () => {
  const schema = guarded({});
  const ask = async (actor: Actor) => graphql({ schema, source: '{ mine }', contextValue: asked(actor) });
  expect(await ask(customer)).toEqual({ data: { mine: 'shown' } });
  for (const [actor, code] of [
    [guest, 'UNAUTHENTICATED'],
    [staff('MANAGE_STOCK', 'CUSTOMER'), 'FORBIDDEN'],
    [till('CUSTOMER'), 'FORBIDDEN'],
    [{ kind: 'system', name: 'sweep' }, 'FORBIDDEN'],
  ] as const) {
    const answer = await ask(actor);
    expect([answer.data, answer.errors?.[0]?.extensions['code']]).toEqual([{ mine: null }, code]);
  }
});

test('a mutation that did what was asked has no user errors', async () => {
  const schema = guarded({ count: () => ({ count: 3 }) });
  const answer = await graphql({
    schema,
    source: 'mutation { count { count userErrors { code } } }',
    contextValue: asked(guest),
  });
  expect(answer).toEqual({ data: { count: { count: 3, userErrors: [] } } });
});

test.each<[string, Resolve]>([
  [
    'at once',
    () => {
      throw refused;
    },
  ],
  ['later', () => Promise.reject(refused)],
])('a refusal thrown %s is told as user errors, from input downwards', async (_when, count) => {
  const schema = guarded({ count });
  const source = 'mutation { count { count userErrors { code message path facts { name value } } } }';
  const answer = await graphql({ schema, source, contextValue: asked(guest) });
  expect(answer).toEqual({
    data: {
      count: {
        count: null,
        userErrors: [
          {
            code: 'OUT_OF_STOCK',
            message: 'only two are left',
            path: ['input', 'lines', '0', 'quantity'],
            facts: [
              { name: 'available', value: '2' },
              { name: 'backorder', value: 'false' },
              { name: 'restockedAt', value: null },
            ],
          },
        ],
      },
    },
  });
});

const facts = { available: '2', backorder: false, restockedAt: null };
const refused = new UserError('OUT_OF_STOCK', 'only two are left', ['lines', 0, 'quantity'], facts);

test.each([
  [
    'a field without @allow',
    'type Query { open: String } directive @allow(to: String) on FIELD_DEFINITION',
    'open does not say who may ask for it',
  ],
  [
    'a payload without userErrors',
    sdl.replace('count: Int userErrors: [UserError!]!', 'count: Int'),
    'CountPayload lacks userErrors',
  ],
  ['a payload whose result must be there', sdl.replace('count: Int ', 'count: Int! '), 'CountPayload.count must be nullable'],
])('%s does not start', (_what, text, message) => {
  expect(() => guarded({}, text)).toThrow(message);
});
