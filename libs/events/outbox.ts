import { actorName, type Context } from '#kernel';
import { statement, type Value, type Write } from '#platform/db';
import type { NewEvent } from './event.js';

const columns = 'id, type, aggregate_type, aggregate_id, aggregate_version, schema_version, payload, actor, channel, correlation';

const record = statement<never>(
  'outbox.record',
  `insert into outbox (${columns})
   select news.*, $8::text, $9::text, $10::text
   from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::int[], $7::jsonb[]) as news`,
);

/** Writes the events in the transaction of the change they tell of: one insert, however many. */
export function recording(events: readonly NewEvent[], context: Context): Write {
  return record.with(
    [
      events.map((event) => event.id),
      events.map((event) => event.type),
      events.map((event) => event.aggregateType),
      events.map((event) => event.aggregateId),
      events.map((event) => event.aggregateVersion.toString()),
      events.map((event) => event.schemaVersion),
      events.map((event) => JSON.stringify(event.payload)),
      actorName(context.actor),
      context.channel.id,
      context.requestId,
    ],
    { rows: events.length },
  );
}

/**
 * The insert of one event for a CTE of another repository's single statement, whose parameters start at `first`:
 * `with changed as (update … returning id), told as (${outboxInsert(9)} from changed) select …`
 */
export function outboxInsert(first: number): string {
  const types = ['text', 'text', 'text', 'text', 'bigint', 'int', 'jsonb', 'text', 'text', 'text'];
  return `insert into outbox (${columns}) select ${types.map((type, index) => `$${String(first + index)}::${type}`).join(', ')}`;
}

/** The values of an event in the order of `outboxInsert`'s parameters. */
export function outboxValues(event: NewEvent, context: Context): Value[] {
  return [
    event.id,
    event.type,
    event.aggregateType,
    event.aggregateId,
    event.aggregateVersion,
    event.schemaVersion,
    JSON.stringify(event.payload),
    actorName(context.actor),
    context.channel.id,
    context.requestId,
  ];
}
