import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Connection, Context } from '#kernel';
import {
  Ctx,
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
import type { StaffMember } from './staff.js';
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
    return this.service.roles();
  }

  @Query('staff')
  async staff(@Args() args: { first?: number | null; after?: string | null }): Promise<Connection<Staff>> {
    const { edges, nodes, pageInfo } = await this.service.staff(args);
    return { edges: edges.map(({ cursor, node }) => ({ cursor, node: view(node) })), nodes: nodes.map(view), pageInfo };
  }

  @Mutation('createRole')
  async createRole(@Args('input') input: CreateRoleInput, @Ctx() context: Context): Promise<{ role: Role }> {
    return { role: await this.service.createRole(context, input) };
  }

  @Mutation('updateRole')
  async updateRole(@Args('input') { id, ...fields }: UpdateRoleInput, @Ctx() context: Context): Promise<{ role: Role }> {
    return { role: await this.service.updateRole(context, id, fields) };
  }

  @Mutation('createStaff')
  async createStaff(@Args('input') input: CreateStaffInput, @Ctx() context: Context): Promise<{ staff: Staff }> {
    return { staff: view(await this.service.createStaff(context, input)) };
  }

  @Mutation('updateStaff')
  async updateStaff(@Args('input') { id, ...fields }: UpdateStaffInput, @Ctx() context: Context): Promise<{ staff: Staff }> {
    return { staff: view(await this.service.updateStaff(context, id, fields)) };
  }

  @Mutation('signInStaff')
  async signIn(
    @Args('input') { email, password }: SignInStaffInput,
    @Ctx() context: Context,
  ): Promise<{ staff: Staff; tokens: SessionTokens }> {
    const { staff, tokens } = await this.signing.signIn(context, email, password);
    return { staff: view(staff), tokens: tokensView(tokens) };
  }
}

function view({ createdAt, ...member }: StaffMember): Staff {
  return { ...member, createdAt: createdAt.toISOString() };
}
