import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { parseDecimal, type Connection, type Context } from '#kernel';
import {
  Ctx,
  type ChangeStaffPasswordInput,
  type CreateRoleInput,
  type CreateStaffInput,
  type Role,
  type SessionTokens,
  type SignInStaffInput,
  type Staff,
  type UpdateRoleInput,
  type UpdateStaffInput,
} from '#platform/graphql';
import { tokensView } from '../sessions/session.view.js';
import type { Role as KnownRole, StaffMember } from './staff.js';
import { StaffService } from './staff.service.js';
import { StaffSignInService } from './staff-sign-in.service.js';

/** Staff and their roles in GraphQL. */
@Resolver()
export class StaffResolver {
  constructor(
    private readonly service: StaffService,
    private readonly signing: StaffSignInService,
  ) {}

  @Query('roles')
  async roles(): Promise<readonly Role[]> {
    return (await this.service.roles()).map(roleView);
  }

  @Query('staff')
  async staff(@Args() args: { first?: number | null; after?: string | null }): Promise<Connection<Staff>> {
    const { edges, nodes, pageInfo } = await this.service.staff(args);
    return { edges: edges.map(({ cursor, node }) => ({ cursor, node: view(node) })), nodes: nodes.map(view), pageInfo };
  }

  @Mutation('createRole')
  async createRole(@Args('input') input: CreateRoleInput, @Ctx() context: Context): Promise<{ role: Role }> {
    return { role: roleView(await this.service.createRole(context, input)) };
  }

  @Mutation('updateRole')
  async updateRole(@Args('input') input: UpdateRoleInput, @Ctx() context: Context): Promise<{ role: Role }> {
    const { id, expectedVersion, ...fields } = input;
    return { role: roleView(await this.service.updateRole(context, id, fields, versionOf(expectedVersion))) };
  }

  @Mutation('createStaff')
  async createStaff(@Args('input') input: CreateStaffInput, @Ctx() context: Context): Promise<{ staff: Staff }> {
    return { staff: view(await this.service.createStaff(context, input)) };
  }

  @Mutation('updateStaff')
  async updateStaff(@Args('input') input: UpdateStaffInput, @Ctx() context: Context): Promise<{ staff: Staff }> {
    const { id, expectedVersion, ...fields } = input;
    return { staff: view(await this.service.updateStaff(context, id, fields, versionOf(expectedVersion))) };
  }

  @Mutation('signInStaff')
  async signIn(
    @Args('input') { email, password }: SignInStaffInput,
    @Ctx() context: Context,
  ): Promise<{ staff: Staff; tokens: SessionTokens }> {
    const { staff, tokens } = await this.signing.signIn(context, email, password);
    return { staff: view(staff), tokens: tokensView(tokens) };
  }

  @Mutation('changeStaffPassword')
  async changePassword(@Args('input') input: ChangeStaffPasswordInput, @Ctx() context: Context): Promise<{ done: boolean }> {
    await this.signing.changePassword(context, input);
    return { done: true };
  }
}

function view({ createdAt, version, roles, ...member }: StaffMember): Staff {
  return { ...member, createdAt: createdAt.toISOString(), version: version.toString(), roles: roles.map(roleView) };
}

function roleView({ version, ...role }: KnownRole): Role {
  return { ...role, version: version.toString() };
}

function versionOf(expected: string | null | undefined): bigint | undefined {
  return expected == null ? undefined : parseDecimal(expected, 0, ['expectedVersion']);
}
