import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { handleProtocols, type Server } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Config } from '#platform/config';
import type { ExecutionPlugin } from '#platform/graphql';
import type { Log } from '#platform/log';
import type { Metrics } from '#platform/metrics';
import { addressOf, Door } from './live-door.js';
import { liveServer, type LiveConnection } from './live-server.js';
import { LiveSession } from './live-session.js';
import type { RequestContexts } from './request-context.js';

/** What may lie unread between us and a reader before we stop talking: it has not read what it asked for. */
const mostUnread = 1_048_576;
/** How long clients have to say goodbye when the server closes. */
const farewellMs = 1000;

/** What is served, for whom, and who hears of it. */
export interface LiveTerms {
  readonly config: Pick<Config, 'corsOrigins' | 'limits' | 'live' | 'trustedProxies'>;
  readonly execution: ExecutionPlugin;
  readonly contexts: RequestContexts;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Serves graphql-transport-ws at /graphql, beside HTTP on the same port. Closing tells every client to come again (1001). */
export function serveLive(fastify: FastifyInstance, { config, execution, contexts, log, metrics }: LiveTerms): void {
  const { connections, operations, checkSeconds } = config.live;
  const sockets = new WebSocketServer({ noServer: true, handleProtocols, maxPayload: config.limits.bodyBytes });
  const server = liveServer(execution, operations);
  const door = new Door(config.corsOrigins, connections);
  let closing = false;
  fastify.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const address = addressOf(request, config.trustedProxies);
    const refusal = closing ? 503 : door.refusalOf(request, address);
    if (refusal !== null) {
      turnAway(socket, refusal);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      const session = new LiveSession(contexts, execution.masking, address, ({ code, reason }) => {
        opened.close(code, shortened(reason));
      });
      const leave = door.enter(address);
      metrics.sockets.inc();
      const begun = performance.now();
      opened.once('close', (code: number) => {
        leave();
        metrics.sockets.dec();
        log.info('a connection ended', { code, seconds: Math.round((performance.now() - begun) / 1000) });
      });
      connect(opened, session, server, log);
      watch(opened, session, checkSeconds * 1000);
    });
  });
  fastify.addHook('preClose', async () => {
    closing = true;
    for (const open of sockets.clients) open.close(1001, 'going away: come again');
    for (const end = Date.now() + farewellMs; sockets.clients.size > 0 && Date.now() < end;) await pause(10);
    for (const open of sockets.clients) open.terminate();
  });
}

/** Hands messages to the protocol, and its answers to the client no faster than it reads. */
function connect(socket: WebSocket, session: LiveSession, server: Server<LiveConnection>, log: Log): void {
  // ws ends the connection itself: a frame that is none, or too long
  socket.on('error', () => undefined);
  const closed = server.opened(
    {
      protocol: socket.protocol,
      // kept until it has left us: a stream gives its next piece when this one is gone
      send: (text) =>
        new Promise((resolve) => {
          if (socket.readyState === socket.OPEN)
            socket.send(text, () => {
              resolve();
            });
          else resolve();
        }),
      close: (code, reason) => {
        socket.close(code, reason);
      },
      onMessage: (take) => {
        socket.on('message', (data: Buffer) => {
          if (socket.bufferedAmount > mostUnread) {
            socket.terminate();
            return;
          }
          take(data.toString()).catch((error: unknown) => {
            log.error('A message failed', error);
            socket.close(4500, 'Internal error');
          });
        });
      },
    },
    { session },
  );
  socket.once('close', (code: number, reason: Buffer) => {
    closed(code, reason.toString()).catch((error: unknown) => {
      log.error('A connection was not ended well', error);
    });
  });
}

/** Every so often: is there still somebody who reads, and may they still? */
function watch(socket: WebSocket, session: LiveSession, everyMs: number): void {
  let heard = true;
  socket.on('pong', () => {
    heard = true;
  });
  const timer = setInterval(() => {
    if (!heard) {
      socket.terminate();
      return;
    }
    heard = false;
    socket.ping();
    void session.isGood();
  }, everyMs).unref();
  socket.once('close', () => {
    clearInterval(timer);
  });
}

function turnAway(socket: Duplex, status: number): void {
  socket.on('error', () => undefined);
  socket.end(`HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

/** A reason has room for 123 bytes. */
function shortened(reason: string): string {
  return Buffer.byteLength(reason) <= 123
    ? reason
    : `${Buffer.from(reason)
        .subarray(0, 120)
        .toString('latin1')
        .replace(/[^ -~]/g, '')}...`;
}
