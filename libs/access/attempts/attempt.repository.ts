import { Injectable } from '@nestjs/common';
import { statement, type Write } from '#platform/db';

const forget = statement<never>(
  'access.forget-attempts',
  'delete from attempt where key in (select key from attempt where expire < $1 limit $2) returning 1',
);

/** The table attempt, as far as rate-limiter-flexible does not see to it. */
@Injectable()
export class AttemptRepository {
  /** Forgets so many counts whose time was up at the instant: a row for each. */
  forgetting(now: Date, most: number): Write {
    return forget.with([now.getTime(), most]);
  }
}
