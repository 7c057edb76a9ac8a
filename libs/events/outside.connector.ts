import type { Queues } from '#platform/queue';
import { toCloudEvent, type CloudEvent } from './cloud-event.js';
import { NotYet, type Consumer } from './consumer.js';
import type { StoredEvent } from './event.js';
import type { Hearing } from './hearing.js';

/** How long an offered event may be with the outside before the queue is asked what became of it: as long as it is old. */
const lease = { leastMs: 1000, mostMs: 600_000 };
/** How soon to ask again while Redis is away. */
const awayMs = 5_000;

/** Failures are counted by the delivery; the queue itself tries a few times in quick succession. */
const terms = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 1000 },
  // what is completed must still be found when its delivery comes to look
  removeOnComplete: { age: 24 * 3600 },
  removeOnFail: false,
} as const;

/**
 * A consumer outside: a BullMQ queue of its name gets each event as a CloudEvent under the event's id, and the delivery
 * ends when the job is completed. An emptied Redis loses nothing: what was not completed is offered again.
 */
export class OutsideConsumer implements Consumer {
  readonly name: string;
  readonly hears: readonly string[];

  constructor(
    hearing: Hearing,
    private readonly queues: Queues,
    private readonly source: string,
  ) {
    this.name = hearing.name;
    this.hears = hearing.hears;
  }

  async hear(event: StoredEvent): Promise<void> {
    if (!this.queues.ready) throw new NotYet(awayMs);
    const { state, failure } = await this.outcome(event.id).catch(() => {
      throw new NotYet(awayMs);
    });
    if (state === 'completed') return;
    if (state === 'failed') throw new Error(failure);
    const age = Date.now() - event.occurredAt.getTime();
    // offered only when it is put off: the receipt may come at once, and must find the delivery waiting for it
    throw new NotYet(Math.min(Math.max(age, lease.leastMs), lease.mostMs), async () => {
      if (state === 'unknown') await this.offer(event);
    });
  }

  /** What became of the event out there; what failed is taken back, to be offered again. */
  private async outcome(eventId: string): Promise<{ state: string; failure: string }> {
    const job = await this.queues.queue<CloudEvent>(this.name).getJob(eventId);
    if (!job) return { state: 'unknown', failure: '' };
    const state = await job.getState();
    if (state === 'failed') await job.remove();
    return { state, failure: job.failedReason || 'the outside consumer failed' };
  }

  private async offer(event: StoredEvent): Promise<void> {
    await this.queues
      .queue<CloudEvent>(this.name)
      .add(event.type, toCloudEvent(event, this.source), { ...terms, jobId: event.id });
  }
}
