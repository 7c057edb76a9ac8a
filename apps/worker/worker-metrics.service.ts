import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BacklogRepository, type Backlog } from '#events';
import { pendingHolds } from '#holds';
import { Database } from '#platform/db';
import { Metrics } from '#platform/metrics';
import { Queues } from '#platform/queue';

/** How long what was read serves the gauges of the same scrape. */
const believedMs = 500;
const queueStates = ['waiting', 'active', 'delayed', 'failed'] as const;

/** What waits for workers, as Prometheus sees it: figures of the whole shop, the same from each worker. */
@Injectable()
export class WorkerMetrics implements OnModuleInit {
  private read: { readonly at: number; readonly backlog: Promise<Backlog> } | null = null;

  constructor(
    private readonly metrics: Metrics,
    private readonly backlogs: BacklogRepository,
    private readonly queues: Queues,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    const { metrics } = this;
    if (!metrics.on) return;
    metrics.gauge('outbox_events', 'Events that no relay has handed on yet.', [], async (gauge) => {
      gauge.set((await this.backlog()).unrelayed);
    });
    metrics.gauge('outbox_lag_seconds', 'How long the oldest of them waits.', [], async (gauge) => {
      gauge.set((await this.backlog()).lagSeconds);
    });
    metrics.gauge('relay_seated', 'Whether a relay is at work, in whatever process.', [], async (gauge) => {
      gauge.set(Number((await this.backlog()).relaySeated));
    });
    metrics.gauge('deliveries', 'Deliveries by consumer: on their way, or parked.', ['consumer', 'state'], async (gauge) => {
      gauge.reset();
      for (const { consumer, waiting, parked } of (await this.backlog()).consumers) {
        gauge.set({ consumer, state: 'waiting' }, waiting);
        gauge.set({ consumer, state: 'parked' }, parked);
      }
    });
    metrics.gauge(
      'holds',
      'Holds that are pending, and those of them that nobody has ended in time.',
      ['state'],
      async (gauge) => {
        const { pending, overdue } = await pendingHolds(this.database);
        gauge.set({ state: 'pending' }, pending);
        gauge.set({ state: 'overdue' }, overdue);
      },
    );
    metrics.gauge('queue_jobs', 'Jobs of BullMQ by queue, as far as Redis answers.', ['queue', 'state'], async (gauge) => {
      gauge.reset();
      for (const { queue, counts } of await this.jobs())
        for (const [state, count] of Object.entries(counts)) gauge.set({ queue, state }, count);
    });
  }

  private backlog(): Promise<Backlog> {
    const now = performance.now();
    if (!this.read || now - this.read.at > believedMs) this.read = { at: now, backlog: this.backlogs.read() };
    return this.read.backlog;
  }

  private async jobs(): Promise<{ queue: string; counts: Readonly<Record<string, number>> }[]> {
    if (!this.queues.ready) return [];
    const names = (await this.backlog()).consumers.flatMap(({ queues }) => queues);
    const asked = names.map(async (queue) => ({ queue, counts: await this.queues.queue(queue).getJobCounts(...queueStates) }));
    return (await Promise.allSettled(asked)).flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  }
}
