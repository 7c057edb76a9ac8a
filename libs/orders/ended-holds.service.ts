import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { Database } from '#platform/db';
import { Rounds } from '#platform/rounds';
import { batch, forgettingEndedHolds } from './ended-holds.repository.js';

const everyMs = 10 * 60_000;

/** Forgets holds that ended more than `ENDED_DAYS` ago: voided, expired, released or consumed. */
@Injectable()
export class EndedHolds extends Rounds {
  constructor(
    private readonly db: Database,
    private readonly config: Config,
  ) {
    super(everyMs);
  }

  /** Forgets all that there is to forget. */
  async round(): Promise<void> {
    await this.whileMore(async () => {
      const [forgotten = []] = await this.db.commit([forgettingEndedHolds(this.config.endedDays)]);
      return forgotten.length === batch;
    });
  }
}
