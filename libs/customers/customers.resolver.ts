import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Connection, Context } from '#kernel';
import {
  Ctx,
  type CreateCustomerGroupInput,
  type CreateCustomerGroupPayload,
  type CreateCustomerInput,
  type CreatePasswordResetTokenInput,
  type CreatePasswordResetTokenPayload,
  type CustomerGroup,
  type EraseCustomerInput,
  type UpdateCustomerInput,
} from '#platform/graphql';
import { customerView, type CustomerView } from './customer.view.js';
import { CustomersService } from './customers.service.js';
import { SignInService } from './sign-in.service.js';

/** What staff do with the accounts of customers, in GraphQL. */
@Resolver()
export class CustomersResolver {
  constructor(
    private readonly service: CustomersService,
    private readonly signing: SignInService,
  ) {}

  @Query('customer')
  async customer(@Args('id') id: string): Promise<CustomerView | null> {
    const customer = await this.service.customer(id);
    return customer && customerView(customer);
  }

  @Query('customers')
  async customers(
    @Args() args: { first?: number | null; after?: string | null; email?: string | null; groupId?: string | null },
  ): Promise<Connection<CustomerView>> {
    const { edges, nodes, pageInfo } = await this.service.customers(args);
    return {
      edges: edges.map(({ cursor, node }) => ({ cursor, node: customerView(node) })),
      nodes: nodes.map(customerView),
      pageInfo,
    };
  }

  @Query('customerGroups')
  async customerGroups(): Promise<readonly CustomerGroup[]> {
    return this.service.customerGroups();
  }

  @Mutation('createCustomerGroup')
  async createGroup(@Args('input') input: CreateCustomerGroupInput): Promise<Omit<CreateCustomerGroupPayload, 'userErrors'>> {
    return { customerGroup: await this.service.createGroup(input) };
  }

  @Mutation('createCustomer')
  async create(
    @Args('input') { email, ...fields }: CreateCustomerInput,
    @Ctx() context: Context,
  ): Promise<{ customer: CustomerView }> {
    return { customer: customerView(await this.service.create(context, email, fields)) };
  }

  @Mutation('updateCustomer')
  async update(
    @Args('input') { id, expectedVersion, ...fields }: UpdateCustomerInput,
    @Ctx() context: Context,
  ): Promise<{ customer: CustomerView }> {
    return { customer: customerView(await this.service.update(context, id, fields, expectedVersion)) };
  }

  @Mutation('eraseCustomer')
  async erase(@Args('input') { id }: EraseCustomerInput, @Ctx() context: Context): Promise<{ erasedId: string }> {
    return { erasedId: await this.service.erase(context, id) };
  }

  @Mutation('createPasswordResetToken')
  async createResetToken(
    @Args('input') { customerId }: CreatePasswordResetTokenInput,
    @Ctx() context: Context,
  ): Promise<Omit<CreatePasswordResetTokenPayload, 'userErrors'>> {
    return this.signing.createResetToken(context, customerId);
  }
}
