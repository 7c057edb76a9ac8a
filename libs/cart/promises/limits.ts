import { isAllowed, type Actor } from '#kernel';

/** The most lines that are promised at once: a token holds them all. */
export const mostPromisedLines = 200;

/** How long a promise holds where nobody says: a day. */
export const usualHours = 24;

/** Whether whoever asks sells, and may promise prices to others: staff, programs and tills. */
export function sells(actor: Actor): boolean {
  return isAllowed(actor, 'SELL');
}

/** For how long whoever asks may have prices promised: sellers for three months, customers for a week, guests for a day. */
export function mostHours(actor: Actor): number {
  if (sells(actor)) return 90 * 24;
  return actor.kind === 'customer' ? 7 * 24 : 24;
}
