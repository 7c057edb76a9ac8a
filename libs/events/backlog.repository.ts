import { Injectable } from '@nestjs/common';
import { Database, statement } from '#platform/db';
import { seatKey } from './relay.repository.js';
import { wakeQueue } from './wake.js';

/** What waits for one consumer. */
export interface ConsumerBacklog {
  readonly consumer: string;
  /** The queues of Redis that belong to it. */
  readonly queues: readonly string[];
  /** Deliveries on their way, and since when the oldest of them is due, in seconds. */
  readonly waiting: number;
  readonly oldestSeconds: number;
  /** Deliveries that wait for an operator. */
  readonly parked: number;
}

/** How far the telling is behind what has happened. */
export interface Backlog {
  /** Events that no relay has handed on yet, and how long the oldest waits, in seconds. */
  readonly unrelayed: number;
  readonly lagSeconds: number;
  /** Whether a relay is at work, in whatever process. */
  readonly relaySeated: boolean;
  readonly consumers: readonly ConsumerBacklog[];
}

const outbox = statement<{ unrelayed: number; lag: number; seated: boolean }>(
  'backlog.outbox',
  `select count(*)::int as unrelayed, coalesce(extract(epoch from now() - min(occurred_at)), 0)::float8 as lag,
     exists (select from pg_locks where locktype = 'advisory' and granted and objsubid = 1
       and database = (select oid from pg_database where datname = current_database())
       and (classid::bigint << 32 | objid::bigint) = hashtextextended($1, 0)) as seated
   from outbox where relayed_at is null`,
);

const consumers = statement<{ consumer: string; outside: boolean; waiting: number; oldest: number; parked: number }>(
  'backlog.consumers',
  `select consumer.name as consumer, consumer.outside,
     count(delivery) filter (where parked_at is null)::int as waiting,
     greatest(0, coalesce(extract(epoch from now() - min(due_at) filter (where parked_at is null)), 0))::float8 as oldest,
     count(parked_at)::int as parked
   from consumer left join delivery on delivery.consumer = consumer.name group by consumer.name order by consumer.name`,
);

/** Looks at what waits to be told and to be heard. */
@Injectable()
export class BacklogRepository {
  constructor(private readonly database: Database) {}

  async read(): Promise<Backlog> {
    const rows = await this.database.read(outbox, [seatKey]);
    const waiting = await this.database.read(consumers);
    return {
      unrelayed: rows[0]?.unrelayed ?? 0,
      lagSeconds: rows[0]?.lag ?? 0,
      relaySeated: rows[0]?.seated ?? false,
      consumers: waiting.map(({ consumer, outside, waiting, oldest, parked }) => ({
        consumer,
        queues: [wakeQueue(consumer), ...(outside ? [consumer] : [])],
        waiting,
        oldestSeconds: oldest,
        parked,
      })),
    };
  }
}
