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
const offer = {
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
    const failure = await this.outcome(event).catch(() => {
      throw new NotYet(awayMs);
    });
    const age = Date.now() - event.occurredAt.getTime();
    if (failure === 'open') throw new NotYet(Math.min(Math.max(age, lease.leastMs), lease.mostMs));
    if (failure !== null) throw new Error(failure);
  }

  /** What became of the event: null when it is done, `open` while it is with the outside, else why it failed. */
  private async outcome(event: StoredEvent): Promise<string | null> {
    const queue = this.queues.queue<CloudEvent>(this.name);
    const job = await queue.getJob(event.id);
    const state = job ? await job.getState() : 'unknown';
    if (state === 'completed') return null;
    if (job && state === 'failed') {
      await job.remove();
      return job.failedReason || 'the outside consumer failed';
    }
    if (state === 'unknown') await queue.add(event.type, toCloudEvent(event, this.source), { ...offer, jobId: event.id });
    return 'open';
  }
}
