import { Injectable } from '@nestjs/common';
import type { Id, PageRequest } from '#kernel';
import { Database, statement, type Write } from '#platform/db';
import type { Customer, CustomerGroup, SavedAddress } from './customer.js';

/** A customer as the database sends it. */
export interface CustomerRow {
  readonly id: Id<'customer'>;
  readonly email: string;
  readonly name: string | null;
  readonly phone: string | null;
  readonly locale: string | null;
  readonly active: boolean;
  readonly version: string;
  readonly created_at: Date;
  readonly email_verified_at: Date | null;
  readonly addresses: readonly SavedAddress[];
  readonly groups: readonly CustomerGroup[];
}

/** Whose password to compare. */
export interface Credentials {
  readonly id: Id<'customer'>;
  /** Null: it has none yet. */
  readonly passwordHash: string | null;
}

const columns = `c.id, p.email, p.name, p.phone, p.locale, c.active, c.version, c.created_at, p.email_verified_at,
  coalesce((select json_agg(json_build_object('id', a.id, 'address', a.address, 'defaultShipping', a.default_shipping,
    'defaultBilling', a.default_billing) order by a.id) from customer_address a where a.customer_id = c.id), '[]') addresses,
  coalesce((select json_agg(json_build_object('id', g.id, 'code', g.code, 'name', g.name) order by g.code)
    from customer_group_member m join customer_group g on g.id = m.group_id where m.customer_id = c.id), '[]') groups`;
const joined = 'customer c join customer_person p on p.customer_id = c.id';

/** SQL: customers (c, p) as `CustomerRow`s. */
export const customerSelection = `select ${columns} from ${joined}`;

const one = statement<CustomerRow>('customers.one', `select ${columns} from ${joined} where c.id = $1`);
const page = statement<CustomerRow>(
  'customers.page',
  `select ${columns} from ${joined} where c.id < $1 order by c.id desc limit $2`,
);
// whoever was erased is in no group, so that each member that is found is a customer on the page
const pageOfGroup = statement<CustomerRow>(
  'customers.page-of-group',
  `select ${columns} from ${joined} where c.id = any(array(
     select m.customer_id from customer_group_member m where m.group_id = $3 and m.customer_id < $1 order by m.customer_id desc limit $2))
   order by c.id desc`,
);
const pageByEmail = statement<CustomerRow>(
  'customers.page-by-email',
  `select ${columns} from ${joined} where c.id < $1
     and ($3::text is null or exists (select from customer_group_member m where m.customer_id = c.id and m.group_id = $3))
     and p.email ~>=~ $4 and p.email ~<~ ($4 || chr(1114111))
   order by c.id desc limit $2`,
);
const credentials = statement<Credentials>(
  'customers.credentials',
  `select c.id, p.password_hash as "passwordHash" from ${joined} where p.email = $1 and c.active`,
);
const credentialsOf = statement<Credentials>(
  'customers.credentials-of',
  `select c.id, p.password_hash as "passwordHash" from ${joined} where c.id = $1 and c.active`,
);
const insert = statement<never>(
  'customers.insert',
  `with made as (insert into customer (id, active, version, created_at) values ($1, $2, $3, $4) returning id)
   insert into customer_person (customer_id, email, email_verified_at, name, phone, locale, password_hash)
   select id, $5, $6, $7, $8, $9, $10 from made`,
);
const update = statement<never>(
  'customers.update',
  `with changed as (update customer set active = $2, version = $3 where id = $1 and version = $3::bigint - 1 returning id)
   update customer_person set email = $4, email_verified_at = $5, name = $6, phone = $7, locale = $8
   from changed where customer_id = changed.id`,
);
const assertSigningIn = statement<never>(
  'customers.assert-signing-in',
  `select from ${joined} where c.id = $1 and c.active and p.password_hash = $2 for share`,
);
const saveAddresses = statement<never>(
  'customers.save-addresses',
  `with gone as (delete from customer_address where customer_id = $1 and id <> all($2::text[]))
   insert into customer_address (id, customer_id, address, default_shipping, default_billing)
   select a.id, $1, a.address, a.shipping, a.billing
   from unnest($2::text[], $3::jsonb[], $4::boolean[], $5::boolean[]) a(id, address, shipping, billing)
   on conflict (id) do update set address = excluded.address, default_shipping = excluded.default_shipping,
     default_billing = excluded.default_billing`,
);
const saveGroups = statement<never>(
  'customers.save-groups',
  `with gone as (delete from customer_group_member where customer_id = $1 and group_id <> all($2::text[]))
   insert into customer_group_member (customer_id, group_id) select $1, id from unnest($2::text[]) id on conflict do nothing`,
);
// a token that was given for the password before it is of no use any more
const setPassword = statement<never>(
  'customers.set-password',
  `with resets as (delete from password_reset where customer_id = $1)
   update customer_person set password_hash = $2 where customer_id = $1`,
);
const erase = statement<never>(
  'customers.erase',
  `with person as (delete from customer_person where customer_id = $1),
    addresses as (delete from customer_address where customer_id = $1),
    groups as (delete from customer_group_member where customer_id = $1),
    segments as (delete from segment_member where customer_id = $1),
    resets as (delete from password_reset where customer_id = $1)
   update customer set active = false, erased_at = now(), version = $2 where id = $1 and version = $2::bigint - 1`,
);
const promiseReset = statement<never>(
  'customers.promise-reset',
  `with counted as (update customer set version = $4 where id = $2 and version = $4::bigint - 1 returning id)
   insert into password_reset (hash, customer_id, expires_at) select $1, id, now() + $3 * interval '1 minute' from counted
   on conflict (customer_id) do update set hash = excluded.hash, expires_at = excluded.expires_at`,
);
const redeemReset = statement<never>(
  'customers.redeem-reset',
  `with reset as (delete from password_reset where hash = $1 and expires_at > now() returning customer_id)
   update customer_person p set password_hash = $2 from reset where p.customer_id = reset.customer_id`,
);
const resetFor = statement<{ customer_id: Id<'customer'> }>(
  'customers.reset-for',
  'select customer_id from password_reset where hash = $1 and expires_at > now()',
);
/** Sorts behind every id of a customer. */
const lastId = 'cus`';

