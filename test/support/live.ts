import { once } from 'node:events';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Json } from './api.js';

/** What an operation on a WebSocket was told, in order. */
export interface Heard {
  /** The next that was not read yet; fails when nothing comes within a second, or so many milliseconds. */
  next(withinMs?: number): Promise<Json>;
  /** Whatever is told meanwhile. */
  during(ms: number): Promise<Json[]>;
  /** How it ended: null well, else the errors or the close event. */
  readonly ended: Promise<Json>;
  stop(): void;
}

/** Where an API's WebSockets are. */
export const liveUrl = (url: string): string => `${url.replace(/^http/, 'ws')}/graphql`;

/** A client as a shop has it, with what HTTP would have in its headers. */
export function aLiveClient(url: string, headers: Readonly<Record<string, unknown>> = {}, retryAttempts = 0): Client {
  return createClient({ url: liveUrl(url), webSocketImpl: WebSocket, connectionParams: { ...headers }, retryAttempts });
}

/** Begins an operation, a subscription or another. */
export function hear(client: Client, query: string, variables: Readonly<Record<string, unknown>> = {}): Heard {
  const told: Json[] = [];
  let wake = (): void => undefined;
  let finish = (_how: Json): void => undefined;
  const ended = new Promise<Json>((resolve) => (finish = resolve));
  const stop = client.subscribe(
    { query, variables },
    {
      next: (answer) => {
        told.push(answer);
        wake();
      },
      error: finish,
      complete: () => {
        finish(null);
      },
    },
  );
  const next = async (withinMs = 1000): Promise<Json> => {
    if (told.length === 0) {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => {
          reject(new Error(`nothing was told within ${String(withinMs)} ms`));
        }, withinMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return told.shift();
  };
  const during = async (ms: number): Promise<Json[]> => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return told.splice(0);
  };
  return { next, during, ended, stop };
}

/** A bare WebSocket of the protocol, for what no client would do. */
export async function aBareSocket(url: string, headers: Readonly<Record<string, string>> = {}): Promise<WebSocket> {
  const socket = new WebSocket(liveUrl(url), 'graphql-transport-ws', { headers });
  await once(socket, 'open');
  return socket;
}

/** The code and reason that the socket is closed with. */
export function closing(socket: WebSocket): Promise<{ code: number; reason: string }> {
  // what went wrong before is not the question
  socket.on('error', () => undefined);
  return new Promise((resolve) => {
    socket.once('close', (code, reason) => {
      resolve({ code, reason: reason.toString() });
    });
  });
}
