import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Clock } from '#platform/clock';
import { Database } from '#platform/db';
import { AttemptRepository } from './attempts/attempt.repository.js';
import { SessionRepository } from './sessions/session.repository.js';

const everyMs = 10 * 60_000;
/** What one transaction forgets at most of each, so that it never holds many rows at once. */
const batch = 10_000;

/** Forgets sessions that nothing can keep going any more, tokens that have expired, and counts of attempts whose time is up. */
@Injectable()
export class AccessPurge implements OnModuleInit, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly db: Database,
    private readonly sessions: SessionRepository,
    private readonly attempts: AttemptRepository,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    // a round that fails is made up for by the next
    this.timer = setInterval(() => void this.purge().catch(() => undefined), everyMs).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Forgets all that there is to forget. */
  async purge(): Promise<void> {
    const round = [...this.sessions.forgetting(batch), this.attempts.forgetting(this.clock.now(), batch)];
    for (let left = true; left;) left = (await this.db.commit(round)).some((forgotten) => forgotten.length === batch);
  }
}
