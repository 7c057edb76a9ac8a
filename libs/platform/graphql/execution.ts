import type { DocumentNode, ExecutionResult, GraphQLFormattedError, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { GraphQLError, Kind } from 'graphql';
import { wasReplayed } from '#platform/idempotency';
import { endable, type Stream } from '#platform/streams';
import type { Asked } from './asked.js';
import { checkDocument } from './check-document.js';
import { Executor } from './executor.js';
import { CostLimit, type Limits } from './limits.js';
import { wrongText } from './texts.js';
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

/** Surrounds the run of every operation, to measure it or to put it into a trace. */
export type Around = (checked: CheckedOperation, asked: Asked, run: () => Promise<Answer>) => Promise<Answer>;

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
    /** What it executes on. */
    readonly schema: GraphQLSchema,
    private readonly limits: Limits,
    private readonly masking: Masking,
    private readonly arounds: readonly Around[],
    private readonly introspection: boolean,
  ) {
    this.executor = new Executor(schema);
    this.cost = new CostLimit(schema, limits.cost);
  }

  /** @throws GraphQLError TOO_COMPLEX */
  checkCost({ document, operation }: CheckedOperation, variables: Variables): void {
    this.cost.check(document, operation, variables);
  }

  /** The operation of this name (null: the only one) of a text, or what is wrong with it; checked once while the text is remembered. */
  check(text: string, name: string | null): CheckedOperation | readonly GraphQLError[] {
    const known = this.recall(text);
    if (known && (name === null || name === known.operation.name?.value)) return known;
    const checked = checkDocument(text, name, this.schema, this.limits, this.introspection);
    if ('document' in checked) this.remember(text, checked);
    return checked;
  }

  /**
   * Begins a subscription: a stream with an answer for each event, or the answer that says why there is none. `ask` is called for
   * the beginning and for each event: nobody is told something for having been allowed to hear it before.
   */
  async subscribe(
    checked: CheckedOperation,
    variables: Variables,
    ask: () => Promise<Asked>,
  ): Promise<Stream<Answer['body']> | Answer['body']> {
    const asked = await ask();
    const wrong = wrongText(variables);
    const opened = wrong
      ? { errors: [wrong] }
      : await this.executor
          .subscribe({ variables, asked, ...checked })
          .catch((error: unknown): ExecutionResult => ({ errors: [unexpected(error)] }));
    if (!(Symbol.asyncIterator in opened)) {
      const { errors = [] } = opened;
      return { errors: errors.map((error) => maskError(error, asked.context.requestId, this.masking)) };
    }
    const events = opened[Symbol.asyncIterator]();
    const answerOf = async (event: unknown): Promise<Answer> => this.answer(checked, variables, await ask(), event);
    return endable(async function* (left) {
      left.addEventListener('abort', () => void events.return?.());
      for (let next = await events.next(); !next.done; next = await events.next()) yield (await answerOf(next.value)).body;
    });
  }

  /** Runs a checked operation, a subscription's for one of its events; whatever happens, there is an answer. */
  answer(checked: CheckedOperation, variables: Variables, asked: Asked, event?: unknown): Promise<Answer> {
    if (this.arounds.length === 0) return this.run(checked, variables, asked, event);
    let run = (): Promise<Answer> => this.run(checked, variables, asked, event);
    for (const around of this.arounds) {
      const inner = run;
      run = () => around(checked, asked, inner);
    }
    return run();
  }

  private async run(checked: CheckedOperation, variables: Variables, asked: Asked, event: unknown): Promise<Answer> {
    const { context, req: note } = asked;
    const wrong = wrongText(variables);
    const { data, errors } = wrong
      ? { errors: [wrong] }
      : await this.executor
          .run({ variables, asked, event, ...checked })
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
