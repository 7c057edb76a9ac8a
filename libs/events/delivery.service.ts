import { Injectable } from '@nestjs/common';
import { Log, messageOf } from '#platform/log';
import { NotYet, type Consumer } from './consumer.js';
import { contracts } from './contracts/index.js';
import { DeliveryRepository, type DeliveryHands, type ParkedDelivery, type Taken } from './delivery.repository.js';
import type { StoredEvent } from './event.js';
import { hearsType } from './hearing.js';
import { attemptsBeforeParking, pauseAfter } from './retry.js';

/** Aggregates that a sweep looks for at a time. */
const sweepLimit = 64;
/** How long an event of a type that this process does not know is left for one that does. */
const strangeMs = 5_000;
const known = new Set(contracts.map(({ type }) => type));

/** Surrounds the work of a consumer on an event, to put it into a trace. */
export type AroundDelivery = <T>(consumer: string, event: StoredEvent, work: () => Promise<T>) => Promise<T>;

/** Brings deliveries to their consumers: each event has one effect, in order per aggregate. */
@Injectable()
export class DeliveryService {
  private around: AroundDelivery = (_consumer, _event, work) => work();

  constructor(
    private readonly deliveries: DeliveryRepository,
    private readonly log: Log,
  ) {}

  /** Has all that consumers do from now on surrounded. */
  surround(around: AroundDelivery): void {
    this.around = around;
  }

  /** Delivers what is due of one aggregate, oldest first, until nothing is left or something fails; returns how many. */
  async drain(consumer: Consumer, aggregateId: string, signal?: AbortSignal): Promise<number> {
    const hands = await this.deliveries.hands();
    try {
      for (let delivered = 0; ; delivered++) {
        const done = signal?.aborted ? null : await this.deliver(hands, consumer, aggregateId);
        if (!done?.more) return delivered + (done ? 1 : 0);
      }
    } finally {
      await hands.release();
    }
  }

  /** Delivers everything that is due since `graceMs`, `lanes` aggregates at a time. */
  async sweep(consumer: Consumer, graceMs: number, lanes: number, signal?: AbortSignal): Promise<void> {
    for (;;) {
      const aggregates = await this.deliveries.due(consumer.name, graceMs, sweepLimit);
      const waiting = [...aggregates];
      const lane = async (): Promise<number> => {
        let delivered = 0;
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
          delivered += await this.drain(consumer, next, signal);
        }
        return delivered;
      };
      const delivered = await Promise.all(Array.from({ length: Math.min(lanes, aggregates.length) }, lane));
      // all that are left belong to others or are not for now
      if (signal?.aborted || aggregates.length < sweepLimit || delivered.every((count) => count === 0)) return;
    }
  }

  /** The names of the consumers that deliveries are made for. */
  async consumers(): Promise<string[]> {
    return this.deliveries.consumers();
  }

  /** The deliveries that wait for an operator, longest parked first. */
  async parked(consumer: string | null = null, limit = 100): Promise<ParkedDelivery[]> {
    return this.deliveries.parked(consumer, limit);
  }

  /** Gives the consumer's parked deliveries (of one aggregate, or all) a fresh start; returns how many there were. */
  async replay(consumer: string, aggregateId: string | null = null): Promise<number> {
    return this.deliveries.replay(consumer, aggregateId);
  }

  /** Drops a consumer that is gone for good, with all that waits for it; returns how much that was. */
  async forget(consumer: string): Promise<number> {
    return this.deliveries.forget(consumer);
  }

  /** Delivers the oldest and says whether a newer one waits; null: nothing was delivered. What comes meanwhile is woken for. */
  private async deliver(hands: DeliveryHands, consumer: Consumer, aggregateId: string): Promise<{ more: boolean } | null> {
    const taken = await hands.take(consumer.name, aggregateId);
    if (!taken) {
      await hands.undo();
      return null;
    }
    try {
      if (!known.has(taken.event.type) || !hearsType(consumer, taken.event.type)) throw this.strange(consumer, taken.event);
      return await this.around(consumer.name, taken.event, async () => {
        await consumer.hear(taken.event, hands);
        return hands.finish([consumer.name, aggregateId, taken.event.aggregateVersion]);
      });
    } catch (error) {
      await this.putBack(hands, consumer, taken, error);
      return null;
    }
  }

  /** What a newer process announced is left for it; where there is none, an operator forgets the consumer. */
  private strange(consumer: Consumer, { id, type }: StoredEvent): NotYet {
    this.log.warn('an event that this process cannot hear waits for one that can', { consumer: consumer.name, event: id, type });
    return new NotYet(strangeMs);
  }

  private async putBack(hands: DeliveryHands, consumer: Consumer, { event, attempts }: Taken, error: unknown): Promise<void> {
    const key = [consumer.name, event.aggregateId, event.aggregateVersion] as const;
    if (error instanceof NotYet) {
      await hands.postpone(key, error.afterMs);
      // what follows may reach for the outside, and takes its time
      await hands.release();
      await error.afterwards();
      return;
    }
    const reason = messageOf(error);
    const { parked } = await hands.fail(key, attempts, pauseAfter(attempts + 1), reason, attemptsBeforeParking);
    const facts = {
      consumer: consumer.name,
      event: event.id,
      type: event.type,
      aggregate: event.aggregateId,
      attempts: attempts + 1,
    };
    if (parked) this.log.error('a delivery is parked until it is replayed', error, facts);
    else this.log.warn('a delivery failed and will be tried again', { ...facts, reason });
  }
}
