import { Injectable } from '@nestjs/common';
import { Clock } from '#platform/clock';
import { Database } from '#platform/db';
import { Rounds } from '#platform/rounds';
import { AttemptRepository } from './attempts/attempt.repository.js';
import { SessionRepository } from './sessions/session.repository.js';

const everyMs = 10 * 60_000;
/** What one transaction forgets at most of each, so that it never holds many rows at once. */
const batch = 10_000;

/** Forgets sessions that nothing can keep going any more, tokens that have expired, and counts of attempts whose time is up. */
@Injectable()
export class AccessPurge extends Rounds {
  constructor(
    private readonly db: Database,
    private readonly sessions: SessionRepository,
    private readonly attempts: AttemptRepository,
    private readonly clock: Clock,
  ) {
    super(everyMs);
  }

  /** Forgets all that there is to forget. */
  async round(): Promise<void> {
    const forgetting = [...this.sessions.forgetting(batch), this.attempts.forgetting(this.clock.now(), batch)];
    await this.whileMore(async () => (await this.db.commit(forgetting)).some((forgotten) => forgotten.length === batch));
  }
}
