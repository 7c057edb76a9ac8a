import { Injectable } from '@nestjs/common';
import { Database, statement } from '#platform/db';
import { Rounds } from '#platform/rounds';

/** How long a key is remembered: twice the day that is promised (semantics §14). */
const keptHours = 48;
const everyMs = 10 * 60_000;
/** What one round forgets at most, so that it never holds many rows at once. */
const batch = 10_000;

const forget = statement<never>(
  'idempotency.forget',
  `delete from idempotency_key where (scope, field, key) in (
     select scope, field, key from idempotency_key where created_at < now() - $1 * interval '1 hour' limit $2)`,
);

/** Forgets idempotency keys whose time is up; any number of processes may do so at once. */
@Injectable()
export class IdempotencyPurge extends Rounds {
  constructor(private readonly database: Database) {
    super(everyMs);
  }

  /** Forgets a batch. */
  async round(): Promise<void> {
    await this.database.commit([forget.with([keptHours, batch])]);
  }
}
