import { Injectable } from '@nestjs/common';
import { Broadcast } from '#platform/broadcast';
import { Config } from '#platform/config';
import { Log } from '#platform/log';
import { Queues } from '#platform/queue';
import type { Consumer } from './consumer.js';
import { ConsumerRegistry } from './consumer-registry.service.js';
import { contracts } from './contracts/index.js';
import { DeliveryRepository } from './delivery.repository.js';
import { DeliveryService } from './delivery.service.js';
import { outsideHearings, typesHeard } from './hearing.js';
import { nudges, type Nudge } from './nudge.service.js';
import { OutsideConsumer } from './outside.connector.js';
import { Receipts } from './receipts.service.js';
import { deliveriesTopic, wakeQueue, type Wake } from './wake.js';

/** Aggregates that one consumer works on at a time in this process. */
const lanes = 3;
/** How often a sweep looks for what is due: with Redis only for what no wake-up has reached within the grace. */
const sweeps = { woken: { everyMs: 1000, graceMs: 1000 }, polled: { everyMs: 500, graceMs: 0 } };
/** What the outside knows this deployment as. */
const source = '/cartwright';

/** Runs the consumers of this process: woken by BullMQ, or by NOTIFY without Redis, and in either case by a sweep. */
@Injectable()
export class ConsumersService {
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>[] = [];
  private readonly nudges: Nudge[] = [];

  constructor(
    private readonly config: Config,
    private readonly registry: ConsumerRegistry,
    private readonly repository: DeliveryRepository,
    private readonly deliveries: DeliveryService,
    private readonly queues: Queues,
    private readonly broadcast: Broadcast,
    private readonly log: Log,
  ) {}

  /** Announces the consumers to the relay, wherever that runs, and starts them. @throws Error when one would never hear */
  async start(): Promise<void> {
    const inside = this.registry.all();
    const outside = outsideHearings(this.config.eventConsumers ?? '').map(
      (hearing) => new OutsideConsumer(hearing, this.queues, source),
    );
    const types = contracts.map(({ type }) => type);
    const names = new Set([...inside, ...outside].map(({ name }) => name));
    if (names.size < inside.length + outside.length) throw new Error('an outside consumer has the name of another consumer');
    for (const consumer of inside) await this.repository.announce(consumer.name, typesHeard(consumer, types), false);
    for (const consumer of outside) await this.repository.announce(consumer.name, typesHeard(consumer, types), true);
    for (const consumer of inside) this.run(consumer);
    if (outside.length > 0 && !this.queues.available) {
      this.log.warn('there is no Redis: what outside consumers hear waits for it', {
        consumers: outside.map(({ name }) => name).join(),
      });
      return;
    }
    for (const consumer of outside) {
      this.run(consumer);
      const receipts = new Receipts(lanes, (eventId) => this.receipt(consumer, eventId));
      this.queues.onFinished(consumer.name, (eventId) => {
        this.track(receipts.take(eventId));
      });
    }
  }

  /** Waits for the deliveries under way. */
  async stop(): Promise<void> {
    this.stopping.abort();
    for (const nudge of this.nudges) nudge.give();
    await Promise.all(this.running);
  }

  private run(consumer: Consumer): void {
    const nudge = nudges();
    this.nudges.push(nudge);
    if (this.queues.available) {
      this.queues.work<Wake>(wakeQueue(consumer.name), { concurrency: lanes }, async ({ data }) => {
        const work = this.deliveries.drain(consumer, data.aggregateId, this.stopping.signal);
        this.track(work);
        await work;
      });
    } else {
      this.broadcast.subscribe(deliveriesTopic, nudge.give);
    }
    this.track(this.sweeping(consumer, nudge));
  }

  private async sweeping(consumer: Consumer, nudge: Nudge): Promise<void> {
    const { signal } = this.stopping;
    const { everyMs, graceMs } = this.queues.available ? sweeps.woken : sweeps.polled;
    while (!signal.aborted) {
      await this.deliveries.sweep(consumer, graceMs, lanes, signal).catch((error: unknown) => {
        this.log.error('a sweep of deliveries failed', error, { consumer: consumer.name });
      });
      await nudge.wait(everyMs);
    }
  }

  private async receipt(consumer: Consumer, eventId: string): Promise<void> {
    if (this.stopping.signal.aborted) return;
    try {
      const aggregateId = await this.repository.advance(consumer.name, eventId);
      if (aggregateId !== null) await this.deliveries.drain(consumer, aggregateId, this.stopping.signal);
    } catch (error) {
      this.log.error('a delivery was interrupted', error, { consumer: consumer.name });
    }
  }

  /** Keeps the work for `stop` to wait for; whatever fails in it, the sweep finds again. */
  private track(work: Promise<unknown>): void {
    const settled = work.then(
      () => undefined,
      (error: unknown) => {
        this.log.error('a delivery was interrupted', error);
      },
    );
    this.running.push(settled);
    void settled.then(() => this.running.splice(this.running.indexOf(settled), 1));
  }
}
