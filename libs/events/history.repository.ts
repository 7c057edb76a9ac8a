import { Injectable } from '@nestjs/common';
import { Database, statement } from '#platform/db';

/** That an event happened, without what it says. */
export interface Happening {
  readonly type: string;
  readonly aggregateId: string;
  readonly aggregateVersion: bigint;
  readonly occurredAt: Date;
  /** Who did it: `guest`, `staff:key_…`, `system:sweep`. */
  readonly actor: string;
  readonly relayed: boolean;
}

const ofAggregates = statement<{ type: string; id: string; version: string; occurred_at: Date; actor: string; relayed: boolean }>(
  'history.of-aggregates',
  `select told.* from unnest($1::text[]) as wanted(id) cross join lateral (
     select type, aggregate_id as id, aggregate_version as version, occurred_at, actor, relayed_at is not null as relayed
     from outbox where aggregate_id = wanted.id order by aggregate_version desc limit $2
   ) as told order by told.occurred_at, told.id, told.version`,
);

/** Looks back at what was told of single things. */
@Injectable()
export class HistoryRepository {
  constructor(private readonly database: Database) {}

  /** The newest events of each of the aggregates, at most so many of each, in the order in which they happened. */
  async of(aggregateIds: readonly string[], most: number): Promise<Happening[]> {
    const rows = await this.database.read(ofAggregates, [[...new Set(aggregateIds)], most]);
    return rows.map(({ type, id, version, occurred_at: occurredAt, actor, relayed }) => ({
      type,
      aggregateId: id,
      aggregateVersion: BigInt(version),
      occurredAt,
      actor,
      relayed,
    }));
  }
}
