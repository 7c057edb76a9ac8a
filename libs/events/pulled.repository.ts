import { Injectable } from '@nestjs/common';
import { Database, statement } from '#platform/db';

/** An event that has a position in the order in which events became visible. */
export interface PulledEvent {
  readonly position: bigint;
  readonly type: string;
  readonly aggregateVersion: bigint;
  readonly occurredAt: Date;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** What was found from a position on. */
interface Pulled {
  readonly events: readonly PulledEvent[];
  /** Up to where was looked: what does not concern the store counts too. */
  readonly until: bigint;
  /** Whether there is more behind it. */
  readonly more: boolean;
  /** Whether some behind the position may be missing: they were forgotten, or the position is of another database. */
  readonly gap: boolean;
}

/** How many events one look goes through at most, whether they concern the store or not. */
const furthest = 2000;

interface PulledRow {
  /** Null: nothing stands behind the position. */
  readonly position: string | null;
  readonly type: string | null;
  readonly aggregate_version: string;
  readonly occurred_at: Date;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Of the last row alone. */
  readonly gap: boolean | null;
}

/** SQL: the newest position, of an event that is there or was. */
const newestPosition = `(select greatest((select max(outbox.position) from outbox), horizon.position) from pulled_horizon horizon)`;

const pull = statement<PulledRow>(
  'events.pull',
  `with walked as materialized (
      select position, type, aggregate_version, occurred_at, payload from outbox where position > $1 order by position limit $4),
    found as (
      select * from walked where type <> 'stock.changed' or payload->>'locationId' = $2 order by position limit $3)
    select *, null as gap from found
    union all
    select max(position), null, count(*), null, null,
      $1 < (select horizon.position from pulled_horizon horizon) or $1 > ${newestPosition} from walked
    order by 1, type nulls last`,
);
const newest = statement<{ position: string }>('events.newest-position', `select ${newestPosition} as position`);

/** Reads on in the order in which events of some types became visible: whoever was away misses none. */
@Injectable()
export class PulledRepository {
  constructor(private readonly database: Database) {}

  /** The newest position. */
  async newest(): Promise<bigint> {
    const [row] = await this.database.read(newest);
    return BigInt(row?.position ?? 0);
  }

  /** At most `first` events behind the position; of stock those at the location alone. */
  async since(position: bigint, locationId: string | null, first: number): Promise<Pulled> {
    const rows = await this.database.read(pull, [position.toString(), locationId, first + 1, furthest]);
    const events = rows.flatMap(({ position, type, aggregate_version: version, occurred_at: occurredAt, payload }) =>
      type === null || position === null
        ? []
        : [{ position: BigInt(position), type, aggregateVersion: BigInt(version), occurredAt, payload }],
    );
    // the last row says how far was looked, and at how many
    const end = rows.find(({ type }) => type === null);
    const gap = end?.gap ?? false;
    const kept = events.slice(0, first);
    if (events.length > first) return { events: kept, until: kept.at(-1)?.position ?? position, more: true, gap };
    return {
      events: kept,
      until: BigInt(end?.position ?? position),
      more: Number(end?.aggregate_version ?? 0) === furthest,
      gap,
    };
  }
}
