import { isDeepStrictEqual } from 'node:util';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Context } from '#kernel';
import { Broadcast, revise, revisionOf } from '#platform/broadcast';
import { constraintOf, Database } from '#platform/db';
import { idempotently } from '#platform/idempotency';
import { newId } from '#platform/ids';
import { refused } from '../catalog.errors.js';
import { changedAttribute, newAttribute, type Attribute, type AttributeFields, type AttributeType } from './attribute.js';
import { allAttributes, attributeById, indexingUsers, insertingAttribute, updatingAttribute } from './attribute.repository.js';

/** What the broadcast calls a change of attributes. */
const topic = 'attributes';

/** All attributes, in memory: a page of products finds their names without asking the database. */
@Injectable()
export class AttributesService implements OnModuleInit, OnApplicationShutdown {
  private attributes: ReadonlyMap<string, Attribute> = new Map();
  private revision = -1n;
  private stop: (() => void) | null = null;

  constructor(
    private readonly db: Database,
    private readonly broadcast: Broadcast,
  ) {}

  async onModuleInit(): Promise<void> {
    this.stop = this.broadcast.subscribe(topic, () => {
      // what is in memory goes on being used while the database cannot be asked
      this.refresh().catch(() => undefined);
    });
    await this.refresh();
  }

  onApplicationShutdown(): void {
    this.stop?.();
  }

  /** The attributes by code. */
  all(): ReadonlyMap<string, Attribute> {
    return this.attributes;
  }

  /** Makes an attribute, once per idempotency key. @throws UserError INVALID, ALREADY_EXISTS */
  async create(
    key: { readonly code: string; readonly type: AttributeType },
    fields: AttributeFields,
    idempotencyKey: string | null | undefined,
    context: Context,
  ): Promise<Attribute> {
    const input = { ...key, ...fields };
    const { id } = await idempotently<{ id: string }>(
      this.db,
      context,
      'createAttribute',
      idempotencyKey,
      input,
      async (remembering) => {
        const attribute = newAttribute(newId('attribute'), key.code, key.type, fields);
        const result = { id: attribute.id };
        await this.db.commit([...remembering(result), insertingAttribute(attribute), revise(topic)]).catch((error: unknown) => {
          throw constraintOf(error) === 'attribute_code_key' ? refused.taken('the code', key.code, ['code']) : error;
        });
        return result;
      },
    );
    return this.told(id);
  }

  /** Changes an attribute, once per idempotency key; what is not different is not written. @throws UserError INVALID, NOT_FOUND */
  async update(
    id: string,
    fields: AttributeFields,
    idempotencyKey: string | null | undefined,
    context: Context,
  ): Promise<Attribute> {
    const input = { id, ...fields };
    await idempotently<{ id: string }>(this.db, context, 'updateAttribute', idempotencyKey, input, (remembering) =>
      this.db.deciding(`attribute ${id}`, async () => {
        const before = await attributeById(this.db, id);
        if (!before) throw refused.unknown('attribute', id, ['id']);
        const after = changedAttribute(before, fields);
        const writes = isDeepStrictEqual(before, after) ? [] : [updatingAttribute(after), revise(topic)];
        const index = changesSearch(before, after) ? [indexingUsers(after)] : [];
        await this.db.commit([...remembering({ id }), ...writes, ...index]);
        return { id };
      }),
    );
    return this.told(id);
  }

  private async told(id: string): Promise<Attribute> {
    await this.refresh();
    await this.broadcast.publish(topic);
    const attribute = [...this.attributes.values()].find((candidate) => candidate.id === id);
    if (!attribute) throw refused.unknown('attribute', id, ['id']);
    return attribute;
  }

  private async refresh(): Promise<void> {
    // the revision first: rows may be newer than it, and are then read once more than needed, never once less
    const revision = await revisionOf(this.db, topic);
    if (revision === this.revision) return;
    const attributes = await allAttributes(this.db);
    if (revision < this.revision) return;
    this.revision = revision;
    this.attributes = new Map(attributes.map((attribute) => [attribute.code, attribute]));
  }
}

/** Whether a change concerns what searching knows of the products that have the attribute. */
function changesSearch(before: Attribute, after: Attribute): boolean {
  return !isDeepStrictEqual([before.name, before.options], [after.name, after.options]);
}