/** The tables customer, customer_person, customer_address, customer_group_member and password_reset. */
@Injectable()
export class CustomerRepository {
  constructor(private readonly db: Database) {}

  /** The customer, unless it was erased. */
  async find(id: string): Promise<Customer | null> {
    const [row] = await this.db.read(one, [id]);
    return row ? customerIn(row) : null;
  }

  /** Newest first, up to one more than the page holds; those whose e-mail address begins so, those of a group. */
  async page({ first, after }: PageRequest, email: string | null, groupId: string | null): Promise<Customer[]> {
    const values = [after?.[0] ?? lastId, first + 1];
    if (email !== null) return (await this.db.read(pageByEmail, [...values, groupId, email])).map(customerIn);
    const rows = groupId === null ? this.db.read(page, values) : this.db.read(pageOfGroup, [...values, groupId]);
    return (await rows).map(customerIn);
  }

  /** What the customer of this e-mail address signs in with; undefined: none who may. */
  async credentials(email: string): Promise<Credentials | undefined> {
    return (await this.db.read(credentials, [email]))[0];
  }

  /** What the customer signs in with; undefined: it may not. */
  async credentialsOf(id: string): Promise<Credentials | undefined> {
    return (await this.db.read(credentialsOf, [id]))[0];
  }

  inserting(customer: Customer, passwordHash: string | null): Write[] {
    const { id, email, emailVerifiedAt, name, phone, locale, active, version, createdAt } = customer;
    const person = [email, emailVerifiedAt, name, phone, locale, passwordHash];
    const write = insert.with([id, active, version, createdAt, ...person], { rows: 1 });
    return [write, ...(customer.groups.length > 0 ? [this.savingGroups(customer)] : [])];
  }

  /** Writes what is different, if nobody has changed the customer since it was `before`. */
  updating(before: Customer, after: Customer): Write[] {
    const { id, email, emailVerifiedAt, name, phone, locale, active, version } = after;
    return [
      update.with([id, active, version, email, emailVerifiedAt, name, phone, locale], { rows: 1 }),
      ...(before.addresses === after.addresses ? [] : [savingAddresses(after)]),
      ...(before.groups === after.groups ? [] : [this.savingGroups(after)]),
    ];
  }

  /** Fails the transaction when the customer may not sign in, or with another password by now. */
  assertingSigningIn({ id, passwordHash }: Credentials): Write {
    return assertSigningIn.with([id, passwordHash], { rows: 1 });
  }

  settingPassword(id: Id<'customer'>, passwordHash: string): Write {
    return setPassword.with([id, passwordHash], { rows: 1 });
  }

  /** Deletes everything personal of the customer whose version was counted up to this. */
  erasing(id: Id<'customer'>, version: bigint): Write {
    return erase.with([id, version], { rows: 1 });
  }

  /**
   * Lets the token set a new password for so many minutes, if nobody has changed the customer since; one that was given before does
   * not any more.
   */
  promisingReset(id: Id<'customer'>, tokenHash: string, minutes: number, version: bigint): Write {
    return promiseReset.with([tokenHash, id, minutes, version], { rows: 1 });
  }

  /** Whose password the token may set. */
  async resetFor(tokenHash: string): Promise<Id<'customer'> | null> {
    return (await this.db.read(resetFor, [tokenHash]))[0]?.customer_id ?? null;
  }

  /** Uses up the token and sets the password. */
  redeemingReset(tokenHash: string, passwordHash: string): Write {
    return redeemReset.with([tokenHash, passwordHash], { rows: 1 });
  }

  private savingGroups({ id, groups }: Customer): Write {
    return saveGroups.with([id, groups.map((group) => group.id)]);
  }
}

function savingAddresses({ id, addresses }: Customer): Write {
  return saveAddresses.with([
    id,
    addresses.map((each) => each.id),
    addresses.map((each) => JSON.stringify(each.address)),
    addresses.map((each) => each.defaultShipping),
    addresses.map((each) => each.defaultBilling),
  ]);
}

/** The customer of a row. */
export function customerIn({
  created_at: createdAt,
  email_verified_at: emailVerifiedAt,
  version,
  ...row
}: CustomerRow): Customer {
  return { ...row, version: BigInt(version), createdAt, emailVerifiedAt };
}
