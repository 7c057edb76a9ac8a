import type { Context } from '#kernel';

const callers = new WeakMap<Context, string>();

/** Notes the network address that a request comes from: to count attempts by, never to be kept. */
export function comesFrom(context: Context, address: string): void {
  callers.set(context, address);
}

/** The network address that the request comes from; a context of our own comes from nowhere. */
export function callerOf(context: Context): string {
  return callers.get(context) ?? '';
}
