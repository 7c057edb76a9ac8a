import { z } from 'zod';
import type { StoredEvent } from './event.js';

const attribute = z.union([z.string(), z.boolean(), z.int32()]);
const optional = z.string().min(1).nullish();
const timestamp = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;
/** Attributes that are not extensions. */
const core = new Set([
  'specversion',
  'id',
  'source',
  'type',
  'subject',
  'time',
  'datacontenttype',
  'dataschema',
  'data',
  'data_base64',
]);

const format = z
  .object({
    specversion: z.literal('1.0'),
    id: z.string().min(1),
    source: z.string().min(1),
    type: z.string().min(1),
    subject: optional,
    time: z.string().regex(timestamp).nullish(),
    datacontenttype: optional,
    dataschema: optional,
    data: z.unknown().optional(),
    data_base64: z.base64().nullish(),
  })
  .catchall(attribute.nullable())
  .refine((event) => Object.keys(event).every((name) => core.has(name) || /^[a-z0-9]+$/.test(name)), {
    error: 'an attribute is named with small letters and digits',
  })
  .refine((event) => !('data' in event && 'data_base64' in event), { error: 'an event has data or data_base64, not both' });

/** CloudEvents 1.0 in its JSON format: what the outside hears. Every other key is an extension attribute. */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject?: string;
  readonly time?: string;
  readonly datacontenttype?: string;
  readonly dataschema?: string;
  readonly data?: unknown;
  readonly data_base64?: string;
  readonly [extension: string]: unknown;
}

/** Reads a CloudEvent of anybody's; attributes that are null count as absent. @throws ZodError when it is none */
export function readCloudEvent(json: unknown): CloudEvent {
  return present(format.parse(json));
}

/** The event as the outside hears it; `source` is the URI of this deployment. */
export function toCloudEvent(event: StoredEvent, source: string): CloudEvent {
  return present({
    specversion: '1.0',
    id: event.id,
    source,
    type: event.type,
    subject: event.aggregateId,
    time: event.occurredAt.toISOString(),
    datacontenttype: 'application/json',
    dataschema: `urn:cartwright:event:${event.type}:${String(event.schemaVersion)}`,
    aggregatetype: event.aggregateType,
    // a text: the integers of CloudEvents end at 2^31
    aggregateversion: event.aggregateVersion.toString(),
    actor: event.actor,
    onbehalfof: event.onBehalfOf,
    channel: event.channel,
    correlationid: event.correlation,
    causationid: event.causation,
    data: event.payload,
  });
}

function present(event: Readonly<Record<string, unknown>>): CloudEvent {
  return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== null)) as CloudEvent;
}
