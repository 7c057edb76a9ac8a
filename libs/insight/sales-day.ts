import { UserError } from '#kernel';

/** What was sold on a day in a channel and a currency. */
export interface SalesDay {
  /** A day in UTC: `2026-11-21`. */
  readonly day: string;
  readonly channelId: string;
  readonly placed: number;
  readonly cancelled: number;
  /** Placed less cancelled, in major units with the currency's digits. */
  readonly total: { readonly amount: string; readonly currency: string };
}

/** Days that may be asked for at once. */
const longestSpan = 366;
const dayMs = 24 * 3600 * 1000;

/** A span of days, both included. @throws UserError INVALID when it is none, LIMIT_REACHED when it is too long */
export function span(from: string, to: string): { from: string; to: string } {
  const days = (dayOf(to, 'to') - dayOf(from, 'from')) / dayMs + 1;
  if (days < 1) throw new UserError('INVALID', 'the span ends before it begins', ['to']);
  if (days > longestSpan) throw new UserError('LIMIT_REACHED', 'a span has at most 366 days', ['to'], { limit: longestSpan });
  return { from, to };
}

function dayOf(text: string, path: string): number {
  const time = Date.parse(`${text}T00:00:00Z`);
  // Date.parse rolls the 30th of February over
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) {
    throw new UserError('INVALID', 'a day is written such as 2026-11-21', [path]);
  }
  return time;
}
