import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { makeServer, type OperationResult, type Server } from 'graphql-ws';
import { UserError } from '#kernel';
import { maskError, type CheckedOperation, type Execution, type ExecutionPlugin } from '#platform/graphql';
import type { LiveSession } from './live-session.js';

/** What belongs to a connection. */
export interface LiveConnection {
  readonly session: LiveSession;
}

/**
 * The protocol graphql-transport-ws on our own execution: queries, mutations and subscriptions pass the same checks, limits, guards
 * and mask as over HTTP. At most so many operations run on a connection at a time.
 */
export function liveServer(plugin: ExecutionPlugin, mostAtOnce: number): Server<LiveConnection> {
  const { masking } = plugin;
  const told = (error: unknown) => maskError(error, randomUUID(), masking);
  /** Whatever happens, there is an answer; it is worded already, which `onNext` says. */
  const answered = async (work: () => Promise<object>): Promise<Awaited<OperationResult>> => {
    const result = await work().catch((error: unknown) => ({ errors: [told(error)] }));
    return result as Awaited<OperationResult>;
  };
  return makeServer<Record<string, unknown>, LiveConnection>({
    onConnect: ({ connectionParams = {}, extra }) => extra.session.begin(connectionParams),
    onSubscribe: ({ subscriptions }, _id, { query, operationName, variables }) => {
      const execution = startedOf(plugin);
      if (Object.keys(subscriptions).length > mostAtOnce) return [tooMany(mostAtOnce)];
      const checked = execution.check(query, operationName ?? null);
      if (!('document' in checked)) return checked;
      try {
        execution.checkCost(checked, variables ?? {});
      } catch (error) {
        return [error instanceof GraphQLError ? error : new GraphQLError(String(error))];
      }
      const { document, operation } = checked;
      const { schema } = execution;
      return { schema, document, operationName: operation.name?.value, variableValues: variables, rootValue: checked };
    },
    context: ({ extra }) => extra,
    execute: ({ rootValue, variableValues, contextValue }) =>
      answered(async () => {
        const { session } = contextValue as LiveConnection;
        const asked = await session.ask();
        return (await startedOf(plugin).answer(rootValue as CheckedOperation, variableValues ?? {}, asked)).body;
      }),
    subscribe: ({ rootValue, variableValues, contextValue }) =>
      answered(() => {
        const { session } = contextValue as LiveConnection;
        return startedOf(plugin).subscribe(rootValue as CheckedOperation, variableValues ?? {}, session.ask);
      }),
    onNext: (_connection, _id, _payload, _args, result) => result,
    onError: (_connection, _id, _payload, errors) => errors.map(told),
  });
}

function startedOf({ started }: ExecutionPlugin): Execution {
  if (!started) throw new Error('a connection before the server has started');
  return started;
}

function tooMany(most: number): GraphQLError {
  const refusal = new UserError('LIMIT_REACHED', `at most ${String(most)} operations at a time on one connection`, [], {
    max: most,
  });
  return new GraphQLError(refusal.message, { originalError: refusal });
}
