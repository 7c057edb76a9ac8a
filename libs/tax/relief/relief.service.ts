import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { connection, pageRequest, type Connection, type Context } from '#kernel';
import { constraintOf, Database } from '#platform/db';
import { idempotently } from '#platform/idempotency';
import { newId } from '#platform/ids';
import { refused } from '../tax.errors.js';
import { readTaxRules } from '../tax.repository.js';
import { tellingOfRelief } from './news.repository.js';
import { consultedRelief, endedRelief, newRelief, type ReliefInput, type StoredRelief } from './relief.js';
import { changingRelief, findRelief, insertingRelief, pageOfReliefs } from './relief.repository.js';

type Key = string | null | undefined;

/** Which relief changes, as it was seen. */
interface Change {
  readonly id: string;
  readonly expectedVersion?: bigint;
}

/** Why customers and organizations owe less tax: certificates and checked VAT ids, kept with what shows them. */
@Injectable()
export class TaxReliefService {
  constructor(private readonly db: Database) {}

  /** What a customer or a unit has itself, the oldest first. @throws UserError when not exactly one is named */
  async ofHolder(args: {
    customerId?: string | null;
    organizationId?: string | null;
    first?: number | null;
    after?: string | null;
  }): Promise<Connection<StoredRelief>> {
    const { customerId = null, organizationId = null } = args;
    if ((customerId === null) === (organizationId === null)) throw refused.twoHolders(['organizationId']);
    const request = pageRequest(args);
    return connection(await pageOfReliefs(this.db, { customerId, organizationId }, request), request, ({ id }) => [id]);
  }

  /** Keeps a relief, once per idempotency key. @throws UserError naming the field */
  async create(input: ReliefInput, context: Context, key?: Key): Promise<StoredRelief> {
    const { id } = await idempotently<{ id: string }>(this.db, context, 'createTaxRelief', key, input, async (remembering) => {
      const relief = newRelief(newId('taxRelief'), input, await readTaxRules(this.db));
      await this.db
        .commit([...remembering({ id: relief.id }), insertingRelief(relief), tellingOfRelief(null, relief, context)])
        .catch((error: unknown) => {
          throw translated(error, relief);
        });
      return { id: relief.id };
    });
    return this.require(id);
  }

  /** Sets or takes away the end of a relief, once per idempotency key. @throws UserError naming the field */
  async end(input: Change & { readonly validTo: Date | null }, context: Context, key?: Key): Promise<StoredRelief> {
    return this.changed('endTaxRelief', input, context, key, (relief) => endedRelief(relief, input.validTo));
  }

  /** Keeps what a check of the VAT id has answered, once per idempotency key; null: the id is no longer good. @throws UserError naming the field */
  async consult(
    input: Change & { readonly consultationNumber: string | null },
    context: Context,
    key?: Key,
  ): Promise<StoredRelief> {
    return this.changed('recordTaxConsultation', input, context, key, (relief) =>
      consultedRelief(relief, input.consultationNumber),
    );
  }

  private async changed(
    mutation: string,
    input: Change,
    context: Context,
    key: Key,
    change: (before: StoredRelief) => StoredRelief,
  ): Promise<StoredRelief> {
    await idempotently<{ id: string }>(this.db, context, mutation, key, input, (remembering) =>
      this.db.deciding(input.id, async () => {
        const before = await this.require(input.id);
        if (input.expectedVersion !== undefined && input.expectedVersion !== before.version) throw refused.stale(before.version);
        const changed = change(before);
        const after = { ...changed, version: before.version + 1n };
        const writes = isDeepStrictEqual(before, changed) ? [] : [changingRelief(after), tellingOfRelief(before, after, context)];
        await this.db.commit([...remembering({ id: before.id }), ...writes]);
        return { id: before.id };
      }),
    );
    return this.require(input.id);
  }

  private async require(id: string): Promise<StoredRelief> {
    const relief = await findRelief(this.db, id);
    if (!relief) throw refused.unknown('tax relief', id, ['id']);
    return relief;
  }
}

function translated(error: unknown, { holder: { customerId, organizationId } }: StoredRelief): unknown {
  const constraint = constraintOf(error);
  if (constraint === 'tax_relief_customer_id_fkey') return refused.unknown('customer', customerId ?? '', ['customerId']);
  if (constraint === 'tax_relief_organization_id_fkey')
    return refused.unknown('organization', organizationId ?? '', ['organizationId']);
  return error;
}
