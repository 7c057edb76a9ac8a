import type { DocumentNode, ExecutionResult, GraphQLFormattedError, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { GraphQLError, Kind } from 'graphql';
import { wasReplayed } from '#platform/idempotency';
import type { Asked } from './asked.js';
import { Executor } from './executor.js';
import { CostLimit, type Limits } from './limits.js';
import { maskError, type Masking } from './mask.js';

/** An operation of a document that has been parsed and validated. */
export interface CheckedOperation {
  /** The hash of the document's text. */
  readonly hash: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** What HTTP answers. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: { data?: ExecutionResult['data']; errors?: readonly GraphQLFormattedError[] };
}

type Variables = Readonly<Record<string, unknown>>;

/** How many documents are kept by their text, and how long such a text may be. */
const mostKnown = 500;
const longestKnown = 20_000;

/** Executes operations and words their answers: the limit of cost, graphql-jit or graphql-js, and the one mask for errors. */
export class Execution {
  private readonly executor: Executor;
  private readonly cost: CostLimit;
  /** Documents of one operation by their text, as they were first seen. */
  private readonly known = new Map<string, CheckedOperation>();

  constructor(
    schema: GraphQLSchema,
    limits: Limits,
    private readonly masking: Masking,
  ) {
    this.executor = new Executor(schema);
    this.cost = new CostLimit(schema, limits.cost);
  }

  /** @throws GraphQLError TOO_COMPLEX */
  checkCost({ document, operation }: CheckedOperation, variables: Variables): void {
    this.cost.check(document, operation, variables);
  }

  /** Runs a checked operation; whatever happens, there is an answer. */
  async answer(checked: CheckedOperation, variables: Variables, asked: Asked): Promise<Answer> {
    const { context, req: note } = asked;
    const { data, errors } = await this.executor
      .run({ ...checked, variables, asked })
      .catch((error: unknown): ExecutionResult => ({ errors: [unexpected(error)] }));
    note.operation = checked.operation.name?.value ?? null;
    note.errors = errors?.length ?? 0;
    const masked = errors?.map((error) => maskError(error, context.requestId, this.masking));
    return {
      status: data === undefined ? statusOf(masked) : 200,
      headers: wasReplayed(context) ? [['idempotent-replay', 'true']] : [],
      // errors first, as Apollo writes them
      body: { ...(masked ? { errors: masked } : {}), ...(data === undefined ? {} : { data }) },
    };
  }

  /** Keeps a document that was parsed and validated, so that `recall` finds it by its text. */
  remember(text: string, checked: CheckedOperation): void {
    const operations = checked.document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
    if (operations.length !== 1 || text.length > longestKnown || this.known.has(text)) return;
    this.known.set(text, checked);
    if (this.known.size > mostKnown) this.known.delete(this.known.keys().next().value ?? '');
  }

  /** The operation of a text that was checked before; null: it has to be checked. */
  recall(text: string): CheckedOperation | null {
    return this.known.get(text) ?? null;
  }
}

/** Of an answer without data: nothing was executed, because the request was wrong or because we are. */
function statusOf(errors: readonly GraphQLFormattedError[] = []): number {
  return errors.some(({ extensions }) => extensions?.['code'] === 'INTERNAL') ? 500 : 400;
}

function unexpected(error: unknown): GraphQLError {
  return new GraphQLError('', { originalError: error instanceof Error ? error : new Error(String(error)) });
}
