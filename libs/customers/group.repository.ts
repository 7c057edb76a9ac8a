import { Injectable } from '@nestjs/common';
import { Database, statement, type Write } from '#platform/db';
import type { CustomerGroup } from './customer.js';

const all = statement<CustomerGroup>('customers.groups', 'select id, code, name from customer_group order by code');
const some = statement<CustomerGroup>(
  'customers.groups-by-id',
  'select id, code, name from customer_group where id = any($1::text[]) order by code',
);
const insert = statement<never>('customers.insert-group', 'insert into customer_group (id, code, name) values ($1, $2, $3)');

/** The table customer_group. */
@Injectable()
export class GroupRepository {
  constructor(private readonly db: Database) {}

  /** Every group, by code. */
  async all(): Promise<readonly CustomerGroup[]> {
    return this.db.read(all);
  }

  /** Those of the groups that there are, by code. */
  async some(ids: readonly string[]): Promise<readonly CustomerGroup[]> {
    return ids.length === 0 ? [] : this.db.read(some, [ids]);
  }

  inserting({ id, code, name }: CustomerGroup): Write {
    return insert.with([id, code, name], { rows: 1 });
  }
}
