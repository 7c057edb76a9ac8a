import { Kind, type DocumentNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import type { FastifyInstance } from 'fastify';
import type { CheckedOperation, ExecutionPlugin } from '#platform/graphql';
import type { Metrics } from '#platform/metrics';

/** How an operation went: served; refused with userErrors; or with an error among its answers. */
type Outcome = 'ok' | 'refused' | 'error';

const fields = new WeakMap<OperationDefinitionNode, string>();

/**
 * What an operation is called in figures and traces: its first root field. The document has been validated, so it is a name of the
 * schema; what a client calls its operation, or renames a field to, could be anything.
 */
export function rootFieldOf({ operation, document }: Pick<CheckedOperation, 'operation' | 'document'>): string {
  const known = fields.get(operation);
  if (known !== undefined) return known;
  const found = firstField(operation.selectionSet, document) ?? '__typename';
  fields.set(operation, found);
  return found;
}

function firstField({ selections }: SelectionSetNode, document: DocumentNode): string | null {
  for (const node of selections) {
    const found = node.kind === Kind.FIELD ? node.name.value : firstField(selectionsOf(node, document), document);
    if (found !== null) return found;
  }
  return null;
}

function selectionsOf(
  node: Exclude<SelectionSetNode['selections'][number], { kind: Kind.FIELD }>,
  { definitions }: DocumentNode,
): SelectionSetNode {
  if (node.kind === Kind.INLINE_FRAGMENT) return node.selectionSet;
  const named = definitions.find(
    (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === node.name.value,
  );
  return named?.kind === Kind.FRAGMENT_DEFINITION ? named.selectionSet : { kind: Kind.SELECTION_SET, selections: [] };
}

/** Keeps how long requests and operations take and how they go, where somebody asks for it. */
export function measureRequests(fastify: FastifyInstance, execution: ExecutionPlugin, metrics: Metrics): void {
  if (!metrics.on) return;
  const requests = metrics.durations('http_request_seconds', 'How long requests take, by route.', ['method', 'route', 'status']);
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    requests.observe({ method: methodOf(request.method), route, status: reply.statusCode }, reply.elapsedTime / 1000);
    done();
  });
  const operations = metrics.durations('operation_seconds', 'How long operations take, by their first root field.', [
    'field',
    'outcome',
  ]);
  const refusals = metrics.counter('refusals_total', 'Mutations that were refused, by the code of the first userError.', [
    'field',
    'code',
  ]);
  // found once: looking labels up costs more than keeping the figure
  const stopwatches = new WeakMap<OperationDefinitionNode, Map<Outcome, ReturnType<typeof operations.labels>>>();
  execution.surround(async (checked, asked, run) => {
    const from = performance.now();
    const answer = await run();
    const outcome = asked.req.errors > 0 ? 'error' : asked.req.refusal === undefined ? 'ok' : 'refused';
    const known = stopwatches.get(checked.operation) ?? new Map<Outcome, ReturnType<typeof operations.labels>>();
    const field = rootFieldOf(checked);
    const stopwatch = known.get(outcome) ?? operations.labels({ field, outcome });
    if (known.size === 0) stopwatches.set(checked.operation, known);
    known.set(outcome, stopwatch);
    stopwatch.observe((performance.now() - from) / 1000);
    if (asked.req.refusal !== undefined) refusals.inc({ field, code: asked.req.refusal });
    return answer;
  });
}

const methods = new Set(['GET', 'POST', 'OPTIONS', 'HEAD']);

function methodOf(method: string): string {
  return methods.has(method) ? method : 'other';
}
