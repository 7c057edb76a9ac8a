/**
 * SQL that forgets holds that have ended for $1 days, the longest ended first and `most` at most, which is written out to be planned
 * for: a row for each. Those of an owner for whom the condition `goesOn` on the row `hold` holds stay: whoever has yet to post needs to
 * know what has expired.
 */
export function forgettingHolds(goesOn: string, most: number): string {
  return `delete from hold where id in (
     select hold.id from hold
     where hold.state in ('VOIDED', 'EXPIRED', 'RELEASED', 'CONSUMED') and hold.closed_at < now() - $1 * interval '1 day' and not (${goesOn})
     order by hold.closed_at limit ${most} for update of hold skip locked)
   returning 1`;
}
