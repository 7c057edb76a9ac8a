import { Injectable } from '@nestjs/common';
import { event, organizationInvitationChanged, organizationMemberChanged, recording } from '#events';
import { connection, pageRequest, isId, type Connection, type Context, type Id } from '#kernel';
import { constraintOf, Database, type Write } from '#platform/db';
import { idempotently } from '#platform/idempotency';
import { newId } from '#platform/ids';
import { BuyersService } from './buyers.service.js';
import { invitationsOf, invitationsToUnit, removingInvitation, savingInvitation } from './invitation.repository.js';
import { mustGovern, type Invitation, type KnownMember, type Member, type MemberRole } from './member.js';
import { loadMember, pageOfMembers, savingMember } from './member.repository.js';
import { countingUp } from './organization.repository.js';
import { refused } from './organizations.errors.js';

/** Which customer in which unit. */
export interface Membership {
  readonly organizationId: string;
  readonly customerId: string;
}

/** What becomes of a member: what is written, and what is told of it. */
interface Decision {
  readonly write: Write;
  readonly news: typeof organizationMemberChanged | typeof organizationInvitationChanged;
}

type Key = string | null | undefined;
interface PageArgs {
  first?: number | null;
  after?: string | null;
}

/**
 * The members of units. Staff with the permission make them; an ADMIN of the unit or of one above it invites customers, who become
 * members when they accept, and changes those who are.
 */
@Injectable()
export class MembersService {
  constructor(
    private readonly db: Database,
    private readonly buyers: BuyersService,
  ) {}

  /** A page of a unit's members, in the order of their ids. @throws UserError NOT_FOUND, FORBIDDEN */
  async page(organizationId: string, args: PageArgs, context: Context): Promise<Connection<Member>> {
    const request = pageRequest(args);
    await this.governed({ organizationId, customerId: '' }, context);
    return connection(await pageOfMembers(this.db, organizationId, request), request, ({ customerId }) => [customerId]);
  }

  /** A page of those who are invited to a unit, in the order of their ids. @throws UserError NOT_FOUND, FORBIDDEN */
  async invited(organizationId: string, args: PageArgs, context: Context): Promise<Connection<Invitation>> {
    const request = pageRequest(args);
    await this.governed({ organizationId, customerId: '' }, context);
    return connection(await invitationsToUnit(this.db, organizationId, request), request, ({ customerId }) => [customerId]);
  }

  /** A page of the invitations of a customer, in the order of the units' ids. */
  async invitationsOf(customerId: string, args: PageArgs): Promise<Connection<Invitation>> {
    const request = pageRequest(args);
    const invitations = await invitationsOf(this.db, customerId, request);
    return connection(invitations, request, ({ organizationId }) => [organizationId]);
  }

  /** Makes a customer a member, once per idempotency key. @throws UserError NOT_FOUND, FORBIDDEN, ALREADY_EXISTS */
  async add(mutation: string, who: Membership, role: MemberRole, context: Context, key?: Key): Promise<Member> {
    await this.govern(mutation, who, role, context, key, (known) => {
      if (known.role !== null) throw refused.memberAlready();
      return becoming(known, who, role);
    });
    return memberOf(who, role);
  }

  /** Invites a customer, once per idempotency key; said again it is another role. @throws UserError NOT_FOUND, FORBIDDEN, ALREADY_EXISTS */
  async invite(mutation: string, who: Membership, role: MemberRole, context: Context, key?: Key): Promise<Member> {
    await this.govern(mutation, who, role, context, key, (known) => {
      if (known.role !== null) throw refused.memberAlready();
      if (known.invitedAs === role) return null;
      const write = savingInvitation(who.organizationId, who.customerId, role);
      return { write, news: organizationInvitationChanged };
    });
    return memberOf(who, role);
  }

  /** Gives a member another role, once per idempotency key. @throws UserError NOT_FOUND, FORBIDDEN */
  async setRole(mutation: string, who: Membership, role: MemberRole, context: Context, key?: Key): Promise<Member> {
    await this.govern(mutation, who, role, context, key, (known) => {
      if (known.role === null) throw refused.noMember();
      return known.role === role ? null : becoming(known, who, role);
    });
    return memberOf(who, role);
  }

