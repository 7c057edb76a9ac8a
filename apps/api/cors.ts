import type { FastifyInstance } from 'fastify';

const asked =
  'authorization, content-type, x-channel, x-currency, x-organization, x-publishable-key, x-request-id, apollo-require-preflight';
const shown = 'x-request-id, idempotent-replay';
/** How long a browser may remember what it was allowed. */
const rememberSeconds = '600';

/** Lets the pages of these origins (`*`: of all) call the API from a browser; a request that names no origin is not looked at. */
export function allowOrigins(fastify: FastifyInstance, origins: readonly string[]): void {
  if (!origins.length) return;
  const any = origins.includes('*');
  const allowed = new Set(origins);
  fastify.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.headers;
    if (origin === undefined) {
      done();
      return;
    }
    if (!any) reply.raw.setHeader('vary', 'Origin');
    if (!any && !allowed.has(origin)) {
      done();
      return;
    }
    reply.raw.setHeader('access-control-allow-origin', any ? '*' : origin);
    reply.raw.setHeader('access-control-expose-headers', shown);
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) {
      done();
      return;
    }
    void reply
      .code(204)
      .header('access-control-allow-methods', 'GET, POST')
      .header('access-control-allow-headers', asked)
      .header('access-control-max-age', rememberSeconds)
      .send();
  });
}
