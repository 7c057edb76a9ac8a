import type { Customer as CustomerAnswer, CustomerAddress } from '#platform/graphql';
import type { Customer, SavedAddress } from './customer.js';

/** A customer in the words of the schema; other libs extend it by its id. */
export type CustomerView = Pick<
  CustomerAnswer,
  'id' | 'email' | 'emailVerified' | 'name' | 'phone' | 'locale' | 'active' | 'version' | 'createdAt' | 'addresses' | 'groups'
>;

/** The customer in the words of the schema. */
export function customerView(customer: Customer): CustomerView {
  const { id, email, emailVerifiedAt, name, phone, locale, active, version, createdAt, addresses, groups } = customer;
  return {
    id,
    email,
    emailVerified: emailVerifiedAt !== null,
    name,
    phone,
    locale,
    active,
    version: Number(version),
    createdAt: createdAt.toISOString(),
    addresses: addresses.map(addressView),
    groups,
  };
}

/** A saved address in the words of the schema. */
export function addressView({ id, address, defaultShipping, defaultBilling }: SavedAddress): CustomerAddress {
  return { id, address, defaultShipping, defaultBilling };
}
