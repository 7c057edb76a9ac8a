import { isDeepStrictEqual } from 'node:util';
import type { Address, Id } from '#kernel';

/** Customers who have something in common, such as a price list. */
export interface CustomerGroup {
  readonly id: Id<'customerGroup'>;
  readonly code: string;
  readonly name: string;
}

/** An address that a customer has saved; at most one of them is the default for each use. */
export interface SavedAddress {
  readonly id: Id<'address'>;
  readonly address: Address;
  readonly defaultShipping: boolean;
  readonly defaultBilling: boolean;
}

/** What may be said of a customer. */
export interface Profile {
  /** In small letters: no two customers have the same. */
  readonly email: string;
  readonly name: string | null;
  readonly phone: string | null;
  /** The language it wants to be written to in. */
  readonly locale: string | null;
}

/** Somebody who buys and has an account. */
export interface Customer extends Profile {
  readonly id: Id<'customer'>;
  /** Since when the e-mail address is known to be its own; null: it has signed itself up, with an address that anybody may know. */
  readonly emailVerifiedAt: Date | null;
  /** Whether it may sign in. */
  readonly active: boolean;
  /** Counts the changes, and so the events. */
  readonly version: bigint;
  readonly createdAt: Date;
  /** In the order in which they were saved. */
  readonly addresses: readonly SavedAddress[];
  /** In the order of their codes. */
  readonly groups: readonly CustomerGroup[];
}

/** The most addresses that a customer saves. */
export const mostAddresses = 50;

/** Saves an address, new or changed; a default takes that use away from the others. */
export function withAddress(addresses: readonly SavedAddress[], saved: SavedAddress): SavedAddress[] {
  const released = addresses.map((each) => ({
    ...each,
    defaultShipping: each.defaultShipping && !saved.defaultShipping,
    defaultBilling: each.defaultBilling && !saved.defaultBilling,
  }));
  return released.some(({ id }) => id === saved.id)
    ? released.map((each) => (each.id === saved.id ? saved : each))
    : [...released, saved];
}

/** Since when the address is known to be the customer's: what is said of it, or else what was, as long as it is the same address. */
export function verifiedAt(before: Customer, email: string, said: boolean | null | undefined, now: Date): Date | null {
  const was = email === before.email ? before.emailVerifiedAt : null;
  if (said == null) return was;
  return said ? (was ?? now) : null;
}

/** The names of the fields in which two states of a customer differ: what an event may tell of it. */
export function changesOf(before: Customer, after: Customer): string[] {
  const fields = ['email', 'name', 'phone', 'locale', 'active', 'addresses', 'groups'] as const;
  const changed = fields.filter((field) => !isDeepStrictEqual(before[field], after[field]));
  const isVerified = ({ emailVerifiedAt }: Customer) => emailVerifiedAt !== null;
  return isVerified(before) === isVerified(after) ? changed : [...changed, 'emailVerified'];
}
