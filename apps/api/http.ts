import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Config } from '#platform/config';
import { ExecutionPlugin } from '#platform/graphql';
import { logOf } from '#platform/log';
import { Metrics } from '#platform/metrics';
import { Trace } from '#platform/trace';
import { ApiLog } from './api-log.js';
import { allowOrigins } from './cors.js';
import { limitAnswers } from './deadline.js';
import { serveGraphiql } from './graphiql.js';
import { Health, serveHealth } from './health.js';
import { answerKnown } from './known-requests.js';
import { serveLive } from './live-sockets.js';
import { measureRequests } from './measure-requests.js';
import { RequestContexts } from './request-context.js';
import { logRequests, requestIdOf } from './requests.js';
import { traceRequests } from './trace-requests.js';

/** How often a closing server looks for connections that have nothing left to do. */
const sweepMs = 50;

/** An API that answers. Closing it says "not ready" first, finishes what was accepted, and lets go of everything. */
export interface Listening {
  readonly app: NestFastifyApplication;
  /** Where: `http://127.0.0.1:4000`. */
  readonly address: string;
}

/**
 * Makes the API of a module that imports ApiModule, with everything that belongs to HTTP set: the same in production,
 * in `npm start` and in tests. It does not listen yet.
 */
export async function createApi(module: Type, config: Config): Promise<NestFastifyApplication> {
  const { requestSeconds, answerSeconds } = config.patience;
  const adapter = new FastifyAdapter({
    bodyLimit: config.limits.bodyBytes,
    // whoever sends a byte now and then holds a connection no longer than this
    requestTimeout: requestSeconds * 1000,
    http: { headersTimeout: requestSeconds * 1000, connectionsCheckingInterval: 1000 },
    // the address of whoever asks, to count attempts by
    trustProxy: config.trustedProxies > 0 && ((_address: string, hop: number) => hop < config.trustedProxies),
    requestIdHeader: false,
    genReqId: requestIdOf,
    // idle connections end with the server; requests on the others are finished
    forceCloseConnections: 'idle',
    // Nest has no middlewares to run here
    skipMiddie: true,
    return503OnClosing: true,
  });
  const log = logOf(config);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, { logger: new ApiLog(log), abortOnError: false });
  const fastify: FastifyInstance = adapter.getInstance<FastifyInstance>();
  const execution = app.get(ExecutionPlugin, { strict: false });
  traceRequests(fastify, execution, app.get(Trace));
  logRequests(fastify, log, config);
  limitAnswers(fastify, answerSeconds);
  const metrics = app.get(Metrics);
  measureRequests(fastify, execution, metrics);
  allowOrigins(fastify, config.corsOrigins);
  serveHealth(fastify, app.get(Health));
  answerKnown(fastify, execution, app.get(RequestContexts, { strict: false }));
  serveLive(fastify, { config, execution, contexts: app.get(RequestContexts, { strict: false }), log, metrics });
  letGoWhenClosing(fastify);
  if (config.introspection) serveGraphiql(fastify);
  await app.init();
  return app;
}

/** Makes the API, does what has to be done before the first request, and listens where the configuration says. */
export async function listen(
  module: Type,
  config: Config,
  before: (app: INestApplicationContext) => Promise<void> = () => Promise.resolve(),
): Promise<Listening> {
  const app = await createApi(module, config);
  await before(app);
  await app.listen(config.port, config.host);
  return { app, address: await app.getUrl() };
}

/** Connections that are kept open for a next request would keep a closing server from ending once theirs is answered. */
function letGoWhenClosing(fastify: FastifyInstance): void {
  let sweep: NodeJS.Timeout | undefined;
  fastify.addHook('preClose', (done) => {
    sweep = setInterval(() => fastify.server.closeIdleConnections(), sweepMs);
    done();
  });
  fastify.addHook('onClose', (_fastify, done) => {
    clearInterval(sweep);
    done();
  });
}
