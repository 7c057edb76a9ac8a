import { Injectable } from '@nestjs/common';
import type { Id, PageRequest } from '#kernel';
import { Database, statement, type Write } from '#platform/db';
import type { Customer } from '../customer.js';
import { customerIn, customerSelection, type CustomerRow } from '../customer.repository.js';
import type { MemberChange, Segment } from './segment.js';

interface SegmentRow {
  readonly id: Id<'segment'>;
  readonly code: string;
  readonly name: string;
  readonly version: string;
}

const columns = 's.id, s.code, s.name, s.version';
const page = statement<SegmentRow>('segments.page', `select ${columns} from segment s where s.id > $1 order by s.id limit $2`);
const one = statement<SegmentRow>('segments.one', `select ${columns} from segment s where s.id = $1`);
const byCode = statement<SegmentRow>('segments.by-code', `select ${columns} from segment s where s.code = any($1::text[])`);
const known = statement<{ customer_id: Id<'customer'>; segment_id: Id<'segment'> | null }>(
  'segments.known-members',
  `select c.id customer_id, m.segment_id from customer c
     left join segment_member m on m.customer_id = c.id and m.segment_id = any($2::text[])
   where c.id = any($1::text[]) and c.erased_at is null`,
);
// the customers' own statement, of those who are in it
const members = statement<CustomerRow>(
  'segments.members',
  `${customerSelection} where c.id = any(array(select m.customer_id from segment_member m
     join customer_person p on p.customer_id = m.customer_id where m.segment_id = $3 and m.customer_id < $1
     order by m.customer_id desc limit $2)) order by c.id desc`,
);
const insert = statement<never>(
  'segments.insert',
  `insert into segment (id, code, name, version) select s.id, s.code, s.name, 1 from unnest($1::text[], $2::text[], $3::text[]) s(id, code, name)`,
);
const update = statement<never>(
  'segments.update',
  `update segment set name = s.name, version = segment.version + 1 from unnest($1::text[], $2::text[], $3::bigint[]) s(id, name, version)
   where segment.id = s.id and segment.version = s.version`,
);
const change = statement<never>(
  'segments.change-members',
  `with gone as (delete from segment_member m using unnest($3::text[], $4::text[]) r(segment_id, customer_id)
     where m.segment_id = r.segment_id and m.customer_id = r.customer_id)
   insert into segment_member (segment_id, customer_id) select * from unnest($1::text[], $2::text[]) on conflict do nothing`,
);

/** Sorts behind every id of a customer. */
const lastId = 'cus`';

/** The tables segment and segment_member. */
@Injectable()
export class SegmentRepository {
  constructor(private readonly db: Database) {}

  /** Segments in the order of their ids: up to one more than the page holds. */
  async page({ first, after }: PageRequest): Promise<Segment[]> {
    return (await this.db.read(page, [after?.[0] ?? '', first + 1])).map(segmentIn);
  }

  /** One segment. */
  async find(id: string): Promise<Segment | null> {
    const [row] = await this.db.read(one, [id]);
    return row ? segmentIn(row) : null;
  }

  /** Those of the segments that there are. */
  async byCode(codes: readonly string[]): Promise<Segment[]> {
    return (await this.db.read(byCode, [codes])).map(segmentIn);
  }

  /** Those of the customers that there are, each with those of the segments that it is in. */
  async known(customerIds: readonly string[], segmentIds: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const found = new Map<string, Set<string>>();
    for (const { customer_id, segment_id } of await this.db.read(known, [customerIds, segmentIds])) {
      const own = found.get(customer_id) ?? new Set();
      if (segment_id !== null) own.add(segment_id);
      found.set(customer_id, own);
    }
    return found;
  }

  /** The members of a segment, the newest customers first: up to one more than the page holds. */
  async members(segmentId: string, { first, after }: PageRequest): Promise<Customer[]> {
    return (await this.db.read(members, [after?.[0] ?? lastId, first + 1, segmentId])).map(customerIn);
  }

  /** Writes new segments in their first version. */
  inserting(segments: readonly Segment[]): Write {
    const values = [segments.map(({ id }) => id), segments.map(({ code }) => code), segments.map(({ name }) => name)];
    return insert.with(values, { rows: segments.length });
  }

  /** Writes what segments are called, and counts them up from the versions that they were read in. */
  updating(segments: readonly Segment[]): Write {
    const versions = segments.map(({ version }) => version.toString());
    return update.with([segments.map(({ id }) => id), segments.map(({ name }) => name), versions], { rows: segments.length });
  }

  /** Puts customers into segments, and takes others out. */
  changingMembers(changes: ReadonlyMap<string, MemberChange>): Write {
    const pairs = (which: keyof MemberChange) =>
      [...changes].flatMap(([segmentId, moved]) => moved[which].map((customerId) => [segmentId, customerId] as const));
    const [added, removed] = [pairs('added'), pairs('removed')];
    return change.with([
      added.map(([segmentId]) => segmentId),
      added.map(([, customerId]) => customerId),
      removed.map(([segmentId]) => segmentId),
      removed.map(([, customerId]) => customerId),
    ]);
  }
}

function segmentIn({ version, ...row }: SegmentRow): Segment {
  return { ...row, version: BigInt(version) };
}
