/** How a breaker stands: how often in a row no answer came, and until when nobody is asked. */
export interface Breaker {
  readonly failures: number;
  /** Epoch milliseconds; null: it is asked. */
  readonly openUntil: number | null;
}

/** When a breaker opens, and for how long. */
export interface BreakerSettings {
  /** So many in a row without an answer. */
  readonly mostFailures: number;
  readonly openMs: number;
}

/** A breaker at the beginning. */
export const closed: Breaker = { failures: 0, openUntil: null };

/**
 * Whether to ask at this instant, and the breaker meanwhile. When its time is up one is let through to try; the others wait for what
 * becomes of it, at most as long again.
 */
export function admitted(
  breaker: Breaker,
  now: number,
  { openMs }: BreakerSettings,
): { readonly ask: boolean; readonly breaker: Breaker } {
  if (breaker.openUntil === null) return { ask: true, breaker };
  if (now < breaker.openUntil) return { ask: false, breaker };
  return { ask: true, breaker: { ...breaker, openUntil: now + openMs } };
}

/** The breaker after an answer: it is closed again. After none it counts, and opens at the last that is tolerated. */
export function afterAsking(breaker: Breaker, isAnswered: boolean, now: number, settings: BreakerSettings): Breaker {
  if (isAnswered) return closed;
  const failures = breaker.failures + 1;
  return { failures, openUntil: failures >= settings.mostFailures ? now + settings.openMs : null };
}
