import { Injectable } from '@nestjs/common';
import { Broadcast } from '#platform/broadcast';
import { Database } from '#platform/db';
import { newestOf } from './live.repository.js';
import { liveTopic, newsIn, type News } from './news.js';

/** How long a lost message, or a relay that is away, goes unnoticed. */
const pollMs = 1000;

interface Watched {
  /** The newest version that its watchers were woken for; null: not known yet. */
  version: bigint | null;
  readonly wakers: Set<() => void>;
}

/**
 * Tells this process's watchers that an aggregate has new events, soon after the relay has handed them on. It merely wakes: who is
 * woken looks itself. Once a second the versions of all that is watched are looked at with one statement, so that a lost message,
 * or a worker that is away, costs a second and nothing else. While nobody watches nothing is done.
 */
@Injectable()
export class LiveNews {
  private readonly watched = new Map<string, Watched>();
  private timer: NodeJS.Timeout | undefined;
  private stopListening: (() => void) | undefined;
  private polling = false;

  constructor(
    private readonly database: Database,
    private readonly broadcast: Broadcast,
  ) {}

  /** Wakes the waker whenever one of the aggregates has news, and once within a second of beginning. Returns how to stop. */
  watch(ids: readonly string[], waker: () => void): () => void {
    for (const id of ids) {
      const watched = this.watched.get(id) ?? { version: null, wakers: new Set() };
      this.watched.set(id, watched);
      watched.wakers.add(waker);
    }
    if (this.watched.size > 0) this.start();
    return () => {
      for (const id of ids) {
        const watched = this.watched.get(id);
        watched?.wakers.delete(waker);
        if (watched?.wakers.size === 0) this.watched.delete(id);
      }
      if (this.watched.size === 0) this.stop();
    };
  }

  private start(): void {
    this.timer ??= setInterval(() => void this.poll(), pollMs).unref();
    this.stopListening ??= this.broadcast.subscribe(liveTopic, (said) => {
      this.hear(newsIn(said));
    });
  }

  private stop(): void {
    clearInterval(this.timer);
    this.stopListening?.();
    this.timer = undefined;
    this.stopListening = undefined;
  }

  private async poll(): Promise<void> {
    // a database that is slow is not asked again before it has answered
    if (this.polling) return;
    this.polling = true;
    try {
      this.hear(await newestOf(this.database, [...this.watched.keys()]));
    } catch {
      // looked at again in a second; who watches would not get far either
    } finally {
      this.polling = false;
    }
  }

  private hear(news: News): void {
    const woken = new Set<() => void>();
    for (const [id, version] of news) {
      const watched = this.watched.get(id);
      // version 0 is news of something that is about it: it does not count its versions
      if (!watched || (version > 0n && watched.version !== null && version <= watched.version)) continue;
      if (version > 0n) watched.version = version;
      for (const waker of watched.wakers) woken.add(waker);
    }
    for (const waker of woken) waker();
  }
}
