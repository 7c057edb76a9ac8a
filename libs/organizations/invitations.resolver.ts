import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor, Context } from '#kernel';
import {
  Ctx,
  type AcceptInvitationInput,
  type DeclineInvitationInput,
  type InviteColleagueInput,
  type QueryInvitedColleaguesArgs,
  type QueryMyInvitationsArgs,
} from '#platform/graphql';
import { MembersService } from './members.service.js';

/** Invitations in the API: of those who may invite, and of those who are invited. */
@Resolver()
export class InvitationsResolver {
  constructor(private readonly members: MembersService) {}

  @Query()
  async invitedColleagues(@Args() { organizationId, ...args }: QueryInvitedColleaguesArgs, @Ctx() context: Context) {
    return this.members.invited(organizationId, args, context);
  }

  @Query()
  async myInvitations(@Args() args: QueryMyInvitationsArgs, @Ctx() { actor }: Context) {
    return this.members.invitationsOf(customerOf(actor), args);
  }

  @Mutation()
  async inviteColleague(@Args('input') { role, idempotencyKey, ...who }: InviteColleagueInput, @Ctx() context: Context) {
    return { invited: await this.members.invite('inviteColleague', who, role, context, idempotencyKey) };
  }

  @Mutation()
  async acceptInvitation(@Args('input') { organizationId }: AcceptInvitationInput, @Ctx() context: Context) {
    const who = { organizationId, customerId: customerOf(context.actor) };
    return { member: await this.members.accept(who, context) };
  }

  @Mutation()
  async declineInvitation(@Args('input') { organizationId }: DeclineInvitationInput, @Ctx() context: Context) {
    await this.members.decline({ organizationId, customerId: customerOf(context.actor) }, context);
    return { organizationId };
  }
}

function customerOf(actor: Actor): string {
  return actor.kind === 'customer' ? actor.id : '';
}
