import { statement, type Database } from '#platform/db';
import { postgresWire, redisWire, type Wire } from './wire.js';

const versions = statement<{ topic: string; version: string }>(
  'revision.versions',
  'select topic, version from revision where topic = any($1::text[])',
);

/** How long a lost message goes unnoticed. */
const pollMs = 1000;

/** The longest text that a message may carry: PostgreSQL takes less than 8000 bytes with the topic. */
export const longestSaying = 7900;

/** Wakes a listener; it finds out itself what is new. What was said with the message is a hint; empty: look at everything. */
export type Listener = (said: string) => void;

/**
 * Tells every process that something changed. It merely wakes: receivers read by version, and once a second
 * the versions are looked at anyway, so that a lost message costs a second and nothing else.
 */
export class Broadcast {
  private readonly wire: Wire;
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly seen = new Map<string, string>();
  private timer: NodeJS.Timeout | undefined;
  private polling: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    redisUrl: string | null,
  ) {
    this.wire = redisUrl === null ? postgresWire(database) : redisWire(redisUrl);
  }

  /**
   * Wakes the listeners of the topic everywhere, this process included. Call it after the commit. Never fails.
   * @param saying what it is about, at most `longestSaying` bytes and nothing personal
   */
  async publish(topic: string, saying = ''): Promise<void> {
    await this.wire.send(saying === '' ? topic : `${topic} ${saying}`).catch(() => undefined);
  }

  /** Wakes the listener on every message of the topic, and when its revision has changed unheard. Returns how to stop. */
  subscribe(topic: string, listener: Listener): () => void {
    this.start();
    const listeners = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.listeners.get(topic) === listeners) this.listeners.delete(topic);
    };
  }

  /** Stops listening. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    this.listeners.clear();
    await this.polling;
    await this.wire.close();
  }

  private start(): void {
    if (this.timer) return;
    this.timer = setInterval(() => {
      this.polling = this.poll();
    }, pollMs).unref();
    // without an ear there is still the poll
    void this.wire
      .listen((message) => {
        const [topic = ''] = message.split(' ', 1);
        this.wake(topic, message.slice(topic.length + 1));
      })
      .catch(() => undefined);
  }

  private async poll(): Promise<void> {
    const topics = [...this.listeners.keys()];
    const rows = await this.database.read(versions, [topics]).catch(() => []);
    for (const { topic, version } of rows) {
      if (this.seen.get(topic) === version) continue;
      this.seen.set(topic, version);
      this.wake(topic, '');
    }
  }

  private wake(topic: string, said: string): void {
    for (const listener of this.listeners.get(topic) ?? []) listener(said);
  }
}
