import { Injectable } from '@nestjs/common';
import { event, organizationMemberChanged, recording } from '#events';
import { connection, pageRequest, isId, type Connection, type Context, type Id } from '#kernel';
import { constraintOf, Database } from '#platform/db';
import { idempotently } from '#platform/idempotency';
import { newId } from '#platform/ids';
import { BuyersService } from './buyers.service.js';
import { mustGovern, type KnownMember, type Member, type MemberRole } from './member.js';
import { loadMember, pageOfMembers, savingMember } from './member.repository.js';
import { countingUp } from './organization.repository.js';
import { refused } from './organizations.errors.js';

/** Which customer in which unit. */
export interface Membership {
  readonly organizationId: string;
  readonly customerId: string;
}

type Key = string | null | undefined;

/** The members of units. Staff with the permission, or an ADMIN of the unit or of one above it, changes them. */
@Injectable()
export class MembersService {
  constructor(
    private readonly db: Database,
    private readonly buyers: BuyersService,
  ) {}

  /** A page of a unit's members, in the order of their ids. @throws UserError NOT_FOUND, FORBIDDEN */
  async page(
    organizationId: string,
    args: { first?: number | null; after?: string | null },
    context: Context,
  ): Promise<Connection<Member>> {
    const request = pageRequest(args);
    await this.governed({ organizationId, customerId: '' }, context);
    return connection(await pageOfMembers(this.db, organizationId, request), request, ({ customerId }) => [customerId]);
  }

  /** Makes a customer a member, once per idempotency key. @throws UserError NOT_FOUND, FORBIDDEN, ALREADY_EXISTS */
  async add(mutation: string, who: Membership, role: MemberRole, context: Context, key?: Key): Promise<Member> {
    await this.change(mutation, who, role, context, key, (known) => {
      if (known.role !== null) throw refused.memberAlready();
    });
    return memberOf(who, role);
  }

  /** Gives a member another role, once per idempotency key. @throws UserError NOT_FOUND, FORBIDDEN */
  async setRole(mutation: string, who: Membership, role: MemberRole, context: Context, key?: Key): Promise<Member> {
    await this.change(mutation, who, role, context, key, mustBeMember);
    return memberOf(who, role);
  }

  /** Takes a member out of a unit, once per idempotency key. @throws UserError NOT_FOUND, FORBIDDEN */
  async remove(mutation: string, who: Membership, context: Context, key?: Key): Promise<void> {
    await this.change(mutation, who, null, context, key, mustBeMember);
  }

  private async change(
    mutation: string,
    { organizationId, customerId }: Membership,
    role: MemberRole | null,
    context: Context,
    key: Key,
    check: (known: KnownMember) => void,
  ): Promise<void> {
    const asked = { organizationId, customerId, role };
    await idempotently<{ organizationId: string }>(this.db, context, mutation, key, asked, (remembering) =>
      this.db.deciding(`organization ${organizationId}`, async () => {
        const known = await this.governed({ organizationId, customerId }, context);
        check(known);
        const version = known.version + 1n;
        const news = event(organizationMemberChanged, newId('event'), organizationId, version, { organizationId, customerId });
        const changes = [
          countingUp(organizationId, version),
          savingMember(known.role, organizationId, customerId, role),
          recording([news], context),
        ];
        const writes = [...remembering({ organizationId }), ...(known.role === role ? [] : changes)];
        await this.db.commit(writes).catch((error: unknown) => {
          throw constraintOf(error) === 'organization_member_customer_id_fkey' ? refused.noCustomer(customerId) : error;
        });
        return { organizationId };
      }),
    );
    this.buyers.forget();
  }

  private async governed({ organizationId, customerId }: Membership, { actor }: Context): Promise<KnownMember> {
    if (customerId !== '' && !isId('customer', customerId)) throw refused.noCustomer(customerId);
    const known = await loadMember(this.db, organizationId, customerId, actor.kind === 'customer' ? actor.id : null);
    if (!known) throw refused.unknown(organizationId, ['organizationId']);
    mustGovern(actor, organizationId, known.actorRoles);
    return known;
  }
}

function mustBeMember({ role }: KnownMember): void {
  if (role === null) throw refused.noMember();
}

function memberOf({ organizationId, customerId }: Membership, role: MemberRole): Member {
  return { organizationId: organizationId as Id<'organization'>, customerId: customerId as Id<'customer'>, role };
}
