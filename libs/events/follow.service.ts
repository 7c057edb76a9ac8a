import { setTimeout as pause } from 'node:timers/promises';
import { UserError } from '#kernel';
import { endable, type Stream } from '#platform/streams';
import type { LiveNews } from './live-news.service.js';
import { nudges } from './nudge.service.js';

/** What somebody who follows something has in sight now. */
export interface Sight<T> {
  /** Stands for all of it: another text, another sight. It is opaque to clients and holds in every process. */
  readonly cursor: string;
  readonly view: T;
  /** What else is to be watched from now on. */
  readonly also?: readonly string[];
  /** Looked at again after so long though nothing was heard: something of it changes without an event. */
  readonly againMs?: number;
  /** Nothing will come after it. */
  readonly last?: boolean;
}

/** What is followed, and from where on. */
export interface Following<T> {
  /** The aggregates whose news are the reason to look. */
  readonly ids: readonly string[];
  /** The cursor of the last sight that the reader had; null: none. */
  readonly after: string | null;
  /** Looks; null: there is nothing to see any more, or not for this reader. `cursor` is that of the last sight. */
  readonly look: (cursor: string | null) => Promise<Sight<T> | null>;
}

/** As good as for ever. */
const longestMs = 2 ** 31 - 1;
/** How often a look that fails is tried again, and how long after: a database that restarts is not the end. */
const retries = 5;
const retryMs = 1000;

/**
 * A stream of what can be seen, at once unless the reader has seen it, then whenever it is different. What changes while the reader is
 * busy with the last sight is told as one: only the newest matters, and nothing piles up for a reader that is slow.
 */
export function follow<T>(news: LiveNews, { ids, after, look }: Following<T>): Stream<T> {
  return endable(async function* (left) {
    const nudge = nudges();
    left.addEventListener('abort', nudge.give);
    const stops = [news.watch(ids, nudge.give)];
    const watched = new Set(ids);
    let cursor = after;
    try {
      for (let first = true; !left.aborted; first = false) {
        const sight = await (first ? look(cursor) : patiently(() => look(cursor), left));
        if (!sight) return;
        const also = (sight.also ?? []).filter((id) => !watched.has(id));
        if (also.length > 0) stops.push(news.watch(also, nudge.give));
        for (const id of also) watched.add(id);
        if (sight.cursor !== cursor) {
          cursor = sight.cursor;
          yield sight.view;
        }
        if (sight.last) return;
        await nudge.wait(sight.againMs ?? longestMs);
      }
    } finally {
      for (const stop of stops) stop();
    }
  });
}

async function patiently<T>(look: () => Promise<T>, left: AbortSignal): Promise<T | null> {
  for (let failures = 1; ; failures++) {
    try {
      return await look();
    } catch (error) {
      if (error instanceof UserError || failures > retries) throw error;
      await pause(retryMs, undefined, { signal: left }).catch(() => undefined);
      if (left.aborted) return null;
    }
  }
}
