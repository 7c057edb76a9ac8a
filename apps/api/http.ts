import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Config } from '#platform/config';
import { ExecutionPlugin } from '#platform/graphql';
import { Log } from '#platform/log';
import { ApiLog } from './api-log.js';
import { allowOrigins } from './cors.js';
import { serveGraphiql } from './graphiql.js';
import { Health, serveHealth } from './health.js';
import { answerKnown } from './known-requests.js';
import { RequestContexts } from './request-context.js';
import { logRequests, requestIdOf } from './requests.js';

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
  const adapter = new FastifyAdapter({
    bodyLimit: config.limits.bodyBytes,
    requestIdHeader: false,
    genReqId: requestIdOf,
    // idle connections end with the server; requests on the others are finished
    forceCloseConnections: 'idle',
    return503OnClosing: true,
  });
  const log = new Log(config.logLevel);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, { logger: new ApiLog(log), abortOnError: false });
  const fastify: FastifyInstance = adapter.getInstance<FastifyInstance>();
  logRequests(fastify, log);
  allowOrigins(fastify, config.corsOrigins);
  serveHealth(fastify, app.get(Health));
  answerKnown(fastify, app.get(ExecutionPlugin, { strict: false }), app.get(RequestContexts, { strict: false }));
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
