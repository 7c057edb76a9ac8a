import { Injectable } from '@nestjs/common';
import { SessionService } from '#access';
import { customerCreated, customerErased, customerUpdated, event, recording } from '#events';
import { codeTaken, connection, pageRequest, shortCode, shortName, type Connection, type Context, type Id } from '#kernel';
import { Clock } from '#platform/clock';
import { constraintOf, Database, type Write } from '#platform/db';
import { newId } from '#platform/ids';
import { changesOf, verifiedAt, type Customer, type CustomerGroup, type Profile } from './customer.js';
import { changedProfile, newProfile, type ProfileFields } from './customer.input.js';
import { CustomerRepository } from './customer.repository.js';
import { customersErrors } from './customers.errors.js';
import { GroupRepository } from './group.repository.js';

/** What staff may say of a customer, besides its profile. */
export interface AccountFields extends ProfileFields {
  readonly emailVerified?: boolean | null | undefined;
  readonly active?: boolean | null | undefined;
  readonly groupIds?: readonly string[] | null | undefined;
}

/** What a new account begins with, besides its profile. */
interface NewAccount {
  readonly groups: readonly CustomerGroup[];
  readonly passwordHash: string | null;
  /** Whether the e-mail address is known to be the customer's own. */
  readonly emailVerified: boolean;
}

/** A customer that is to be, and the writes that make it. */
export interface Newcomer {
  readonly customer: Customer;
  readonly writes: readonly Write[];
}

/** Customers and their groups. */
@Injectable()
export class CustomersService {
  constructor(
    private readonly db: Database,
    private readonly repository: CustomerRepository,
    private readonly groups: GroupRepository,
    private readonly sessions: SessionService,
    private readonly clock: Clock,
  ) {}

  /** One customer; null: there is none, or it was erased. */
  async customer(id: string): Promise<Customer | null> {
    return this.repository.find(id);
  }

  /** A page of customers, the newest first: those whose e-mail address begins so, those of a group, or all. */
  async customers(args: {
    first?: number | null;
    after?: string | null;
    email?: string | null;
    groupId?: string | null;
  }): Promise<Connection<Customer>> {
    const request = pageRequest(args);
    const begins = args.email?.trim().normalize('NFC').toLowerCase() ?? '';
    const email = begins === '' ? null : begins;
    return connection(await this.repository.page(request, email, args.groupId ?? null), request, ({ id }) => [id]);
  }

  /** Every group, by code. */
  async customerGroups(): Promise<readonly CustomerGroup[]> {
    return this.groups.all();
  }

  /** Records a group. @throws UserError INVALID, ALREADY_EXISTS */
  async createGroup(input: { readonly code: string; readonly name: string }): Promise<CustomerGroup> {
    const group = { id: newId('customerGroup'), code: shortCode(input.code), name: shortName(input.name) };
    await this.db.commit([this.groups.inserting(group)]).catch((error: unknown) => {
      throw constraintOf(error) === 'customer_group_code_key' ? codeTaken(group.code) : error;
    });
    return group;
  }

  /** Records a customer who cannot sign in before it was given a password. @throws UserError naming the field */
  async create(
    context: Context,
    email: string,
    { groupIds, ...fields }: Omit<AccountFields, 'email' | 'emailVerified'>,
  ): Promise<Customer> {
    const groups = await this.groupsOf(groupIds ?? []);
    const person = { groups, passwordHash: null, emailVerified: true };
    const { customer, writes } = this.newcomer(context, newProfile(email, fields), person);
    await told(this.db.commit(writes));
    return customer;
  }

