import { checkedAddress, type Address, type AddressFields, type Id } from '#kernel';
import { mostAddresses, withAddress, type Customer, type CustomerGroup, type Profile, type SavedAddress } from './customer.js';
import { changedProfile, newProfile, type ProfileFields } from './customer.input.js';
import { customersErrors } from './customers.errors.js';

/** An address of an imported customer. */
export interface ImportedAddress {
  readonly address: AddressFields;
  readonly defaultShipping: boolean;
  readonly defaultBilling: boolean;
}

/** What a file says of a customer; what is undefined stays as it is. */
export interface ImportedCustomer extends ProfileFields {
  readonly email: string;
  /** The codes of all groups that it belongs to. */
  readonly groups?: readonly string[] | undefined;
  /** Those that it has besides stay. */
  readonly addresses: readonly ImportedAddress[];
}

/** What has to be made for a customer who may be new: ids that come from outside. */
export interface ImportIds {
  readonly customer: () => Pick<Customer, 'id' | 'createdAt'>;
  readonly address: () => Id<'address'>;
}

/** The customer as the file wants it, in the version that it has. @throws UserError naming the field */
export function importedCustomer(
  before: Customer | null,
  input: ImportedCustomer,
  groups: ReadonlyMap<string, CustomerGroup>,
  ids: ImportIds,
): Customer {
  if (before?.emailVerifiedAt === null) throw customersErrors.unverified();
  const { email, name, phone, locale } = input;
  const fields = { name, phone, locale };
  const profile = before ? changedProfile(before, fields) : newProfile(email, fields);
  const start: Customer = before ?? newCustomer(profile, ids);
  return {
    ...start,
    ...profile,
    groups: input.groups ? groupsOf(input.groups, groups, start.groups) : start.groups,
    addresses: input.addresses.reduce((known, each, index) => added(known, each, index, ids), start.addresses),
  };
}

function newCustomer(profile: Profile, ids: ImportIds): Customer {
  const made = ids.customer();
  return { ...profile, ...made, emailVerifiedAt: made.createdAt, active: true, version: 0n, addresses: [], groups: [] };
}

function groupsOf(
  wanted: readonly string[],
  groups: ReadonlyMap<string, CustomerGroup>,
  before: readonly CustomerGroup[],
): readonly CustomerGroup[] {
  const codes = new Set(wanted);
  if (codes.size === before.length && before.every(({ code }) => codes.has(code))) return before;
  return [...codes].map((code) => {
    const group = groups.get(code);
    if (!group) throw customersErrors.noGroup(['groups']);
    return group;
  });
}

function added(
  known: readonly SavedAddress[],
  { address: entered, ...uses }: ImportedAddress,
  index: number,
  ids: ImportIds,
): readonly SavedAddress[] {
  const address = checkedAddress(entered, ['addresses', index]);
  const same = known.find((saved) => isSame(saved.address, address));
  if (!same && known.length >= mostAddresses) throw customersErrors.tooManyAddresses();
  const saved: SavedAddress = {
    id: same?.id ?? ids.address(),
    address: same?.address ?? address,
    defaultShipping: (same?.defaultShipping ?? false) || uses.defaultShipping,
    defaultBilling: (same?.defaultBilling ?? false) || uses.defaultBilling,
  };
  const unchanged = same?.defaultShipping === saved.defaultShipping && same.defaultBilling === saved.defaultBilling;
  return unchanged ? known : withAddress(known, saved);
}

function isSame(one: Address, other: Address): boolean {
  return (Object.keys(other) as (keyof Address)[]).every((name) => (one[name] ?? null) === (other[name] ?? null));
}
