import { setTimeout as pause } from 'node:timers/promises';

/** A pause that can be cut short; a nudge that comes between two pauses cuts the next one. */
export interface Nudge {
  readonly give: () => void;
  readonly wait: (ms: number) => Promise<void>;
}

/** A nudge of one's own. */
export function nudges(): Nudge {
  let given = false;
  let cut: AbortController | undefined;
  return {
    give: () => {
      given = true;
      cut?.abort();
    },
    wait: async (ms) => {
      cut = new AbortController();
      if (!given) await pause(ms, undefined, { signal: cut.signal }).catch(() => undefined);
      given = false;
    },
  };
}
