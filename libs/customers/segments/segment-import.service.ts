import { Injectable } from '@nestjs/common';
import { accountEmail, UserError, type Context, type Id } from '#kernel';
import type { Write } from '#platform/db';
import { newId } from '#platform/ids';
import { CustomerImportRepository } from '../customer-import.repository.js';
import { customersErrors } from '../customers.errors.js';
import { newSegment, sameMembers, type MemberChange, type Segment } from './segment.js';
import { SegmentRepository } from './segment.repository.js';
import { savingMembers } from './segments.service.js';

/** That a customer is in a segment, or is not. */
export interface ImportedMember {
  /** The segment's code; one that there is not is made, without another name. */
  readonly segment: string;
  readonly email: string;
  /** False: taken out. */
  readonly member: boolean;
}

/** What saving a batch of members comes to: its writes, what becomes of each, and what could not be, by index. */
export interface SavingMembers {
  readonly writes: readonly Write[];
  readonly saved: readonly ({ readonly change: 'CREATED' | 'UPDATED' | 'UNCHANGED' } | null)[];
  readonly refusals: readonly { readonly index: number; readonly error: UserError }[];
}

/** Members of segments by the thousand: three reads and at most four writes, whatever their number. */
@Injectable()
export class SegmentImportService {
  constructor(
    private readonly repository: SegmentRepository,
    private readonly customers: CustomerImportRepository,
  ) {}

  /** Decides who is in which segment. What cannot be is refused by index, the rest goes on without it. */
  async saving(context: Context, inputs: readonly ImportedMember[]): Promise<SavingMembers> {
    const found = await this.repository.byCode(inputs.map(({ segment }) => segment));
    const segments = new Map(found.map((segment) => [segment.code, segment]));
    const accounts = await this.customers.accountsByEmail(inputs.map(({ email }) => canonical(email)));
    const known = await this.repository.known(
      [...accounts.values()].map(({ id }) => id),
      found.map(({ id }) => id),
    );
    const created: Segment[] = [];
    const changes = new Map<Segment, MemberChange>();
    const refusals: { index: number; error: UserError }[] = [];
    const saved = inputs.map(({ segment: code, email, member }, index) => {
      try {
        const account = accounts.get(canonical(email));
        if (!account) throw customersErrors.noCustomer('email');
        if (!account.emailVerified) throw customersErrors.unverified();
        const segment = segments.get(code) ?? newSegment(newId('segment'), code, code);
        if (!segments.has(code)) created.push(segment);
        segments.set(code, segment);
        const isIn = isMember(account.id, segment, known.get(account.id), changes.get(segment));
        if (isIn === member) return { change: 'UNCHANGED' as const };
        changes.set(segment, moved(changes.get(segment) ?? sameMembers, account.id, member));
        return { change: member ? ('CREATED' as const) : ('UPDATED' as const) };
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        refusals.push({ index, error: at(error) });
        return null;
      }
    });
    return { writes: savingMembers(this.repository, context, created, changes), saved, refusals };
  }
}

/** Whether the customer is in it by now: what the batch has said of it before goes first. */
function isMember(
  id: Id<'customer'>,
  { id: segmentId }: Segment,
  before: ReadonlySet<string> | undefined,
  said: MemberChange = sameMembers,
): boolean {
  if (said.added.includes(id)) return true;
  return !said.removed.includes(id) && (before?.has(segmentId) ?? false);
}

/** The change, where the customer comes or goes last. */
function moved({ added, removed }: MemberChange, id: Id<'customer'>, member: boolean): MemberChange {
  const others = (ids: readonly Id<'customer'>[]) => ids.filter((each) => each !== id);
  return member ? { added: [...added, id], removed: others(removed) } : { added: others(added), removed: [...removed, id] };
}

/** The column that a refusal is about: a code that cannot be is the segment's. */
function at(error: UserError): UserError {
  return error.path[0] === 'code' ? new UserError(error.code, error.message, ['segment'], error.facts) : error;
}

function canonical(email: string): string {
  try {
    return accountEmail(email);
  } catch {
    return '';
  }
}
