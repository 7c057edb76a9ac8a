import { Injectable } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import type { Id } from '#kernel';
import { Conflict, Database, statement, type Statement, type Value } from '#platform/db';
import type { Effects } from './consumer.js';
import type { StoredEvent } from './event.js';

/** A delivery in the hands of its consumer: locked until its transaction ends. */
export interface Taken {
  readonly event: StoredEvent;
  readonly attempts: number;
}

/** A delivery that failed too often: it and the later ones of its aggregate wait for an operator. */
export interface ParkedDelivery {
  readonly consumer: string;
  readonly aggregateId: string;
  readonly aggregateVersion: bigint;
  readonly eventId: Id<'event'>;
  readonly type: string;
  readonly attempts: number;
  readonly parkedAt: Date;
  readonly error: string;
}

interface TakenRow {
  id: Id<'event'>;
  type: string;
  aggregate_type: string;
  aggregate_id: string;
  aggregate_version: string;
  schema_version: number;
  payload: object;
  occurred_at: Date;
  actor: string;
  on_behalf_of: string | null;
  channel: string | null;
  correlation: string | null;
  causation: string | null;
  attempts: number;
}

const announce = statement<never>(
  'consumer.announce',
  `insert into consumer (name, hears, outside) values ($1, $2, $3)
   on conflict (name) do update set outside = excluded.outside, announced_at = now(),
     hears = array(select unnest(consumer.hears) union select unnest(excluded.hears) order by 1)`,
);

const consumerNames = statement<{ name: string }>('consumer.names', 'select name from consumer order by name');

const forget = statement<{ waiting: string }>(
  'consumer.forget',
  `with gone as (delete from consumer where name = $1), dropped as (delete from delivery where consumer = $1 returning 1)
   select count(*) as waiting from dropped`,
);

const due = statement<{ aggregate_id: string }>(
  'delivery.due',
  `select head.aggregate_id from delivery head
   where head.consumer = $1 and head.parked_at is null and head.due_at <= now() - $2 * interval '1 millisecond'
     and not exists (
       select from delivery older where older.consumer = head.consumer and older.aggregate_id = head.aggregate_id
         and older.aggregate_version < head.aggregate_version)
   order by head.due_at limit $3`,
);

// Only the oldest is looked for, and one that is locked is left alone: while it is in work it is still seen here, so that
// a newer version is never taken in its place. Who comes after its commit sees that it is gone.
const take = statement<TakenRow>(
  'delivery.take',
  `select outbox.*, head.attempts from delivery head join outbox on outbox.id = head.event_id
   where head.consumer = $1 and head.aggregate_id = $2 and head.parked_at is null and head.due_at <= now()
     and head.aggregate_version = (select min(aggregate_version) from delivery where consumer = $1 and aggregate_id = $2)
   for update of head skip locked`,
);

// whether something newer waits is asked in the same breath: nearly always nothing does, and nothing more has to be asked
const finish = statement<{ more: boolean }>(
  'delivery.finish',
  `delete from delivery where consumer = $1 and aggregate_id = $2 and aggregate_version = $3
   returning exists (select from delivery newer where newer.consumer = $1 and newer.aggregate_id = $2 and newer.aggregate_version > $3) more`,
);

// `attempts` is what the failed attempt began with: a failure is counted once, and never against a delivery that was done
const fail = statement<{ parked: boolean }>(
  'delivery.fail',
  `update delivery set attempts = attempts + 1, due_at = now() + $5 * interval '1 millisecond', error = $6,
     parked_at = case when attempts + 1 >= $7 then now() end
   where consumer = $1 and aggregate_id = $2 and aggregate_version = $3 and attempts = $4
   returning parked_at is not null as parked`,
);

const postpone = statement<never>(
  'delivery.postpone',
  `update delivery set due_at = now() + $4 * interval '1 millisecond'
   where consumer = $1 and aggregate_id = $2 and aggregate_version = $3 and parked_at is null`,
);

const advance = statement<{ aggregate_id: string }>(
  'delivery.advance',
  `update delivery set due_at = date_trunc('milliseconds', now()) where consumer = $1 and event_id = $2 and parked_at is null
   returning aggregate_id`,
);

const parked = statement<{
  consumer: string;
  aggregate_id: string;
  aggregate_version: string;
  event_id: Id<'event'>;
  type: string;
  attempts: number;
  parked_at: Date;
  error: string;
}>(
  'delivery.parked',
  `select delivery.*, outbox.type from delivery join outbox on outbox.id = delivery.event_id
   where parked_at is not null and ($1::text is null or consumer = $1) order by parked_at, consumer, aggregate_id limit $2`,
);

const replay = statement<{ consumer: string }>(
  'delivery.replay',
  `update delivery set parked_at = null, attempts = 0, due_at = date_trunc('milliseconds', now())
   where consumer = $1 and parked_at is not null and ($2::text is null or aggregate_id = $2) returning consumer`,
);

/** Which delivery it is. */
type Key = readonly [consumer: string, aggregateId: string, aggregateVersion: bigint];

/** The deliveries and who they are for. */
@Injectable()
export class DeliveryRepository {
  constructor(private readonly database: Database) {}

  /** Has the consumer hear these types besides what was announced before: an older process must not narrow it. */
  async announce(name: string, types: readonly string[], outside: boolean): Promise<void> {
    await this.database.read(announce, [name, types, outside]);
  }

  /** Everybody whom deliveries are made for, by name. */
  async consumers(): Promise<string[]> {
    return (await this.database.read(consumerNames)).map(({ name }) => name);
  }

  async forget(name: string): Promise<number> {
    const [row] = await this.database.read(forget, [name]);
    return Number(row?.waiting ?? 0);
  }

