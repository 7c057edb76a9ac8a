import { Injectable } from '@nestjs/common';
import { Log } from '#platform/log';
import { NotYet, type Consumer } from './consumer.js';
import { DeliveryRepository, type DeliveryHands, type ParkedDelivery, type Taken } from './delivery.repository.js';
import { attemptsBeforeParking, pauseAfter } from './retry.js';

/** Aggregates that a sweep looks for at a time. */
const sweepLimit = 64;

/** Brings deliveries to their consumers: each event has one effect, in order per aggregate. */
@Injectable()
export class DeliveryService {
  constructor(
    private readonly deliveries: DeliveryRepository,
    private readonly log: Log,
  ) {}

  /** Delivers what is due of one aggregate, oldest first, until nothing is left or something fails; returns how many. */
  async drain(consumer: Consumer, aggregateId: string, signal?: AbortSignal): Promise<number> {
    const hands = await this.deliveries.hands();
    try {
      for (let delivered = 0; ; delivered++) {
        if (signal?.aborted || !(await this.deliver(hands, consumer, aggregateId))) return delivered;
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

  private async deliver(hands: DeliveryHands, consumer: Consumer, aggregateId: string): Promise<boolean> {
    const taken = await hands.take(consumer.name, aggregateId);
    if (!taken) {
      await hands.undo();
      return false;
    }
    try {
      await consumer.hear(taken.event, hands);
      await hands.finish([consumer.name, aggregateId, taken.event.aggregateVersion]);
      return true;
    } catch (error) {
      await hands.undo();
      await this.putBack(consumer, taken, error);
      return false;
    }
  }

  private async putBack(consumer: Consumer, { event, attempts }: Taken, error: unknown): Promise<void> {
    const key = [consumer.name, event.aggregateId, event.aggregateVersion] as const;
    if (error instanceof NotYet) {
      await this.deliveries.postpone(key, error.afterMs);
      await error.afterwards();
      return;
    }
    const reason = error instanceof Error ? error.message : String(error);
    const { parked } = await this.deliveries.fail(key, attempts, pauseAfter(attempts + 1), reason, attemptsBeforeParking);
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
