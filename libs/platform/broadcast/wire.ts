import { Redis } from 'ioredis';
import type { PoolClient } from 'pg';
import type { Database } from '#platform/db';

/** The one channel; what is published on it is a topic, and maybe what there is to say of it. */
const channel = 'cartwright';

/** Carries messages between processes. One may be lost; nothing may depend on it. */
export interface Wire {
  send(message: string): Promise<void>;
  /** Starts to listen; hears every message until closed. */
  listen(heard: (message: string) => void): Promise<void>;
  close(): Promise<void>;
}

/** Redis pub/sub. */
export function redisWire(url: string): Wire {
  const patience = { maxRetriesPerRequest: 1, commandTimeout: 2000 };
  // a connection that listens cannot do anything else; an error is a message lost, which is allowed
  const connect = (): Redis => new Redis(url, patience).on('error', () => undefined);
  let sender: Redis | undefined;
  let listener: Redis | undefined;
  return {
    send: async (message) => {
      sender ??= connect();
      await sender.publish(channel, message);
    },
    listen: async (heard) => {
      listener ??= connect();
      listener.on('message', (_channel, message) => {
        heard(message);
      });
      await listener.subscribe(channel);
    },
    close: async () => {
      sender?.disconnect();
      listener?.disconnect();
      return Promise.resolve();
    },
  };
}

/** LISTEN and NOTIFY, each on its own: NOTIFY inside a business transaction would make all commits queue. */
export function postgresWire(database: Database): Wire {
  const again = 1000;
  let ear: PoolClient | undefined;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  const listen = async (heard: (message: string) => void): Promise<void> => {
    const client = await database.pool.connect();
    // closed while it was connecting: a connection that is kept would keep the pool from ending
    if (closed) {
      client.release(true);
      return;
    }
    const lost = (error?: Error): void => {
      if (ear !== client) return;
      ear = undefined;
      client.release(error ?? true);
      if (!closed) timer = setTimeout(() => void listen(heard).catch(lost), again).unref();
    };
    ear = client;
    client.on('notification', ({ payload }) => {
      if (payload !== undefined) heard(payload);
    });
    client.on('error', lost);
    client.on('end', lost);
    await client.query(`listen ${channel}`).catch(lost);
  };
  return {
    send: async (message) => {
      await database.pool.query({ name: 'broadcast.notify', text: 'select pg_notify($1, $2)', values: [channel, message] });
    },
    listen,
    close: async () => {
      closed = true;
      clearTimeout(timer);
      const client = ear;
      ear = undefined;
      client?.release(true);
      return Promise.resolve();
    },
  };
}