  /** Aggregates whose oldest delivery is due since `graceMs`; the longest waiting first. */
  async due(consumer: string, graceMs: number, limit: number): Promise<string[]> {
    return (await this.database.read(due, [consumer, graceMs, limit])).map((row) => row.aggregate_id);
  }

  /** Makes the delivery of the event due now; returns its aggregate, or null when there is none. */
  async advance(consumer: string, eventId: string): Promise<string | null> {
    const [row] = await this.database.read(advance, [consumer, eventId]);
    return row?.aggregate_id ?? null;
  }

  async parked(consumer: string | null, limit: number): Promise<ParkedDelivery[]> {
    return (await this.database.read(parked, [consumer, limit])).map((row) => ({
      consumer: row.consumer,
      aggregateId: row.aggregate_id,
      aggregateVersion: BigInt(row.aggregate_version),
      eventId: row.event_id,
      type: row.type,
      attempts: row.attempts,
      parkedAt: row.parked_at,
      error: row.error,
    }));
  }

  async replay(consumer: string, aggregateId: string | null): Promise<number> {
    return (await this.database.read(replay, [consumer, aggregateId])).length;
  }

  /** A connection on which deliveries are taken one after the other. */
  async hands(): Promise<DeliveryHands> {
    return new DeliveryHands(this.database.pool, await this.database.pool.connect());
  }
}

/**
 * One connection that takes a delivery, lets its effects be made, and deletes it or puts it back. Never two at a time: who
 * holds one and waits for another can starve all.
 */
export class DeliveryHands implements Effects {
  private open = false;

  /** @param client null once it broke and was given up */
  constructor(
    private readonly pool: Pool,
    private client: PoolClient | null,
  ) {}

  /** Begins a transaction with the oldest delivery of the aggregate, if that is due and nobody else's. */
  async take(consumer: string, aggregateId: string): Promise<Taken | null> {
    this.open = true;
    // a commit that a crash undoes takes its deletion with it: nothing is lost by not waiting for the disk
    const [, answer] = await inOrder([
      this.connected().query('begin; set local synchronous_commit = off'),
      this.send(take, [consumer, aggregateId]),
    ]);
    const row = answer?.rows[0] as TakenRow | undefined;
    return row ? { event: storedEvent(row), attempts: row.attempts } : null;
  }

  async read<Row>(statement: Statement<Row>, values: readonly Value[] = []): Promise<Row[]> {
    return (await this.send(statement, values)).rows as Row[];
  }

  async write(writes: Parameters<Effects['write']>[0]): Promise<unknown[][]> {
    const answers = await inOrder(writes.map((each) => this.send(each.statement, each.values)));
    return answers.map((answer, index) => {
      const write = writes[index];
      if (write && write.rows !== null && answer.rowCount !== write.rows) throw new Conflict(write.statement.name);
      return answer.rows;
    });
  }

  /** The effect and the end of the delivery become true together; says whether the aggregate has a newer one. */
  async finish(key: Key): Promise<{ more: boolean }> {
    // COMMIT after an error in the same breath answers ROLLBACK, and the error is thrown
    const [answer] = await inOrder([this.send(finish, key), this.connected().query('commit')]);
    this.open = false;
    const [row] = (answer?.rows ?? []) as { more: boolean }[];
    return { more: row?.more ?? false };
  }

  /** Ends a transaction that is not to count, if one is open. */
  async undo(): Promise<void> {
    if (!this.open) return;
    this.open = false;
    await this.client?.query('rollback').catch(() => {
      this.client?.release(true);
      this.client = null;
    });
  }

  /** Undoes what was done and counts the failure. */
  async fail(key: Key, attempts: number, pauseMs: number, error: string, parkAt: number): Promise<{ parked: boolean }> {
    const [row] = await this.putBack(fail, [...key, attempts, pauseMs, error, parkAt]);
    return { parked: row?.parked ?? false };
  }

  /** Undoes what was done and leaves the delivery for later. */
  async postpone(key: Key, pauseMs: number): Promise<void> {
    await this.putBack(postpone, [...key, pauseMs]);
  }

  /** Hands the connection back. */
  async release(): Promise<void> {
    await this.undo();
    this.client?.release();
    this.client = null;
  }

  private async putBack<Row>(statement: Statement<Row>, values: readonly Value[]): Promise<Row[]> {
    await this.undo();
    this.client ??= await this.pool.connect();
    return this.read(statement, values);
  }

  private connected(): PoolClient {
    if (!this.client) throw new Error('the connection of this delivery is gone');
    return this.client;
  }

  private send(each: Statement<unknown>, values: readonly Value[]): Promise<{ rows: unknown[]; rowCount: number | null }> {
    return this.connected().query({ name: each.name, text: each.text, values: [...values] });
  }
}

/** Waits for all that was sent in one breath, then throws what failed first. */
async function inOrder<T>(sent: readonly Promise<T>[]): Promise<T[]> {
  return (await Promise.allSettled(sent)).map((answer) => {
    if (answer.status === 'rejected') throw answer.reason;
    return answer.value;
  });
}

function storedEvent(row: TakenRow): StoredEvent {
  return {
    id: row.id,
    type: row.type,
    aggregateType: row.aggregate_type,
    aggregateId: row.aggregate_id,
    aggregateVersion: BigInt(row.aggregate_version),
    schemaVersion: row.schema_version,
    payload: row.payload,
    occurredAt: row.occurred_at,
    actor: row.actor,
    onBehalfOf: row.on_behalf_of,
    channel: row.channel,
    correlation: row.correlation,
    causation: row.causation,
  };
}
