import type { z } from 'zod';
import type { Id } from '#kernel';

/** What an event of one type says: the published language between libs and to the outside. */
export interface EventContract<P extends object> {
  /** `order.placed`: the aggregate's noun and what happened, in the past tense. */
  readonly type: string;
  /** The kind of thing that the event is about; its versions are counted per thing. */
  readonly aggregate: string;
  /** Rises when the payload changes in a way that old readers cannot take. */
  readonly schemaVersion: number;
  /** When it is told, in a sentence for those who integrate. */
  readonly description: string;
  readonly payload: z.ZodType<P>;
}

/** An event that is ready to be written into the outbox. */
export interface NewEvent {
  readonly id: Id<'event'>;
  readonly type: string;
  readonly aggregateType: string;
  readonly aggregateId: string;
  /** Counts the events of the aggregate, gapless from 1: taken from its locked or updated row. */
  readonly aggregateVersion: bigint;
  readonly schemaVersion: number;
  readonly payload: object;
}

/** An event as the outbox keeps it and consumers hear it. The payload is as its contract says. */
export interface StoredEvent extends NewEvent {
  readonly occurredAt: Date;
  /** Who did it: `guest`, `staff:key_…`, `system:sweep`. */
  readonly actor: string;
  readonly onBehalfOf: string | null;
  readonly channel: string | null;
  /** The request that it belongs to. */
  readonly correlation: string | null;
  /** The event that it follows from. */
  readonly causation: string | null;
}

/** Declares what an event says. */
export function contract<P extends object>(terms: EventContract<P>): EventContract<P> {
  return terms;
}

/** The news that something happened to the aggregate, as its contract words it. */
export function event<P extends object>(
  terms: EventContract<P>,
  id: Id<'event'>,
  aggregateId: string,
  aggregateVersion: bigint,
  payload: P,
): NewEvent {
  return {
    id,
    type: terms.type,
    aggregateType: terms.aggregate,
    aggregateId,
    aggregateVersion,
    schemaVersion: terms.schemaVersion,
    payload,
  };
}

/** The payload of a heard event, checked against its contract. @throws ZodError when it does not keep it */
export function payloadOf<P extends object>(terms: EventContract<P>, heard: StoredEvent): P {
  return terms.payload.parse(heard.payload);
}
