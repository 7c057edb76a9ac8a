import { Args, Mutation, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { tokensView } from '#access';
import type { Actor, Context } from '#kernel';
import {
  Ctx,
  type ChangePasswordInput,
  type CreateAddressInput,
  type CreateAddressPayload,
  type DeleteAddressInput,
  type ResetPasswordInput,
  type SessionTokens,
  type SignInCustomerInput,
  type SignUpCustomerInput,
  type UpdateAddressInput,
  type UpdateMeInput,
} from '#platform/graphql';
import { AddressBookService } from './address-book.service.js';
import { addressView, customerView, type CustomerView } from './customer.view.js';
import { customersErrors } from './customers.errors.js';
import { CustomersService } from './customers.service.js';
import { SignInService, type SignedIn } from './sign-in.service.js';

/**
 * What signing in answers. `actor` is not part of the schema: fields that other libs add to the payload act as the customer,
 * though the request began as a guest's.
 */
export interface SignedInView {
  readonly tokens: SessionTokens;
  readonly customer: CustomerView;
  readonly actor: SignedIn['actor'];
}

/** What customers do with their own accounts, in GraphQL. */
@Resolver()
export class CustomerResolver {
  constructor(
    private readonly service: CustomersService,
    private readonly signing: SignInService,
    private readonly book: AddressBookService,
  ) {}

  @Query('me')
  async me(@Ctx() { actor }: Context): Promise<CustomerView> {
    const customer = await this.service.customer(customerOf(actor).id);
    if (!customer) throw customersErrors.noCustomer();
    return customerView(customer);
  }

  @Mutation('signUpCustomer')
  async signUp(@Args('input') input: SignUpCustomerInput, @Ctx() context: Context): Promise<SignedInView> {
    return view(await this.signing.signUp(context, input));
  }

  @Mutation('signInCustomer')
  async signIn(@Args('input') { email, password }: SignInCustomerInput, @Ctx() context: Context): Promise<SignedInView> {
    return view(await this.signing.signIn(context, email, password));
  }

  @Mutation('updateMe')
  async updateMe(@Args('input') input: UpdateMeInput, @Ctx() context: Context): Promise<{ customer: CustomerView }> {
    const { name, phone, locale } = input;
    return { customer: customerView(await this.service.update(context, customerOf(context.actor).id, { name, phone, locale })) };
  }

  @Mutation('changePassword')
  async changePassword(@Args('input') input: ChangePasswordInput, @Ctx() context: Context): Promise<{ done: boolean }> {
    await this.signing.changePassword(context, customerOf(context.actor), input);
    return { done: true };
  }

  @Mutation('resetPassword')
  async resetPassword(
    @Args('input') { token, newPassword }: ResetPasswordInput,
    @Ctx() context: Context,
  ): Promise<{ done: boolean }> {
    await this.signing.resetPassword(context, token, newPassword);
    return { done: true };
  }

  @Mutation('createAddress')
  async createAddress(
    @Args('input') input: CreateAddressInput,
    @Ctx() context: Context,
  ): Promise<Omit<CreateAddressPayload, 'userErrors' | 'customer'> & { customer: CustomerView }> {
    const { customer, address } = await this.book.create(context, customerOf(context.actor).id, input);
    return { customer: customerView(customer), address: addressView(address) };
  }

  @Mutation('updateAddress')
  async updateAddress(
    @Args('input') { id, ...fields }: UpdateAddressInput,
    @Ctx() context: Context,
  ): Promise<Omit<CreateAddressPayload, 'userErrors' | 'customer'> & { customer: CustomerView }> {
    const { customer, address } = await this.book.update(context, customerOf(context.actor).id, id, fields);
    return { customer: customerView(customer), address: addressView(address) };
  }

  @Mutation('deleteAddress')
  async deleteAddress(@Args('input') { id }: DeleteAddressInput, @Ctx() context: Context): Promise<{ customer: CustomerView }> {
    return { customer: customerView(await this.book.delete(context, customerOf(context.actor).id, id)) };
  }
}

/** Who asks, as a customer. */
@Resolver('Viewer')
export class ViewerCustomerResolver {
  constructor(private readonly service: CustomersService) {}

  @ResolveField('customer')
  async customer(@Ctx() { actor }: Context): Promise<CustomerView | null> {
    const customer = actor.kind === 'customer' ? await this.service.customer(actor.id) : null;
    return customer && customerView(customer);
  }
}

function view({ tokens, customer, actor }: SignedIn): SignedInView {
  return { tokens: tokensView(tokens), customer: customerView(customer), actor };
}

/** The customer who asks: the schema lets nobody else in. */
function customerOf(actor: Actor): SignedIn['actor'] {
  if (actor.kind !== 'customer') throw new Error('a field for customers was asked for by somebody else');
  return actor;
}
