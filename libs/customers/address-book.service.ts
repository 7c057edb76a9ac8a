import { Injectable } from '@nestjs/common';
import { checkedAddress, isId, type AddressFields, type Context, type Id } from '#kernel';
import { Database } from '#platform/db';
import { idempotently } from '#platform/idempotency';
import { newId } from '#platform/ids';
import { mostAddresses, withAddress, type Customer, type SavedAddress } from './customer.js';
import { customersErrors } from './customers.errors.js';
import { CustomersService } from './customers.service.js';

/** What an input may say of a saved address. */
export interface SavedAddressFields {
  readonly address?: AddressFields | null | undefined;
  readonly defaultShipping?: boolean | null | undefined;
  readonly defaultBilling?: boolean | null | undefined;
}

/** The addresses that a customer has saved. */
@Injectable()
export class AddressBookService {
  constructor(
    private readonly db: Database,
    private readonly customers: CustomersService,
  ) {}

  /** Saves an address, once per idempotency key. @throws UserError INVALID, LIMIT_REACHED, KEY_REUSED */
  async create(
    context: Context,
    customerId: Id<'customer'>,
    input: SavedAddressFields & { readonly address: AddressFields; readonly idempotencyKey?: string | null | undefined },
  ): Promise<{ readonly customer: Customer; readonly address: SavedAddress }> {
    const { idempotencyKey, address, ...uses } = input;
    const saved: SavedAddress = {
      id: newId('address'),
      address: checkedAddress(address, ['address']),
      defaultShipping: uses.defaultShipping ?? false,
      defaultBilling: uses.defaultBilling ?? false,
    };
    const decide = (before: Customer): Customer => {
      if (before.addresses.length >= mostAddresses) throw customersErrors.tooManyAddresses();
      return { ...before, addresses: withAddress(before.addresses, saved) };
    };
    const { id } = await idempotently<{ id: string }>(
      this.db,
      context,
      'createAddress',
      idempotencyKey,
      input,
      async (remembering) => {
        const result = { id: saved.id };
        await this.customers.change(context, customerId, decide, remembering(result));
        return result;
      },
    );
    const customer = await this.customers.customer(customerId);
    if (!customer) throw customersErrors.noCustomer();
    return { customer, address: savedIn(customer, id) };
  }

  /** Changes what is given of a saved address. @throws UserError INVALID, NOT_FOUND */
  async update(
    context: Context,
    customerId: Id<'customer'>,
    id: string,
    fields: SavedAddressFields,
  ): Promise<{ readonly customer: Customer; readonly address: SavedAddress }> {
    const address = fields.address && checkedAddress(fields.address, ['address']);
    const customer = await this.customers.change(context, customerId, (before) => {
      const found = savedIn(before, id);
      const saved: SavedAddress = {
        id: found.id,
        address: address ?? found.address,
        defaultShipping: fields.defaultShipping ?? found.defaultShipping,
        defaultBilling: fields.defaultBilling ?? found.defaultBilling,
      };
      return { ...before, addresses: withAddress(before.addresses, saved) };
    });
    return { customer, address: savedIn(customer, id) };
  }

  /** Forgets a saved address. @throws UserError NOT_FOUND */
  async delete(context: Context, customerId: Id<'customer'>, id: string): Promise<Customer> {
    return this.customers.change(context, customerId, (before) => {
      const found = savedIn(before, id);
      return { ...before, addresses: before.addresses.filter((each) => each !== found) };
    });
  }
}

function savedIn({ addresses }: Customer, id: string): SavedAddress {
  const found = isId('address', id) && addresses.find((each) => each.id === id);
  if (!found) throw customersErrors.noAddress();
  return found;
}
