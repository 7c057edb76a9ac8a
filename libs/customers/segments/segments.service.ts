import { Injectable } from '@nestjs/common';
import { event, recording, segmentChanged, type NewEvent } from '#events';
import { codeTaken, connection, pageRequest, shortName, type Connection, type Context, type Id, type Path } from '#kernel';
import { constraintOf, Database, type Write } from '#platform/db';
import { idempotently } from '#platform/idempotency';
import { newId } from '#platform/ids';
import type { Customer } from '../customer.js';
import { isSame, mostMembers, newSegment, sameMembers, type MemberChange, type Segment } from './segment.js';
import { SegmentRepository } from './segment.repository.js';
import { segmentsErrors } from './segments.errors.js';

type Key = string | null | undefined;

/** Who is to be put into a segment, and who is to be taken out. */
export interface Members {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** Segments of customers, and who is in them. */
@Injectable()
export class SegmentsService {
  constructor(
    private readonly db: Database,
    private readonly repository: SegmentRepository,
  ) {}

  /** A page of segments in the order of their ids. */
  async page(args: { first?: number | null; after?: string | null }): Promise<Connection<Segment>> {
    const request = pageRequest(args);
    return connection(await this.repository.page(request), request, ({ id }) => [id]);
  }

  /** A page of the customers in a segment, the newest first. */
  async members(segmentId: string, args: { first?: number | null; after?: string | null }): Promise<Connection<Customer>> {
    const request = pageRequest(args);
    return connection(await this.repository.members(segmentId, request), request, ({ id }) => [id]);
  }

  /** Makes a segment, once per idempotency key. @throws UserError INVALID, ALREADY_EXISTS */
  async create(context: Context, input: { readonly code: string; readonly name: string }, key: Key): Promise<Segment> {
    const { id } = await idempotently<{ id: string }>(this.db, context, 'createSegment', key, input, async (remembering) => {
      const segment = newSegment(newId('segment'), input.code, input.name);
      const writes = [this.repository.inserting([segment]), recording([news(segment, ['created'])], context)];
      await this.db.commit([...remembering({ id: segment.id }), ...writes]).catch((error: unknown) => {
        throw constraintOf(error) === 'segment_code_key' ? codeTaken(segment.code) : error;
      });
      return { id: segment.id };
    });
    return this.require(id, ['id']);
  }

  /** Calls a segment something else. @throws UserError NOT_FOUND, INVALID, STALE_VERSION */
  async rename(context: Context, id: string, name: string, expectedVersion: number | null): Promise<Segment> {
    await this.db.deciding(`segment ${id}`, async () => {
      const before = await this.require(id, ['id']);
      if (expectedVersion !== null && BigInt(expectedVersion) !== before.version) throw segmentsErrors.stale(before.version);
      const after = { ...before, name: shortName(name) };
      if (after.name === before.name) return;
      await this.db.commit([this.repository.updating([after]), recording([news(after, ['name'])], context)]);
    });
    return this.require(id, ['id']);
  }

  /** Puts customers in and takes others out, once per idempotency key; who is in it already, or is not, counts for nothing. */
  async changeMembers(
    context: Context,
    segmentId: string,
    members: Members,
    key: Key,
  ): Promise<{ readonly segment: Segment; readonly added: number; readonly removed: number }> {
    const input = { segmentId, ...members };
    const counts = await idempotently<{ added: number; removed: number }>(
      this.db,
      context,
      'changeSegmentMembers',
      key,
      input,
      (remembering) =>
        this.db.deciding(`segment ${segmentId}`, async () => {
          const segment = await this.require(segmentId, ['segmentId']);
          const change = await this.decide(segmentId, members);
          const result = { added: change.added.length, removed: change.removed.length };
          const writes = isSame(change)
            ? []
            : [
                this.repository.updating([segment]),
                this.repository.changingMembers(new Map([[segmentId, change]])),
                recording([news(segment, ['members'], change)], context),
              ];
          await this.db.commit([...remembering(result), ...writes]);
          return result;
        }),
    );
    return { segment: await this.require(segmentId, ['segmentId']), ...counts };
  }

  private async decide(segmentId: string, { add, remove }: Members): Promise<MemberChange> {
    for (const [field, ids] of [['add', add] as const, ['remove', remove] as const])
      if (ids.length > mostMembers) throw segmentsErrors.tooMany(field);
    const both = remove.findIndex((id) => add.includes(id));
    if (both >= 0) throw segmentsErrors.bothWays(['remove', both]);
    const known = await this.repository.known([...add, ...remove], [segmentId]);
    const missing = add.findIndex((id) => !known.has(id));
    if (missing >= 0) throw segmentsErrors.noCustomer(['add', missing]);
    return {
      added: [...new Set(add)].filter((id) => !known.get(id)?.has(segmentId)) as Id<'customer'>[],
      removed: [...new Set(remove)].filter((id) => known.get(id)?.has(segmentId)) as Id<'customer'>[],
    };
  }

  private async require(id: string, path: Path): Promise<Segment> {
    const segment = await this.repository.find(id);
    if (!segment) throw segmentsErrors.noSegment(path);
    return segment;
  }
}

/** What is told of a segment in the version after the one that it has. */
export function news(
  { id, version }: Segment,
  changed: readonly string[],
  { added, removed }: MemberChange = sameMembers,
): NewEvent {
  const payload = { segmentId: id, changed: [...changed], added: added.length, removed: removed.length };
  return event(segmentChanged, newId('event'), id, version + 1n, payload);
}

/** What writes new segments, and those that get or lose members, with what is told of them. */
export function savingMembers(
  repository: SegmentRepository,
  context: Context,
  created: readonly Segment[],
  changes: ReadonlyMap<Segment, MemberChange>,
): Write[] {
  const moved = [...changes].filter(([, change]) => !isSame(change));
  const before = moved.flatMap(([segment]) => (segment.version > 0n ? [segment] : []));
  const events = [
    ...created.map((segment) => news(segment, ['created', 'members'], changes.get(segment))),
    ...moved.flatMap(([segment, change]) => (segment.version > 0n ? [news(segment, ['members'], change)] : [])),
  ];
  if (events.length === 0) return [];
  return [
    ...(created.length > 0 ? [repository.inserting(created)] : []),
    ...(before.length > 0 ? [repository.updating(before)] : []),
    ...(moved.length > 0 ? [repository.changingMembers(new Map(moved.map(([{ id }, change]) => [id, change])))] : []),
    recording(events, context),
  ];
}
