import {
  defaultFieldResolver,
  getNamedType,
  GraphQLError,
  isNonNullType,
  isObjectType,
  Kind,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { isAllowed, UserError } from '#kernel';
import type { Asked } from './asked.js';

/** The permission that everybody has. */
const everyone = 'EVERYONE';
/** The permission of customers who have signed in: nobody else has it, and nobody can grant it. */
const customer = 'CUSTOMER';

/**
 * Puts the promises of the schema into its root resolvers: `@allow` is asked before anything runs, and a mutation's
 * expected no becomes its `userErrors`. @throws when a root field lacks `@allow` or a mutation its `userErrors`
 */
export function guardSchema(schema: GraphQLSchema): GraphQLSchema {
  const mutation = schema.getMutationType();
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type) && type !== mutation) fieldsOf(type).forEach(locating);
  }
  for (const type of [schema.getQueryType(), mutation, schema.getSubscriptionType()]) {
    for (const field of type ? fieldsOf(type) : []) {
      if (type === mutation) field.resolve = withUserErrors(field);
      const permission = permissionOf(field);
      if (permission !== everyone) guard(field, permission);
    }
  }
  return schema;
}

/** A type's fields; every one of them is resolved with our context value. */
function fieldsOf(type: GraphQLObjectType): readonly GraphQLField<unknown, Asked>[] {
  return Object.values(type.getFields() as Record<string, GraphQLField<unknown, Asked>>);
}

/** The permission that a root field asks for. */
export function permissionOf(field: GraphQLField<unknown, Asked>): string {
  const directive = field.astNode?.directives?.find(({ name }) => name.value === 'allow');
  const value = directive?.arguments?.find(({ name }) => name.value === 'to')?.value;
  if (value?.kind !== Kind.ENUM) throw new Error(`${field.name} does not say who may ask for it: give it @allow(to: …)`);
  return value.value;
}

/**
 * A UserError names the input it is about in a property that graphql-js takes for the place of the answer: wrapped,
 * it gets that place like any other error.
 */
export function unlocated(error: unknown): unknown {
  return error instanceof UserError ? new GraphQLError(error.message, { originalError: error }) : error;
}

function locating(field: GraphQLField<unknown, Asked>): void {
  const { resolve } = field;
  if (!resolve) return;
  const rethrow = (error: unknown): never => {
    throw unlocated(error);
  };
  field.resolve = (source, args, asked, info) => {
    try {
      const result: unknown = resolve(source, args, asked, info);
      return result instanceof Promise ? result.catch(rethrow) : result;
    } catch (error) {
      return rethrow(error);
    }
  };
}

function guard(field: GraphQLField<unknown, Asked>, permission: string): void {
  const { resolve = defaultFieldResolver, subscribe } = field;
  field.resolve = (source, args, asked, info) => {
    mustHave(permission, asked);
    return resolve(source, args, asked, info);
  };
  if (!subscribe) return;
  field.subscribe = (source, args, asked, info) => {
    mustHave(permission, asked);
    return subscribe(source, args, asked, info);
  };
}

function mustHave(permission: string, { context }: Asked): void {
  const { actor } = context;
  if (permission === customer ? actor.kind === 'customer' : isAllowed(actor, permission)) return;
  throw actor.kind === 'guest'
    ? new GraphQLError('this needs a key or an access token: send it as "authorization: Bearer …"', {
        extensions: { code: 'UNAUTHENTICATED' },
      })
    : new GraphQLError(`who asks may not: it takes ${permission}`, { extensions: { code: 'FORBIDDEN' } });
}

function withUserErrors(field: GraphQLField<unknown, Asked>): NonNullable<GraphQLField<unknown, Asked>['resolve']> {
  const payload = getNamedType(field.type);
  if (!isObjectType(payload)) throw new Error(`${field.name} must return a payload type`);
  const nulls = nullsOf(field.name, payload);
  const { resolve = defaultFieldResolver } = field;
  return async (source, args, asked, info) => {
    try {
      const result: unknown = await resolve(source, args, asked, info);
      return { userErrors: [], ...(result as object) };
    } catch (error) {
      if (error instanceof UserError) {
        asked.req.refusal = error.code;
        return { ...nulls, userErrors: [told(error)] };
      }
      throw error;
    }
  };
}

/** The payload of a no: every field of the result null, which the schema must allow. */
function nullsOf(mutation: string, payload: GraphQLObjectType): Record<string, null> {
  const { userErrors, ...results } = payload.getFields();
  if (userErrors?.type.toString() !== '[UserError!]!') throw new Error(`${payload.name} lacks userErrors: [UserError!]!`);
  for (const [name, { type }] of Object.entries(results)) {
    if (isNonNullType(type)) throw new Error(`${payload.name}.${name} must be nullable: ${mutation} may be refused`);
  }
  return Object.fromEntries(Object.keys(results).map((name) => [name, null]));
}

function told({ code, message, path, facts }: UserError): object {
  return {
    code,
    message,
    path: ['input', ...path.map(String)],
    facts: Object.entries(facts).map(([name, value]) => ({ name, value: value === null ? null : String(value) })),
  };
}