  /** Takes a member out of a unit, or its invitation back, once per idempotency key. @throws UserError NOT_FOUND, FORBIDDEN */
  async remove(mutation: string, who: Membership, context: Context, key?: Key): Promise<void> {
    await this.govern(mutation, who, null, context, key, (known) => {
      if (known.invitedAs !== null) return uninviting(who);
      if (known.role === null) throw refused.noMember();
      return becoming(known, who, null);
    });
  }

  /** Makes the customer who is invited a member; who is one stays what it is. @throws UserError NOT_FOUND */
  async accept(who: Membership, context: Context): Promise<Member> {
    const before = await this.answer(who, context, (known) => known.invitedAs && becoming(known, who, known.invitedAs));
    const role = before.invitedAs ?? before.role;
    if (role === null) throw refused.noInvitation();
    return memberOf(who, role);
  }

  /** Ends the invitation of the customer who asks. @throws UserError NOT_FOUND */
  async decline(who: Membership, context: Context): Promise<void> {
    await this.answer(who, context, ({ invitedAs }) => {
      if (invitedAs === null) throw refused.noInvitation();
      return uninviting(who);
    });
  }

  /** What staff or an ADMIN decide of a customer in a unit. */
  private async govern(
    mutation: string,
    who: Membership,
    role: MemberRole | null,
    context: Context,
    key: Key,
    decide: (known: KnownMember) => Decision | null,
  ): Promise<void> {
    const { organizationId, customerId } = who;
    const asked = { organizationId, customerId, role };
    await idempotently<{ organizationId: string }>(this.db, context, mutation, key, asked, (remembering) =>
      this.db.deciding(`organization ${organizationId}`, async () => {
        const known = await this.governed(who, context);
        await this.commit(who, context, known, decide(known), remembering({ organizationId }));
        return { organizationId };
      }),
    );
    this.buyers.forget();
  }

  /** What a customer decides of itself in a unit; answers what it was before. */
  private async answer(who: Membership, context: Context, decide: (known: KnownMember) => Decision | null): Promise<KnownMember> {
    const before = await this.db.deciding(`organization ${who.organizationId}`, async () => {
      const known = await loadMember(this.db, who.organizationId, who.customerId, null);
      if (!known) throw refused.noInvitation();
      await this.commit(who, context, known, decide(known), []);
      return known;
    });
    this.buyers.forget();
    return before;
  }

  private async commit(
    { organizationId, customerId }: Membership,
    context: Context,
    known: KnownMember,
    decision: Decision | null,
    also: readonly Write[],
  ): Promise<void> {
    const version = known.version + 1n;
    const changes = decision && [
      countingUp(organizationId, version),
      decision.write,
      recording([event(decision.news, newId('event'), organizationId, version, { organizationId, customerId })], context),
    ];
    await this.db.commit([...also, ...(changes ?? [])]).catch((error: unknown) => {
      throw strangers.has(constraintOf(error)) ? refused.noCustomer(customerId) : error;
    });
  }

  private async governed({ organizationId, customerId }: Membership, { actor }: Context): Promise<KnownMember> {
    if (customerId !== '' && !isId('customer', customerId)) throw refused.noCustomer(customerId);
    const known = await loadMember(this.db, organizationId, customerId, actor.kind === 'customer' ? actor.id : null);
    if (!known) throw refused.unknown(organizationId, ['organizationId']);
    mustGovern(actor, organizationId, known.actorRoles);
    return known;
  }
}

/** What refuses to name a customer whom there is not. */
const strangers: ReadonlySet<string> = new Set([
  'organization_member_customer_id_fkey',
  'organization_invitation_customer_id_fkey',
]);

function becoming(known: KnownMember, { organizationId, customerId }: Membership, role: MemberRole | null): Decision {
  return { write: savingMember(known.role, organizationId, customerId, role), news: organizationMemberChanged };
}

function uninviting({ organizationId, customerId }: Membership): Decision {
  return { write: removingInvitation(organizationId, customerId), news: organizationInvitationChanged };
}

function memberOf({ organizationId, customerId }: Membership, role: MemberRole): Member {
  return { organizationId: organizationId as Id<'organization'>, customerId: customerId as Id<'customer'>, role };
}
