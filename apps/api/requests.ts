import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Log } from '#platform/log';

const givenId = /^[\w.:-]{1,64}$/;

/** The request's id: the caller's, if it is a plain word, else a new one. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && givenId.test(given) ? given : randomUUID();
}

/** Puts the id and the usual precautions on every answer, and one line per request into the log. */
export function logRequests(fastify: FastifyInstance, log: Log): void {
  fastify.decorateRequest('note', null);
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.raw.setHeader('x-request-id', request.id);
    reply.raw.setHeader('x-content-type-options', 'nosniff');
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const { id, method, url, note } = request;
    // health is asked every few seconds by machines
    if (!url.startsWith('/health/')) {
      const path = url.split('?', 1)[0] ?? '';
      const ms = Math.round(reply.elapsedTime * 100) / 100;
      log.info('request', {
        requestId: id,
        method,
        path,
        status: reply.statusCode,
        ms,
        operation: note?.operation,
        errors: note?.errors,
      });
    }
    done();
  });
  fastify.addHook('onError', (request, reply, error, done) => {
    if (reply.statusCode >= 500) log.error('A request failed', error, { requestId: request.id });
    done();
  });
}
