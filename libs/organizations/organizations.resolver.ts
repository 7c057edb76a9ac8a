import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { parseDecimal, type Actor, type Connection, type Context } from '#kernel';
import {
  Ctx,
  type AddOrganizationMemberInput,
  type CreateOrganizationInput,
  type QueryColleaguesArgs,
  type QueryMyOrganizationsArgs,
  type QueryOrganizationMembersArgs,
  type QueryOrganizationsArgs,
  type RemoveColleagueInput,
  type RemoveOrganizationMemberInput,
  type SetColleagueRoleInput,
  type SetOrganizationMemberRoleInput,
  type UpdateOrganizationInput,
} from '#platform/graphql';
import { MembersService } from './members.service.js';
import type { Organization, OrganizationInput } from './organization.js';
import { OrganizationsService } from './organizations.service.js';

/** Organizations in the API: staff's fields, and those of customers who are members. */
@Resolver()
export class OrganizationsResolver {
  constructor(
    private readonly service: OrganizationsService,
    private readonly members: MembersService,
  ) {}

  @Query()
  async organization(@Args('id') id: string) {
    const found = await this.service.organization(id);
    return found && shown(found);
  }

  @Query()
  async organizations(@Args() args: QueryOrganizationsArgs) {
    return pageOf(await this.service.page(args), shown);
  }

  @Query()
  async organizationMembers(@Args() { organizationId, ...args }: QueryOrganizationMembersArgs, @Ctx() context: Context) {
    return this.members.page(organizationId, args, context);
  }

  @Query()
  async colleagues(@Args() { organizationId, ...args }: QueryColleaguesArgs, @Ctx() context: Context) {
    return this.members.page(organizationId, args, context);
  }

  @Query()
  async myOrganizations(@Args() args: QueryMyOrganizationsArgs, @Ctx() { actor }: Context) {
    const page = await this.service.of(customerOf(actor), args);
    return pageOf(page, ({ organization, role }) => ({ organization: shown(organization), role }));
  }

  @Mutation()
  async createOrganization(@Args('input') input: CreateOrganizationInput, @Ctx() context: Context) {
    const { code, parentId } = input;
    const organization = await this.service.create({ ...wanted(input), code, parentId }, context, input.idempotencyKey);
    return { organization: shown(organization) };
  }

  @Mutation()
  async updateOrganization(@Args('input') input: UpdateOrganizationInput, @Ctx() context: Context) {
    const { id, parentId, expectedVersion, idempotencyKey } = input;
    const version = expectedVersion == null ? undefined : parseDecimal(expectedVersion, 0, ['expectedVersion']);
    const changes = { ...wanted(input), parentId, expectedVersion: version };
    return { organization: shown(await this.service.update(id, changes, context, idempotencyKey)) };
  }

  @Mutation()
  async addOrganizationMember(@Args('input') input: AddOrganizationMemberInput, @Ctx() context: Context) {
    const { role, idempotencyKey, ...who } = input;
    return { member: await this.members.add('addOrganizationMember', who, role, context, idempotencyKey) };
  }

  @Mutation()
  async setOrganizationMemberRole(@Args('input') input: SetOrganizationMemberRoleInput, @Ctx() context: Context) {
    const { role, idempotencyKey, ...who } = input;
    return { member: await this.members.setRole('setOrganizationMemberRole', who, role, context, idempotencyKey) };
  }

  @Mutation()
  async removeOrganizationMember(@Args('input') input: RemoveOrganizationMemberInput, @Ctx() context: Context) {
    const { idempotencyKey, ...who } = input;
    await this.members.remove('removeOrganizationMember', who, context, idempotencyKey);
    return { customerId: who.customerId };
  }

  @Mutation()
  async setColleagueRole(@Args('input') { role, idempotencyKey, ...who }: SetColleagueRoleInput, @Ctx() context: Context) {
    return { member: await this.members.setRole('setColleagueRole', who, role, context, idempotencyKey) };
  }

  @Mutation()
  async removeColleague(@Args('input') { idempotencyKey, ...who }: RemoveColleagueInput, @Ctx() context: Context) {
    await this.members.remove('removeColleague', who, context, idempotencyKey);
    return { customerId: who.customerId };
  }
}

function customerOf(actor: Actor): string {
  return actor.kind === 'customer' ? actor.id : '';
}

function wanted({ name, ...own }: CreateOrganizationInput | UpdateOrganizationInput): OrganizationInput {
  const { purchaseOrderRequired, onAccount, externalCode } = own;
  return { name: name ?? undefined, purchaseOrderRequired, onAccount, externalCode };
}

function pageOf<T, S>({ edges, pageInfo }: Connection<T>, show: (node: T) => S) {
  const shownEdges = edges.map(({ cursor, node }) => ({ cursor, node: show(node) }));
  return { edges: shownEdges, nodes: shownEdges.map(({ node }) => node), pageInfo };
}

function shown({ path, version, own, ...organization }: Organization) {
  return { ...organization, ...own, ancestorIds: path.slice(0, -1), version: version.toString() };
}
