import { forgettingHolds } from '#holds';
import { statement, type Write } from '#platform/db';

/** What one transaction forgets at most, so that it never holds many rows at once. */
export const batch = 1000;

const forget = statement<never>(
  'orders.forget-holds',
  forgettingHolds(`exists (select from orders where orders.id = hold.owner and orders.state = 'PENDING')`, batch),
);

/** Forgets a batch of holds that have ended for so many days, but for those of orders that are not decided yet: a row for each. */
export function forgettingEndedHolds(days: number): Write {
  return forget.with([days]);
}
