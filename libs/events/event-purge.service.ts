import { Injectable } from '@nestjs/common';
import { Clock } from '#platform/clock';
import { Config } from '#platform/config';
import { Database } from '#platform/db';
import { Rounds } from '#platform/rounds';
import { batch, forgettingEvents } from './forgetting.repository.js';

const everyMs = 10 * 60_000;
const dayMs = 24 * 60 * 60_000;

/** Forgets events that happened more than `EVENT_DAYS` ago and that everybody has heard. */
@Injectable()
export class EventPurge extends Rounds {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {
    super(everyMs);
  }

  /** Forgets all that there is to forget. */
  async round(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - this.config.eventDays * dayMs);
    await this.whileMore(async () => {
      const [forgotten = []] = await this.db.commit([forgettingEvents(before)]);
      return forgotten.length === batch;
    });
  }
}
