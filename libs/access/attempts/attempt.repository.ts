import { Injectable } from '@nestjs/common';
import { statement, type Database, type Write } from '#platform/db';

const forget = statement<never>(
  'access.forget-attempts',
  'delete from attempt where key in (select key from attempt where expire < $1 limit $2) returning 1',
);

const secret = statement<{ secret: Uint8Array }>('access.attempt-secret', 'select secret from attempt_secret');

/** What names and addresses are hashed with: made with the database, the same for every replica. */
export async function attemptSecret(db: Database): Promise<Uint8Array> {
  const [row] = await db.read(secret);
  if (!row) throw new Error('there is no secret to hash attempts with');
  return row.secret;
}

/** The table attempt, as far as rate-limiter-flexible does not see to it. */
@Injectable()
export class AttemptRepository {
  /** Forgets so many counts whose time was up at the instant: a row for each. */
  forgetting(now: Date, most: number): Write {
    return forget.with([now.getTime(), most]);
  }
}
