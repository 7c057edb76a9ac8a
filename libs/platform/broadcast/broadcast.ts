import { statement, type Database } from '#platform/db';
import { postgresWire, redisWire, type Wire } from './wire.js';

const versions = statement<{ topic: string; version: string }>(
  'revision.versions',
  'select topic, version from revision where topic = any($1::text[])',
);

/** How long a lost message goes unnoticed. */
const pollMs = 1000;

/** Wakes a listener; it finds out itself what is new. */
export type Listener = () => void;

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

  /** Wakes the listeners of the topic everywhere, this process included. Call it after the commit. Never fails. */
  async publish(topic: string): Promise<void> {
    await this.wire.send(topic).catch(() => undefined);
  }

  /** Wakes the listener on every message of the topic, and when its revision has changed unheard. Returns how to stop. */
  subscribe(topic: string, listener: Listener): () => void {
    this.start();
    const listeners = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, listeners.add(listener));
    return () => {
      listeners.delete(listener);
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
      .listen((topic) => {
        this.wake(topic);
      })
      .catch(() => undefined);
  }

  private async poll(): Promise<void> {
    const topics = [...this.listeners.keys()];
    const rows = await this.database.read(versions, [topics]).catch(() => []);
    for (const { topic, version } of rows) {
      if (this.seen.get(topic) === version) continue;
      this.seen.set(topic, version);
      this.wake(topic);
    }
  }

  private wake(topic: string): void {
    for (const listener of this.listeners.get(topic) ?? []) listener();
  }
}
