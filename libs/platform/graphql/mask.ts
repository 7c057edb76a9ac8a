import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { UserError, userErrorCodes } from '#kernel';

/** Codes whose messages were written for clients; an error with any other code, or none, is not shown. */
const publicCodes = new Set<unknown>([
  ...userErrorCodes,
  'UNAUTHENTICATED',
  'TOO_COMPLEX',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** How errors are shown and who is told of those that are not. */
export interface Masking {
  /** Is told of every error that a client does not get to see. */
  readonly report: (error: unknown, requestId: string, path: string) => void;
  /** Whether messages may suggest names of the schema: not to strangers in production. */
  readonly suggesting: boolean;
}

/** An unexpected error that was reported already: says nothing but where to look. */
export class InternalError extends GraphQLError {
  constructor(requestId: string) {
    super('Internal error', { extensions: { code: 'INTERNAL', requestId } });
  }
}

/** The error and all that it wraps, outermost first: graphql-js, graphql-jit and Apollo all wrap what was thrown. */
function chainOf(error: unknown): readonly unknown[] {
  const chain = [error];
  for (let inner = error; inner instanceof GraphQLError && inner.originalError; inner = inner.originalError)
    chain.push(inner.originalError);
  return chain;
}

/**
 * The one way out for errors, whoever executed the operation: a UserError keeps its code and message, an error meant
 * for clients passes, anything else is reported whole and answered as "Internal error" with the id to find it by.
 */
export function maskError(error: unknown, requestId: string, { report, suggesting }: Masking): GraphQLFormattedError {
  const chain = chainOf(error);
  const cause = chain.at(-1);
  const path = error instanceof GraphQLError && error.path ? { path: error.path } : {};
  if (cause instanceof UserError) {
    return { message: cause.message, ...path, extensions: { code: cause.code, path: cause.path, facts: cause.facts } };
  }
  if (cause instanceof InternalError) return { message: cause.message, ...path, extensions: { ...cause.extensions } };
  // something foreign at the bottom is never shown, whatever it says of itself
  const meant =
    cause instanceof GraphQLError ? chain.filter((each) => each instanceof GraphQLError).findLast(isPublic) : undefined;
  if (meant) {
    const message = suggesting ? meant.message : meant.message.replace(/ ?Did you mean [^]*$/, '');
    const where = path.path || !meant.locations ? path : { locations: meant.locations };
    return { message, ...where, extensions: { code: meant.extensions['code'] ?? 'BAD_REQUEST' } };
  }
  report(cause, requestId, path.path?.join('.') ?? '');
  return { message: 'Internal error', ...path, extensions: { code: 'INTERNAL', requestId } };
}

function isPublic(error: GraphQLError): boolean {
  // graphql-jit leaves extensions undefined where there are none
  const extensions = error.extensions as GraphQLError['extensions'] | undefined;
  return publicCodes.has(extensions?.['code']) || isTheirs(extensions);
}

/** Whether Apollo says, without a code, that the request was wrong: a hash that is not the document's. */
function isTheirs(extensions: GraphQLError['extensions'] | undefined): boolean {
  const { status = 0 } = (extensions?.['http'] ?? {}) as { status?: number };
  return extensions?.['code'] === undefined && status >= 400 && status < 500;
}
