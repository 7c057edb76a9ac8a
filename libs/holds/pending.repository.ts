import { statement, type Database } from '#platform/db';

const pending = statement<{ pending: number; overdue: number }>(
  'hold.count-pending',
  `select count(*)::int as pending, count(*) filter (where expires_at < now() - interval '1 minute')::int as overdue
   from hold where state = 'PENDING'`,
);

/** How many holds are pending, and how many of them should have ended a minute ago: then nobody sweeps. */
export async function pendingHolds(database: Database): Promise<{ readonly pending: number; readonly overdue: number }> {
  const [row] = await database.read(pending);
  return row ?? { pending: 0, overdue: 0 };
}
