import type { Address } from './address.js';
import type { CurrencyCode } from './currency.js';
import { formatMoney } from './money.js';
import type { Facts } from './user-error.js';

/** An amount as the API shows it. */
export interface ShownMoney {
  readonly amount: string;
  readonly currency: CurrencyCode;
}

/** An address as the API shows it: every field there. */
export type ShownAddress = { readonly [K in keyof Address]-?: Exclude<Address[K], undefined> };

/** An amount of minor units as the API shows it. */
export function moneyView(minor: bigint, currency: CurrencyCode): ShownMoney {
  return { amount: formatMoney({ minor, currency }), currency };
}

/** Names and numbers as the API shows them. */
export function factsView(facts: Facts): { name: string; value: string | null }[] {
  return Object.entries(facts).map(([name, value]) => ({ name, value: value === null ? null : String(value) }));
}

/** An address as the API shows it. */
export function addressView(address: Address): ShownAddress {
  const { company = null, line2 = null, postalCode = null, region = null, phone = null } = address;
  return { ...address, company, line2, postalCode, region, phone };
}
