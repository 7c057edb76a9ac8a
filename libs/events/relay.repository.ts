import type { PoolClient } from 'pg';
import type { Database } from '#platform/db';
import { watchedTypes, type News } from './news.js';
import { pulledTypes } from './pulled.js';

const seat = 'select pg_try_advisory_lock(hashtextextended($1, 0)) as taken';
/** The one key of the relay's seat among the advisory locks of the database. */
export const seatKey = 'cartwright:relay';

/**
 * What a relay does not wait for may be lost with the machine of the database, positions too, that somebody has read on to by then: the
 * next relay begins far behind any of them, and this it does wait for.
 */
const leap = `select setval('outbox_position_seq', last_value + 100000) from outbox_position_seq`;

/** A dead machine must lose the seat within half a minute; and the outbox is never to be read as a whole. */
const manners = `set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3;
  set synchronous_commit = off; set enable_seqscan = off;
  set enable_hashjoin = off; set enable_mergejoin = off; set jit = off`;

/**
 * Takes the events that wait longest, gives every hearer a delivery, and marks them: one statement, all or nothing. No
 * cursor: an event that was committed late is simply still waiting.
 * Age only says whose turn it is and for how many: of each aggregate the lowest waiting versions are taken, for a version may
 * bear an earlier time than the one before it (`occurred_at` is when its transaction began).
 * Events that are pulled get the next places in that order: one relay, one statement after the other, so places rise as they appear.
 * The versions of an aggregate are looked up without `relayed_at is null`: while the statistics know nothing of a flood of news, such
 * as an import's, PostgreSQL would go through all that waits, once for each aggregate.
 */
const relay = `
  with recursive turn as (
    select aggregate_id, min(aggregate_version) as version, count(*) as many
    from (select aggregate_id, aggregate_version from outbox where relayed_at is null order by occurred_at limit $1) as longest
    group by aggregate_id
  ), down as (
    select * from turn
    union all
    select down.aggregate_id, before.aggregate_version, down.many from down cross join lateral (
      select aggregate_version, relayed_at from outbox
      where outbox.aggregate_id = down.aggregate_id and outbox.aggregate_version < down.version
      order by aggregate_version desc limit 1) as before
    where before.relayed_at is null
  ), lowest as (
    select aggregate_id, min(version) as version, max(many) as many from down group by aggregate_id
  ), batch as (
    select waits.* from lowest cross join lateral (
      select id, aggregate_id, aggregate_version, aggregate_type, type,
        case aggregate_type when 'payment' then payload->>'orderId' when 'stock' then payload->>'variantId'
          when 'cart' then payload->>'follows' end as about
      from outbox
      where outbox.aggregate_id = lowest.aggregate_id and outbox.aggregate_version >= lowest.version
        and coalesce(relayed_at, 'infinity') = 'infinity'
      order by aggregate_version limit lowest.many) as waits
  ), placed as materialized (
    select id, nextval('outbox_position_seq') as position
    from (select id from batch where type = any($3) order by aggregate_id, aggregate_version) as pulled
  ), marked as (
    update outbox set relayed_at = now(), position = placed.position
    from batch left join placed on placed.id = batch.id where outbox.id = batch.id
  ), told as (
    insert into delivery (consumer, aggregate_id, aggregate_version, event_id, due_at)
    select consumer.name, batch.aggregate_id, batch.aggregate_version, batch.id, date_trunc('milliseconds', now())
    from batch join consumer on batch.type = any(consumer.hears)
    on conflict do nothing
    returning consumer, aggregate_id
  )
  select (select count(*)::int from batch) as events,
    coalesce((select json_object_agg(consumer, aggregates) from (
      select consumer, array_agg(distinct aggregate_id) as aggregates from told group by consumer) as each), '{}') as woken,
    coalesce((select json_agg(json_build_array(id, version::text)) from (
      select id, case when min(version) > 0 then max(version) else 0 end as version from (
        select aggregate_id as id, aggregate_version as version from batch where aggregate_type = any($2)
        union all select about, 0 from batch where about is not null) as told_of group by id) as each), '[]') as news`;

/** What a turn of the relay did: how many events it took, who is to be woken for which aggregate, and what watchers are to be told. */
export interface Relayed {
  readonly events: number;
  /** The aggregates by consumer. */
  readonly woken: Readonly<Record<string, readonly string[]>>;
  /** The newest version of each aggregate that can be watched; 0 for what an event of another aggregate is about, whatever its own. */
  readonly news: News;
}

interface RelayedRow extends Omit<Relayed, 'news'> {
  readonly news: readonly (readonly [id: string, version: string])[];
}

/** The seat of the one active relay: its lock and its work are of the same connection, so losing one loses both. */
export class RelaySeat {
  private constructor(private readonly client: PoolClient) {}

  /** Takes the seat, or null while another relay has it. */
  static async take(database: Database): Promise<RelaySeat | null> {
    const client = await database.pool.connect();
    try {
      const { rows } = await client.query<{ taken: boolean }>(seat, [seatKey]);
      if (rows[0]?.taken === true) {
        await client.query(leap);
        await client.query(manners);
        return new RelaySeat(client);
      }
      client.release();
      return null;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  /** Hands on at most `limit` waiting events. */
  async relay(limit: number): Promise<Relayed> {
    const { rows } = await this.client.query<RelayedRow>({
      name: 'outbox.relay',
      text: relay,
      values: [limit, watchedTypes, pulledTypes],
    });
    const { events, woken, news } = rows[0] ?? { events: 0, woken: {}, news: [] };
    return { events, woken, news: new Map(news.map(([id, version]) => [id, BigInt(version)])) };
  }

  /** Gives the seat up; the connection goes with it, for its settings are the relay's own. */
  async leave(): Promise<void> {
    await this.client.query('select pg_advisory_unlock_all()').catch(() => undefined);
    this.client.release(true);
  }
}
