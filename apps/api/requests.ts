import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Config } from '#platform/config';
import type { Log } from '#platform/log';

const givenId = /^[\w.:-]{1,64}$/;

/** The request's id: the caller's, if it is a plain word, else a new one. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && givenId.test(given) ? given : randomUUID();
}

/** An answer is data: a browser that is led to it runs nothing of it, frames it nowhere, and tells nobody where it has been. */
const precautions: readonly (readonly [name: string, value: string])[] = [
  ['x-content-type-options', 'nosniff'],
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-opener-policy', 'same-origin'],
];

/** A year of TLS alone: only for servers that are reached through nothing else. */
const onlyTls: readonly [string, string] = ['strict-transport-security', 'max-age=31536000; includeSubDomains'];

/** Puts the id and the usual precautions on every answer, and one line per request into the log. */
export function logRequests(fastify: FastifyInstance, log: Log, { behindTls }: Pick<Config, 'behindTls'>): void {
  const headers = behindTls ? [...precautions, onlyTls] : precautions;
  fastify.decorateRequest('note', null);
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.raw.setHeader('x-request-id', request.id);
    for (const [name, value] of headers) reply.raw.setHeader(name, value);
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
        refusal: note?.refusal,
      });
    }
    done();
  });
  fastify.addHook('onError', (request, reply, error, done) => {
    if (reply.statusCode >= 500) log.error('A request failed', error, { requestId: request.id });
    done();
  });
}
