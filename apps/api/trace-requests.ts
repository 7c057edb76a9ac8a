import type { FastifyInstance } from 'fastify';
import type { ExecutionPlugin } from '#platform/graphql';
import type { Span, Trace } from '#platform/trace';
import { rootFieldOf } from './measure-requests.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The request as traces see it. */
    span: Span | null;
  }
}

/** The part of a `traceparent` that names the trace and the span in it. */
const place = /^00-([\da-f]{32}-[\da-f]{16})-/;

/** Makes a span of each request and of the operation in it, where traces are configured. */
export function traceRequests(fastify: FastifyInstance, execution: ExecutionPlugin, trace: Trace): void {
  if (!trace.on) return;
  fastify.decorateRequest('span', null);
  fastify.addHook('onRequest', (request, reply, done) => {
    const { method, headers } = request;
    const route = request.routeOptions.url ?? 'unknown';
    const { traceparent } = headers;
    const span = trace.start(`${method} ${route}`, {
      kind: 'server',
      parent: typeof traceparent === 'string' ? traceparent : undefined,
      facts: { 'http.request.method': method, 'http.route': route },
    });
    request.span = span;
    // who brings no id gets one that leads from the log and from events to the trace
    if (headers['x-request-id'] === undefined) request.id = place.exec(span.traceparent)?.[1] ?? request.id;
    reply.raw.setHeader('traceparent', span.traceparent);
    done();
  });
  // only from here on: the events that a body arrives with do not carry what was set before them
  fastify.addHook('preHandler', (request, _reply, done) => {
    if (request.span) trace.within(request.span, done);
    else done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    request.span?.end({ 'http.response.status_code': reply.statusCode, 'request.id': request.id });
    done();
  });
  execution.surround((checked, asked, run) => {
    const kind = checked.operation.operation;
    return trace.around(rootFieldOf(checked), { facts: { 'graphql.operation.type': kind } }, async () => run());
  });
}
