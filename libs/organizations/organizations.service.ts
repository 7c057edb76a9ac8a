import { Injectable } from '@nestjs/common';
import { event, organizationChanged, recording } from '#events';
import { connection, pageRequest, type Connection, type Context } from '#kernel';
import { Database } from '#platform/db';
import { idempotently } from '#platform/idempotency';
import { newId } from '#platform/ids';
import { BuyersService } from './buyers.service.js';
import type { MemberRole } from './member.js';
import { changedUnit, changesOf, newUnit, type Organization, type OrganizationInput, type Unit } from './organization.js';
import {
  findOrganization,
  insertingUnit,
  organizationsOf,
  pageOfOrganizations,
  refusalOf,
  updatingUnit,
} from './organization.repository.js';
import { refused } from './organizations.errors.js';

type Key = string | null | undefined;

/** Organizations that buy: units in trees, and how each of them buys. */
@Injectable()
export class OrganizationsService {
  constructor(
    private readonly db: Database,
    private readonly buyers: BuyersService,
  ) {}

  /** One unit, or null. */
  async organization(id: string): Promise<Organization | null> {
    return findOrganization(this.db, id);
  }

  /** A page of units in the order of their ids, those right below a parent or all. */
  async page(args: {
    first?: number | null;
    after?: string | null;
    parentId?: string | null;
  }): Promise<Connection<Organization>> {
    const request = pageRequest(args);
    return connection(await pageOfOrganizations(this.db, request, args.parentId ?? null), request, ({ id }) => [id]);
  }

  /** A page of the units that a customer is a member of, with its role in each. */
  async of(
    customerId: string,
    args: { first?: number | null; after?: string | null },
  ): Promise<Connection<{ organization: Organization; role: MemberRole }>> {
    const request = pageRequest(args);
    return connection(await organizationsOf(this.db, customerId, request), request, ({ organization }) => [organization.id]);
  }

  /** Makes a unit, once per idempotency key. @throws UserError naming the field */
  async create(input: OrganizationInput & { readonly code: string }, context: Context, key?: Key): Promise<Organization> {
    const { id } = await idempotently<{ id: string }>(this.db, context, 'createOrganization', key, input, (remembering) =>
      this.db.deciding(`organization ${input.code}`, async () => {
        const unit = newUnit(newId('organization'), input.code, input, await this.parent(input.parentId ?? null));
        const news = recording([newsOf(unit, ['created'])], context);
        await this.commit([...remembering({ id: unit.id }), insertingUnit(unit), news], unit);
        return { id: unit.id };
      }),
    );
    return this.require(id);
  }

  /** Changes what is given of a unit, once per idempotency key; moved, it takes what is below it along. @throws UserError */
  async update(id: string, input: OrganizationInput, context: Context, key?: Key): Promise<Organization> {
    await idempotently<{ id: string }>(this.db, context, 'updateOrganization', key, { id, ...input }, (remembering) =>
      this.db.deciding(`organization ${id}`, async () => {
        const before = await this.require(id);
        const parentId = input.parentId === undefined ? before.parentId : input.parentId;
        const after = changedUnit(before, input, await this.parent(parentId));
        const changed = changesOf(before, after);
        const writes = changed.length > 0 ? [updatingUnit(after), recording([newsOf(after, changed)], context)] : [];
        await this.commit([...remembering({ id }), ...writes], after);
        return { id };
      }),
    );
    // who buys for a unit has other ancestors when it was moved
    this.buyers.forget();
    return this.require(id);
  }

  private async require(id: string): Promise<Organization> {
    const found = await findOrganization(this.db, id);
    if (!found) throw refused.unknown(id, ['id']);
    return found;
  }

  private async parent(id: string | null): Promise<Organization | null> {
    if (id === null) return null;
    const parent = await findOrganization(this.db, id);
    if (!parent) throw refused.unknown(id, ['parentId']);
    return parent;
  }

  private async commit(writes: Parameters<Database['commit']>[0], unit: Unit): Promise<void> {
    await this.db.commit(writes).catch((error: unknown) => {
      throw refusalOf(error, unit);
    });
  }
}

function newsOf({ id, version }: Unit, changed: string[]) {
  return event(organizationChanged, newId('event'), id, version, { organizationId: id, changed });
}
