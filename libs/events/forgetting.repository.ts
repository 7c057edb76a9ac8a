import { statement, type Write } from '#platform/db';
import { firstIdAt } from '#platform/ids';

/** What one transaction forgets at most, so that it never holds many rows at once. */
export const batch = 1000;

// ids sort by time: what is looked at is what is old, and nothing has to be indexed for it; how many is written out, as a plan that
// does not know it would go through all events
const forget = statement<never>(
  'outbox.forget',
  `with gone as (
     delete from outbox where id in (
       select old.id from outbox old where old.id < $1 and old.occurred_at < $2 and old.relayed_at is not null
         and not exists (select from delivery where delivery.event_id = old.id)
       order by old.id limit ${batch} for update skip locked)
     returning position),
   told as (
     update pulled_horizon set position = furthest.position
     from (select max(position) as position from gone) furthest where furthest.position > pulled_horizon.position)
   select 1 from gone`,
);

/**
 * Forgets a batch of events that happened before the instant, the oldest first, but for those that somebody still has to hear: a row for
 * each. Up to where of those that are pulled is remembered.
 */
export function forgettingEvents(before: Date): Write {
  return forget.with([firstIdAt('event', before), before]);
}
