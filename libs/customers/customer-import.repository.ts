import { Injectable } from '@nestjs/common';
import type { Id } from '#kernel';
import { Database, statement, type Write } from '#platform/db';
import type { Customer } from './customer.js';
import { customerIn, customerSelection, type CustomerRow } from './customer.repository.js';

/** Whom an e-mail address stands for. */
export interface KnownAccount {
  readonly id: Id<'customer'>;
  /** False: whoever has signed up with the address may be somebody else. */
  readonly emailVerified: boolean;
}

const byEmail = statement<CustomerRow>('customers.by-emails', `${customerSelection} where p.email = any($1)`);
const accounts = statement<KnownAccount & { email: string }>(
  'customers.accounts-by-email',
  'select email, customer_id as id, email_verified_at is not null as "emailVerified" from customer_person where email = any($1)',
);
const given = `jsonb_to_recordset($1::jsonb) as g (id text, email text, name text, phone text, locale text, version bigint, "createdAt" timestamptz,
  "groupIds" text[])`;
const insert = statement<never>(
  'customers.insert-many',
  `with made as (insert into customer (id, active, version, created_at) select id, true, version, "createdAt" from ${given})
   insert into customer_person (customer_id, email, email_verified_at, name, phone, locale)
   select id, email, "createdAt", name, phone, locale from ${given}`,
);
const update = statement<never>(
  'customers.update-many',
  `with g as (select * from ${given}), changed as (
     update customer c set version = g.version from g where c.id = g.id and c.version = g.version - 1 returning c.id
   )
   update customer_person p set name = g.name, phone = g.phone, locale = g.locale from g join changed using (id) where p.customer_id = g.id`,
);
const addresses = statement<never>(
  'customers.add-addresses',
  `insert into customer_address (id, customer_id, address, default_shipping, default_billing)
   select a.id, a.customer_id, a.address, a.shipping, a.billing
   from unnest($1::text[], $2::text[], $3::jsonb[], $4::boolean[], $5::boolean[]) a(id, customer_id, address, shipping, billing)
   on conflict (id) do update set default_shipping = excluded.default_shipping, default_billing = excluded.default_billing`,
);
const groups = statement<never>(
  'customers.save-groups-of-many',
  `with g as (select * from ${given}), gone as (
     delete from customer_group_member m using g where m.customer_id = g.id and m.group_id <> all (g."groupIds")
   )
   insert into customer_group_member (customer_id, group_id) select g.id, unnest(g."groupIds") from g on conflict do nothing`,
);

/** The tables of customers, read and written by the thousand. */
@Injectable()
export class CustomerImportRepository {
  constructor(private readonly db: Database) {}

  /** The customers of these e-mail addresses. */
  async byEmail(emails: readonly string[]): Promise<Customer[]> {
    return (await this.db.read(byEmail, [emails])).map(customerIn);
  }

  /** The accounts of these e-mail addresses, by address. */
  async accountsByEmail(emails: readonly string[]): Promise<ReadonlyMap<string, KnownAccount>> {
    return new Map((await this.db.read(accounts, [emails])).map(({ email, ...account }) => [email, account]));
  }

  /** Writes new customers and changed ones in the versions that they say: at most four statements, however many. */
  saving(created: readonly Customer[], updated: readonly Customer[]): Write[] {
    const all = [...created, ...updated];
    const saved = all.flatMap(({ id, addresses: own }) => own.map((address) => ({ ...address, customerId: id })));
    return [
      ...(created.length > 0 ? [insert.with([rowsOf(created)], { rows: created.length })] : []),
      ...(updated.length > 0 ? [update.with([rowsOf(updated)], { rows: updated.length })] : []),
      ...(all.length > 0 ? [groups.with([rowsOf(all)])] : []),
      ...(saved.length > 0
        ? [
            addresses.with([
              saved.map(({ id }) => id),
              saved.map(({ customerId }) => customerId),
              saved.map(({ address }) => JSON.stringify(address)),
              saved.map(({ defaultShipping }) => defaultShipping),
              saved.map(({ defaultBilling }) => defaultBilling),
            ]),
          ]
        : []),
    ];
  }
}

function rowsOf(customers: readonly Customer[]): string {
  return JSON.stringify(
    customers.map(({ id, email, name, phone, locale, version, createdAt, groups: of }) => ({
      ...{ id, email, name, phone, locale, createdAt },
      version: version.toString(),
      groupIds: of.map((group) => group.id),
    })),
  );
}
