import { HeaderMap, type ApolloServerPlugin, type GraphQLRequestListener } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { Asked } from './asked.js';
import { Execution } from './execution.js';
import type { Limits } from './limits.js';
import type { Masking } from './mask.js';

/** Puts our execution into Apollo Server, in the place of its own. */
export class ExecutionPlugin implements ApolloServerPlugin<Asked> {
  private execution: Execution | null = null;
  private listener: GraphQLRequestListener<Asked> | undefined;

  constructor(
    private readonly limits: Limits,
    readonly masking: Masking,
  ) {}

  /** The execution, once the server has started. */
  get started(): Execution | null {
    return this.execution;
  }

  async serverWillStart({ schema }: Parameters<NonNullable<ApolloServerPlugin<Asked>['serverWillStart']>>[0]): Promise<void> {
    this.execution = new Execution(schema, this.limits, this.masking);
    this.listener = listening(this.execution);
  }

  async requestDidStart(): Promise<GraphQLRequestListener<Asked> | undefined> {
    return this.listener;
  }
}

/** One listener serves all requests: it keeps nothing of them. */
function listening(execution: Execution): GraphQLRequestListener<Asked> {
  return {
    async didResolveOperation({ document, operation, queryHash, request }) {
      if (!operation) throw unresolved(request.operationName);
      execution.checkCost({ hash: queryHash, document, operation }, request.variables ?? {});
    },
    async responseForOperation({ document, operation, queryHash = '', request, source, contextValue }) {
      const checked = { hash: queryHash, document, operation };
      execution.remember(source, checked);
      const { status, headers, body } = await execution.answer(checked, request.variables ?? {}, contextValue);
      return {
        http: {
          status: status === 200 ? undefined : status,
          headers: new HeaderMap(headers.map(([name, value]) => [name, value])),
        },
        body: { kind: 'single', singleResult: body },
      };
    },
  };
}

function unresolved(name: string | undefined): GraphQLError {
  const message = name
    ? `the document has no operation ${name}`
    : 'the document has several operations: name one by operationName';
  return new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400 } } });
}
