import { Injectable } from '@nestjs/common';
import { customerCreated, customerUpdated, event, recording, type NewEvent } from '#events';
import { accountEmail, UserError, type Context } from '#kernel';
import { Clock } from '#platform/clock';
import type { Write } from '#platform/db';
import { newId } from '#platform/ids';
import { changesOf, type Customer } from './customer.js';
import { importedCustomer, type ImportedCustomer } from './customer-import.js';
import { CustomerImportRepository, type KnownAccount } from './customer-import.repository.js';
import { GroupRepository } from './group.repository.js';

/** What saving a batch of customers comes to: its writes, what becomes of each, and what could not be, by index. */
export interface SavingCustomers {
  readonly writes: readonly Write[];
  readonly saved: readonly ({ readonly change: 'CREATED' | 'UPDATED' | 'UNCHANGED' } | null)[];
  readonly refusals: readonly { readonly index: number; readonly error: UserError }[];
}

/** Customers by the thousand: read in two statements, written in five, whatever their number. */
@Injectable()
export class CustomerImportService {
  constructor(
    private readonly repository: CustomerImportRepository,
    private readonly groups: GroupRepository,
    private readonly clock: Clock,
  ) {}

  /** Decides customers by their e-mail addresses, each named once. What cannot be is refused by index, the rest goes on without it. */
  async saving(context: Context, inputs: readonly ImportedCustomer[]): Promise<SavingCustomers> {
    const groups = new Map((await this.groups.all()).map((group) => [group.code, group]));
    const known = await this.repository.byEmail(inputs.flatMap(({ email }) => addressOf(email) ?? []));
    const byEmail = new Map(known.map((customer) => [customer.email, customer]));
    const ids = {
      customer: () => ({ id: newId('customer'), createdAt: this.clock.now() }),
      address: () => newId('address'),
    };
    const created: Customer[] = [];
    const updated: Customer[] = [];
    const news: NewEvent[] = [];
    const refusals: { index: number; error: UserError }[] = [];
    const saved = inputs.map((input, index) => {
      try {
        const before = byEmail.get(addressOf(input.email) ?? '') ?? null;
        const wanted = importedCustomer(before, input, groups, ids);
        const changed = before && changesOf(before, wanted);
        if (changed?.length === 0) return { change: 'UNCHANGED' as const };
        const after = { ...wanted, version: wanted.version + 1n };
        (before ? updated : created).push(after);
        news.push(newsOf(after, changed));
        return { change: before ? ('UPDATED' as const) : ('CREATED' as const) };
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        refusals.push({ index, error });
        return null;
      }
    });
    const writes = news.length > 0 ? [...this.repository.saving(created, updated), recording(news, context)] : [];
    return { writes, saved, refusals };
  }

  /** The accounts of these e-mail addresses, by address in small letters. */
  accountsByEmail(emails: readonly string[]): Promise<ReadonlyMap<string, KnownAccount>> {
    return this.repository.accountsByEmail(emails.flatMap((email) => addressOf(email) ?? []));
  }
}

function newsOf({ id, version, groups }: Customer, changed: string[] | null): NewEvent {
  const groupIds = groups.map((group) => group.id);
  return changed === null
    ? event(customerCreated, newId('event'), id, version, { customerId: id, groupIds })
    : event(customerUpdated, newId('event'), id, version, { customerId: id, changed, groupIds });
}

function addressOf(text: string): string | null {
  try {
    return accountEmail(text);
  } catch {
    return null;
  }
}
