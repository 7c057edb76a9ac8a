import { HeaderMap, type ApolloServerPlugin, type GraphQLRequestListener } from '@apollo/server';
import { GraphQLError, OperationTypeNode } from 'graphql';
import type { Asked } from './asked.js';
import { unresolved } from './check-document.js';
import { Execution, type Around } from './execution.js';
import type { Limits } from './limits.js';
import type { Masking } from './mask.js';

/** Puts our execution into Apollo Server, in the place of its own. */
export class ExecutionPlugin implements ApolloServerPlugin<Asked> {
  private execution: Execution | null = null;
  private readonly arounds: Around[] = [];
  private listener: GraphQLRequestListener<Asked> | undefined;

  constructor(
    private readonly limits: Limits,
    readonly masking: Masking,
    private readonly introspection: boolean,
  ) {}

  /** The execution, once the server has started. */
  get started(): Execution | null {
    return this.execution;
  }

  /** Has every operation surrounded, the last one outermost. To be asked before the server starts. */
  surround(around: Around): void {
    this.arounds.push(around);
  }

  async serverWillStart({ schema }: Parameters<NonNullable<ApolloServerPlugin<Asked>['serverWillStart']>>[0]): Promise<void> {
    this.execution = new Execution(schema, this.limits, this.masking, this.arounds, this.introspection);
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
      if (!operation) throw unresolved(request.operationName ?? null);
      if (operation.operation === OperationTypeNode.SUBSCRIPTION) throw onlyLive();
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

function onlyLive(): GraphQLError {
  const message = 'a subscription is answered over a WebSocket at the same address, by the protocol graphql-transport-ws';
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
}
