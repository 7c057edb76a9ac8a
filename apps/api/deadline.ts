import type { FastifyInstance, FastifyReply } from 'fastify';

/** How often it is looked for answers that are overdue. */
const lookMs = 250;

/**
 * Answers "503" for whatever takes longer than `seconds`, so that callers, balancers and connections do not wait for what hangs.
 * One timer looks at all of them, oldest first: a timer for each would cost every request for the sake of none.
 * (Fastify's own `handlerTimeout` ends with the body of a POST.) What a mutation does meanwhile is done or undone as a whole.
 */
export function limitAnswers(fastify: FastifyInstance, seconds: number): void {
  const waiting = new Map<FastifyReply, number>();
  const look = setInterval(() => {
    const latest = performance.now() - seconds * 1000;
    for (const [reply, since] of waiting) {
      if (since > latest) return;
      waiting.delete(reply);
      if (reply.sent) continue;
      void reply
        .code(503)
        .headers({ 'retry-after': '1', 'cache-control': 'no-store' })
        .send({ statusCode: 503, error: 'Service Unavailable', message: 'this took too long and was given up' });
    }
  }, lookMs).unref();
  fastify.addHook('onRequest', (request, reply, done) => {
    // a connection that becomes a WebSocket has no answer
    if (request.headers.upgrade === undefined) waiting.set(reply, performance.now());
    done();
  });
  fastify.addHook('onResponse', (_request, reply, done) => {
    waiting.delete(reply);
    done();
  });
  fastify.addHook('onClose', (_fastify, done) => {
    clearInterval(look);
    done();
  });
}
