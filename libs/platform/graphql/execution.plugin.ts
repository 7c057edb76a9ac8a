import { HeaderMap, type ApolloServerPlugin, type GraphQLRequestListener } from '@apollo/server';
import { GraphQLError, type ExecutionResult, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { wasReplayed } from '#platform/idempotency';
import type { Asked } from './asked.js';
import { Executor, type Operation } from './executor.js';
import { CostLimit, type Limits } from './limits.js';
import { maskError, type Masking } from './mask.js';

/** Puts our execution into Apollo Server: the limit of cost, graphql-jit or graphql-js, and the one mask for errors. */
export function execution(limits: Limits, masking: Masking): ApolloServerPlugin<Asked> {
  let listener: GraphQLRequestListener<Asked> | undefined;
  return {
    async serverWillStart({ schema }) {
      listener = listening(schema, limits, masking);
    },
    async requestDidStart() {
      return listener;
    },
  };
}

/** One listener serves all requests: it keeps nothing of them. */
function listening(schema: GraphQLSchema, limits: Limits, masking: Masking): GraphQLRequestListener<Asked> {
  const executor = new Executor(schema);
  const cost = new CostLimit(schema, limits.cost);
  return {
    async didResolveOperation({ document, operation, request }) {
      if (!operation) throw unresolved(request.operationName);
      cost.check(document, operation, request.variables ?? {});
    },
    async responseForOperation({ document, operation, queryHash, request, contextValue }) {
      const { context, req: note } = contextValue;
      const asked: Operation = {
        hash: queryHash ?? '',
        document,
        operation,
        variables: request.variables ?? {},
        asked: contextValue,
      };
      const mask = (error: unknown) => maskError(error, context.requestId, masking);
      const { data, errors } = await executor
        .run(asked)
        .catch((error: unknown): ExecutionResult => ({ errors: [unexpected(error)] }));
      note.operation = operation.name?.value ?? null;
      note.errors = errors?.length ?? 0;
      const masked: GraphQLFormattedError[] | undefined = errors?.map(mask);
      const singleResult = {
        ...(data === undefined ? {} : { data }),
        ...(masked ? { errors: masked } : {}),
      };
      const headers = new HeaderMap();
      if (wasReplayed(context)) headers.set('idempotent-replay', 'true');
      return {
        http: { status: data === undefined ? statusOf(masked) : undefined, headers },
        body: { kind: 'single', singleResult },
      };
    },
  };
}

/** Of an answer without data: nothing was executed, because the request was wrong or because we are. */
function statusOf(errors: readonly GraphQLFormattedError[] = []): number {
  return errors.some(({ extensions }) => extensions?.['code'] === 'INTERNAL') ? 500 : 400;
}

function unexpected(error: unknown): GraphQLError {
  return new GraphQLError('', { originalError: error instanceof Error ? error : new Error(String(error)) });
}

function unresolved(name: string | undefined): GraphQLError {
  const message = name
    ? `the document has no operation ${name}`
    : 'the document has several operations: name one by operationName';
  return new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400 } } });
}
