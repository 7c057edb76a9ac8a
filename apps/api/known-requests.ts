import type { FastifyInstance, FastifyRequest } from 'fastify';
import { OperationTypeNode } from 'graphql';
import type { CheckedOperation, Execution, ExecutionPlugin } from '#platform/graphql';
import type { RequestContexts } from './request-context.js';

/** A plain request of a guest for a document that has been checked before. */
interface KnownRequest {
  readonly checked: CheckedOperation;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Answers guests' requests for documents that Apollo has parsed and validated before, without passing through it again: shops send
 * the same few documents all day, and Apollo's own work is a third of such a request. The answer is the same to the byte; whatever
 * is out of the ordinary is left to Apollo.
 */
export function answerKnown(fastify: FastifyInstance, plugin: ExecutionPlugin, contexts: RequestContexts): void {
  fastify.addHook('preHandler', async (request, reply) => {
    const { started: execution } = plugin;
    const known = execution && knownIn(request, execution);
    if (!execution || !known) return;
    const asked = await contexts.of(request, plugin.masking).catch(() => null);
    // a header is wrong: Apollo says so
    if (!asked) return;
    const { status, headers, body } = await execution.answer(known.checked, known.variables, asked);
    for (const [name, value] of headers) reply.header(name, value);
    reply.code(status).header('cache-control', 'no-store').header('content-type', 'application/json; charset=utf-8');
    return reply.send(`${JSON.stringify(body)}\n`);
  });
}

function knownIn({ method, url, headers, body }: FastifyRequest, execution: Execution): KnownRequest | null {
  if (method !== 'POST' || url !== '/graphql' || headers.authorization !== undefined) return null;
  const { accept = '*/*', 'content-type': type = '' } = headers;
  if ((accept !== '*/*' && accept !== 'application/json') || !type.startsWith('application/json')) return null;
  const { query, variables, operationName, extensions } = (body ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof query !== 'string' || extensions != null || typeof (variables ?? {}) !== 'object' || Array.isArray(variables))
    return null;
  const checked = execution.recall(query);
  if (!checked || checked.operation.operation === OperationTypeNode.SUBSCRIPTION) return null;
  if (operationName != null && operationName !== checked.operation.name?.value) return null;
  const given = (variables ?? {}) as KnownRequest['variables'];
  try {
    execution.checkCost(checked, given);
  } catch {
    return null;
  }
  return { checked, variables: given };
}
