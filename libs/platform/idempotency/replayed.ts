import type { Context } from '#kernel';

const replays = new WeakSet<Context>();

/** Notes that the request's effect was that of an earlier one: nothing was done again. */
export function markReplayed(context: Context): void {
  replays.add(context);
}

/** Whether the request was answered from what an earlier one had done: the answer carries `Idempotent-Replay: true`. */
export function wasReplayed(context: Context): boolean {
  return replays.has(context);
}