  /** A customer with this profile, and what records it with `customer.created`. */
  newcomer(context: Context, profile: Profile, { groups, passwordHash, emailVerified }: NewAccount): Newcomer {
    const id = newId('customer');
    const createdAt = this.clock.now();
    const emailVerifiedAt = emailVerified ? createdAt : null;
    const customer: Customer = { ...profile, id, emailVerifiedAt, active: true, version: 1n, createdAt, addresses: [], groups };
    const payload = { customerId: id, groupIds: groups.map((group) => group.id) };
    const news = recording([event(customerCreated, newId('event'), id, 1n, payload)], context);
    return { customer, writes: [...this.repository.inserting(customer, passwordHash), news] };
  }

  /** Changes what is given of a customer; one who is not active any more is signed out everywhere. @throws UserError */
  async update(context: Context, id: string, fields: AccountFields, expectedVersion?: number | null): Promise<Customer> {
    const { groupIds, active, emailVerified } = fields;
    const groups = groupIds == null ? null : await this.groupsOf(groupIds);
    return this.change(context, id, (customer) => {
      if (expectedVersion != null && BigInt(expectedVersion) !== customer.version) throw customersErrors.stale(customer.version);
      const profile = changedProfile(customer, fields);
      const emailVerifiedAt = verifiedAt(customer, profile.email, emailVerified, this.clock.now());
      return { ...customer, ...profile, emailVerifiedAt, active: active ?? customer.active, groups: groups ?? customer.groups };
    });
  }

  /**
   * Load, decide, commit, with `customer.updated` and what else is to be written then; nothing is when nothing is different.
   * @throws UserError NOT_FOUND
   */
  async change(
    context: Context,
    id: string,
    decide: (customer: Customer) => Customer,
    also: readonly Write[] = [],
  ): Promise<Customer> {
    return this.db.deciding(`customer ${id}`, async () => {
      const before = await this.repository.find(id);
      if (!before) throw customersErrors.noCustomer();
      const after = decide(before);
      const writes = this.changing(context, before, after);
      if (writes.length === 0) return before;
      await told(this.db.commit([...also, ...writes]));
      return { ...after, version: before.version + 1n };
    });
  }

  /** Writes what is different, in the next version, with `customer.updated`; none when nothing is, nor is said to be `also`. */
  changing(context: Context, before: Customer, decided: Customer, also: readonly string[] = []): Write[] {
    const changed = [...changesOf(before, decided), ...also];
    if (changed.length === 0) return [];
    const after: Customer = { ...decided, version: before.version + 1n };
    const payload = { customerId: after.id, changed, groupIds: after.groups.map((group) => group.id) };
    return [
      ...this.repository.updating(before, after),
      recording([event(customerUpdated, newId('event'), after.id, after.version, payload)], context),
      ...(before.active && !after.active ? [this.sessions.endingAll({ kind: 'CUSTOMER', id: after.id })] : []),
    ];
  }

  /** Deletes everything personal of a customer; orders and books go on naming its id. @throws UserError NOT_FOUND */
  async erase(context: Context, id: string): Promise<Id<'customer'>> {
    return this.db.deciding(`customer ${id}`, async () => {
      const customer = await this.repository.find(id);
      if (!customer) throw customersErrors.noCustomer();
      const version = customer.version + 1n;
      await this.db.commit([
        this.repository.erasing(customer.id, version),
        this.sessions.endingAll({ kind: 'CUSTOMER', id: customer.id }),
        recording([event(customerErased, newId('event'), customer.id, version, { customerId: customer.id })], context),
      ]);
      return customer.id;
    });
  }

  private async groupsOf(ids: readonly string[]): Promise<readonly CustomerGroup[]> {
    const found = await this.groups.some(ids);
    const missing = ids.findIndex((id) => !found.some((group) => group.id === id));
    if (missing >= 0) throw customersErrors.noGroup(['groupIds', missing]);
    return found;
  }
}

/** The commit, with an e-mail address that somebody else has told as such. */
export async function told<T>(commit: Promise<T>): Promise<T> {
  try {
    return await commit;
  } catch (error) {
    throw constraintOf(error) === 'customer_person_email_key' ? customersErrors.emailTaken() : error;
  }
}
