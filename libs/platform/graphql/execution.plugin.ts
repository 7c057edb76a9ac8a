import { HeaderMap, type ApolloServerPlugin, type GraphQLRequestListener } from '@apollo/server';
import type { ExecutionResult, GraphQLFormattedError, GraphQLSchema } from 'graphql';
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
      if (operation) cost.check(document, operation, request.variables ?? {});
    },
    async responseForOperation({ document, operation, queryHash, request, contextValue }) {
      // Apollo words what is wrong with a request whose operation cannot be told
      if (!operation || queryHash === undefined) return null;
      const { context, req: note } = contextValue;
      const asked: Operation = { hash: queryHash, document, operation, variables: request.variables ?? {}, asked: contextValue };
      const mask = (error: unknown) => maskError(error, context.requestId, masking);
      const { data, errors } = await executor.run(asked).catch((error: unknown): ExecutionResult => ({ errors: [error as never] }));
      note.operation = operation.name?.value ?? null;
      note.errors = errors?.length ?? 0;
      const masked: GraphQLFormattedError[] | undefined = errors?.map(mask);
      const singleResult = { ...(data === undefined ? {} : { data: data as Record<string, unknown> | null }), ...(masked ? { errors: masked } : {}) };
      // without data nothing was executed: the request itself was wrong
      return { http: { status: masked && data === undefined ? 400 : undefined, headers: new HeaderMap() }, body: { kind: 'single', singleResult } };
    },
  };
}
