import {
  createSourceEventStream,
  execute,
  getVariableValues,
  GraphQLError,
  OperationTypeNode,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';

/** An operation that was parsed and validated. */
export interface Operation {
  /** The hash of the document's text. */
  readonly hash: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
  /** GraphQL's context value. */
  readonly asked: unknown;
  /** The event that a subscription tells of; left out in other operations. */
  readonly event?: unknown;
}

interface Known {
  seen: number;
  compiled: CompiledQuery | null;
}

/** Compiling costs some milliseconds: only for what is asked again and again. */
const compileWhenSeen = 3;

/**
 * Executes operations: by graphql-jit those that keep coming, by graphql-js the others and those that cannot be compiled.
 * Both answer the same; errors come as they were thrown, for `maskError`.
 */
export class Executor {
  private readonly known: LRUCache<string, Known>;

  constructor(
    private readonly schema: GraphQLSchema,
    limit = 500,
  ) {
    this.known = new LRUCache({ max: limit });
  }

  async run(asked: Operation): Promise<ExecutionResult> {
    const { operation, document } = asked;
    // read by graphql-js for both: graphql-jit's own reading of variables is laxer and words its errors differently
    const variables = getVariableValues(this.schema, operation.variableDefinitions ?? [], asked.variables, { maxErrors: 5 });
    if (variables.errors) return { errors: variables.errors.map(badInput) };
    // an event is small and seldom beside what it makes others look at: graphql-js does
    const compiled = operation.operation === OperationTypeNode.SUBSCRIPTION ? null : this.compiled(asked);
    if (compiled) return compiled.query(undefined, asked.asked, variables.coerced);
    return execute({
      schema: this.schema,
      document,
      operationName: operation.name?.value,
      contextValue: asked.asked,
      variableValues: asked.variables,
      rootValue: asked.event,
    });
  }

  /** Opens the stream of a subscription's events, each of which `run` answers; what goes wrong with that is a result. */
  async subscribe({ document, operation, asked, variables }: Operation): Promise<AsyncIterable<unknown> | ExecutionResult> {
    const { errors } = getVariableValues(this.schema, operation.variableDefinitions ?? [], variables, { maxErrors: 5 });
    if (errors) return { errors: errors.map(badInput) };
    return createSourceEventStream({
      schema: this.schema,
      document,
      operationName: operation.name?.value,
      contextValue: asked,
      variableValues: variables,
    });
  }

  /** How the next run of the operation will go. */
  isCompiled({ hash, operation }: Pick<Operation, 'hash' | 'operation'>): boolean {
    return Boolean(this.known.peek(keyOf(hash, operation))?.compiled);
  }

  private compiled({ hash, document, operation }: Operation): CompiledQuery | null {
    const key = keyOf(hash, operation);
    const known = this.known.get(key) ?? { seen: 0, compiled: null };
    if (known.seen === 0) this.known.set(key, known);
    known.seen += 1;
    if (known.seen === compileWhenSeen) known.compiled = this.compile(document, operation);
    return known.compiled;
  }

  private compile(document: DocumentNode, operation: OperationDefinitionNode): CompiledQuery | null {
    const made = compileQuery(this.schema, document, operation.name?.value ?? '');
    return isCompiledQuery(made) ? made : null;
  }
}

function keyOf(hash: string, operation: OperationDefinitionNode): string {
  return operation.name ? `${hash}:${operation.name.value}` : hash;
}

function badInput(error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, { nodes: error.nodes, extensions: { code: 'BAD_USER_INPUT' } });
}
