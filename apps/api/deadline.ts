import type { FastifyInstance, FastifyReply } from 'fastify';

/** How often it is looked for answers that are overdue. */
const lookMs = 250;

/**
 * Answers "503" for whatever takes longer than `seconds`, so that callers, balancers and connections do not wait for what hangs.
 * One timer looks at all of them: a timer for each would cost every request for the sake of none.
 * (Fastify's own `handlerTimeout` ends with the body of a POST.) What a mutation does meanwhile is done or undone as a whole.
 */
export function limitAnswers(fastify: FastifyInstance, seconds: number): void {
  // not a Set: the tables that it has outgrown would keep replies in memory long after they were sent
  const waiting: FastifyReply[] = [];
  const forget = (reply: FastifyReply): void => {
    const place = waiting.indexOf(reply);
    if (place === -1) return;
    const last = waiting.pop();
    if (last && last !== reply) waiting[place] = last;
  };
  const look = setInterval(() => {
    for (const reply of waiting.filter(({ elapsedTime }) => elapsedTime > seconds * 1000)) {
      forget(reply);
      if (reply.sent) continue;
      void reply
        .code(503)
        .headers({ 'retry-after': '1', 'cache-control': 'no-store' })
        .send({ statusCode: 503, error: 'Service Unavailable', message: 'this took too long and was given up' });
    }
  }, lookMs).unref();
  fastify.addHook('onRequest', (request, reply, done) => {
    // a connection that becomes a WebSocket has no answer
    if (request.headers.upgrade === undefined) waiting.push(reply);
    done();
  });
  fastify.addHook('onResponse', (_request, reply, done) => {
    forget(reply);
    done();
  });
  fastify.addHook('onClose', (_fastify, done) => {
    clearInterval(look);
    done();
  });
}
