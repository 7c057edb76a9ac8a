import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Broadcast } from '#platform/broadcast';
import { Database } from '#platform/db';
import { Log } from '#platform/log';
import { Queues } from '#platform/queue';
import { NewsTeller } from './news-teller.service.js';
import { RelaySeat, type Relayed } from './relay.repository.js';
import { deliveriesTopic, wakeQueue, type Wake } from './wake.js';

/** Events that one turn takes. */
const batch = 500;
/** The pause after a turn that found something (a turn costs the same for one event as for many), and how far it grows while there is nothing. */
const busyMs = 40;
const idleMs = 250;
/** A wake-up leaves nothing behind. */
const onceOnly = { removeOnComplete: true, removeOnFail: true };
/** How often a relay without the seat asks for it. */
const standbyMs = 1000;

/** Hands waiting events on to whoever hears them. Any number may run; one is active, and another takes over when it dies. */
@Injectable()
export class RelayService {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private active = false;
  private telling = false;
  private readonly live: NewsTeller;

  constructor(
    private readonly database: Database,
    private readonly queues: Queues,
    private readonly broadcast: Broadcast,
    private readonly log: Log,
  ) {
    this.live = new NewsTeller(broadcast);
  }

  /** Whether this relay has the seat. */
  get isActive(): boolean {
    return this.active;
  }

  start(): void {
    this.running = this.run(this.stopping.signal);
  }

  /** Ends after the turn that is under way and gives the seat up. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.sit(signal).catch((error: unknown) => {
        this.log.error('the relay lost its seat and will ask for it again', error);
      });
      await rest(standbyMs, signal);
    }
  }

  private async sit(signal: AbortSignal): Promise<void> {
    const seat = await RelaySeat.take(this.database);
    if (!seat) return;
    this.active = true;
    try {
      for (let wait = busyMs; !signal.aborted;) {
        const relayed = await seat.relay(batch);
        if (relayed.news.size > 0) this.live.tell(relayed.news);
        if (Object.keys(relayed.woken).length > 0) await this.wake(relayed);
        wait = relayed.events > 0 ? busyMs : Math.min(wait * 2, idleMs);
        if (relayed.events < batch) await rest(wait, signal);
      }
    } finally {
      this.active = false;
      await seat.leave();
    }
  }

  /** Best effort: who is not woken finds its deliveries in its next sweep. */
  private async wake({ woken }: Relayed): Promise<void> {
    if (!this.queues.available) {
      this.tell();
      return;
    }
    if (!this.queues.ready) return;
    await Promise.allSettled(
      Object.entries(woken).map(([consumer, aggregateIds]) =>
        this.queues
          .queue<Wake>(wakeQueue(consumer))
          .addBulk(aggregateIds.map((aggregateId) => ({ name: 'wake', data: { aggregateId }, opts: onceOnly }))),
      ),
    );
  }

  /** Not waited for: NOTIFY needs a connection of the pool, and the seat keeps one. */
  private tell(): void {
    if (this.telling) return;
    this.telling = true;
    const told = (): void => {
      this.telling = false;
    };
    this.broadcast.publish(deliveriesTopic).then(told, told);
  }
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined);
}
