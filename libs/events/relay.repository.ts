import type { PoolClient } from 'pg';
import type { Database } from '#platform/db';

/** The one key of the relay's seat among the advisory locks of the database. */
const seat = 'select pg_try_advisory_lock(hashtextextended($1, 0)) as taken';
const seatKey = 'cartwright:relay';

/** A dead machine must lose the seat within half a minute; and the outbox is never to be read as a whole. */
const manners = `set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3;
  set synchronous_commit = off; set enable_seqscan = off; set jit = off`;

/**
 * Takes waiting events in (aggregate, version) order, gives every hearer a delivery, and marks them: one statement, all
 * or nothing. No cursor: an event that was committed late is simply still waiting.
 */
const relay = `
  with batch as (
    select id, aggregate_id, aggregate_version, type from outbox
    where relayed_at is null order by aggregate_id, aggregate_version limit $1
  ), marked as (
    update outbox set relayed_at = now() from batch where outbox.id = batch.id
  ), told as (
    insert into delivery (consumer, aggregate_id, aggregate_version, event_id, due_at)
    select consumer.name, batch.aggregate_id, batch.aggregate_version, batch.id, date_trunc('milliseconds', now())
    from batch join consumer on batch.type = any(consumer.hears)
    on conflict do nothing
    returning consumer, aggregate_id
  )
  select (select count(*)::int from batch) as events,
    coalesce((select json_object_agg(consumer, aggregates) from (
      select consumer, array_agg(distinct aggregate_id) as aggregates from told group by consumer) as each), '{}') as woken`;

/** What a turn of the relay did: how many events it took, and who is to be woken for which aggregate. */
export interface Relayed {
  readonly events: number;
  /** The aggregates by consumer. */
  readonly woken: Readonly<Record<string, readonly string[]>>;
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
    const { rows } = await this.client.query<Relayed>({ name: 'outbox.relay', text: relay, values: [limit] });
    return rows[0] ?? { events: 0, woken: {} };
  }

  /** Gives the seat up; the connection goes with it, for its settings are the relay's own. */
  async leave(): Promise<void> {
    await this.client.query('select pg_advisory_unlock_all()').catch(() => undefined);
    this.client.release(true);
  }
}
