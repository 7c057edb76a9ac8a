import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { StoryBroken, type Document, type Somebody, type Variables } from './somebody.js';

/** A subscription that somebody has open. */
export interface Listening<T> {
  /** The next that was not heard yet. @throws StoryBroken when nothing comes in time, or the subscription has ended */
  next(withinMs: number): Promise<T>;
  close(): Promise<void>;
}

/** Where the WebSockets of an API are. */
export const liveUrl = (url: string): string => `${url.replace(/^http/, 'ws')}/graphql`;

/** Subscribes over graphql-ws: what HTTP has in its headers goes into the first message. */
export function listen<T>({ url, headers, name }: Somebody, { text }: Document<T>, variables: Variables): Listening<T> {
  const client = createClient({
    url: liveUrl(url),
    webSocketImpl: WebSocket,
    connectionParams: { ...headers },
    retryAttempts: 0,
    lazyCloseTimeout: 0,
  });
  const answers = client.iterate<Record<string, T>>({ query: text, variables });
  const heard = async (): Promise<T> => {
    const next = await answers.next().catch((error: unknown) => {
      throw new StoryBroken(`the subscription of ${name} has ended: ${reasonOf(error)}`);
    });
    if (next.done === true) throw new StoryBroken(`the subscription of ${name} has ended`);
    const { data, errors } = next.value;
    const [error] = errors ?? [];
    if (error) throw new StoryBroken(`the subscription of ${name} was refused: ${error.message}`);
    return Object.values(data ?? {})[0] as T;
  };
  return {
    next: (withinMs) => inTime(heard(), withinMs, `${name} heard nothing within ${withinMs} ms`),
    close: async () => {
      await answers.return?.();
      await client.dispose();
    },
  };
}

async function inTime<T>(coming: Promise<T>, ms: number, otherwise: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new StoryBroken(otherwise));
    }, ms);
  });
  try {
    return await Promise.race([coming, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Refusals come as GraphQL errors, broken connections as errors or as close events. */
function reasonOf(error: unknown): string {
  if (Array.isArray(error)) return error.map((each: { message: string }) => each.message).join(', ');
  const { message, reason } = error as { message?: string; reason?: string };
  return message ?? reason ?? 'the connection broke';
}
