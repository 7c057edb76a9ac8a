import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Context } from '#kernel';
import { Broadcast, revise } from '#platform/broadcast';
import { constraintOf, Database, type Write } from '#platform/db';
import { idempotently } from '#platform/idempotency';
import { newId } from '#platform/ids';
import { refused } from './shipping.errors.js';
import {
  changedMethod,
  newMethod,
  type ShippingMethod,
  type ShippingMethodInput,
  type ShippingMethodKey,
} from './shipping-method.js';
import { insertingMethod, readAllMethods, referable, updatingMethod } from './shipping.repository.js';

const topic = 'rules';

type Key = string | null | undefined;

/** The ways for goods to reach the buyer, and what they cost. */
@Injectable()
export class ShippingService {
  constructor(
    private readonly db: Database,
    private readonly broadcast: Broadcast,
  ) {}

  /** Every shipping method in the order in which they are offered, those that are not offered included. */
  async all(): Promise<ShippingMethod[]> {
    return readAllMethods(this.db);
  }

  /** Makes a shipping method, once per idempotency key. @throws UserError naming the field */
  async create(
    key: ShippingMethodKey,
    input: ShippingMethodInput,
    context: Context,
    idempotencyKey?: Key,
  ): Promise<ShippingMethod> {
    const asked = { ...key, ...input };
    const id = await this.once('createShippingMethod', idempotencyKey, asked, context, async () => {
      const method = newMethod(newId('shippingMethod'), key, input, await referable(this.db));
      return { id: method.id, writes: [insertingMethod(method)] };
    });
    return this.require(id);
  }

  /** Changes what is given of a shipping method, once per idempotency key. @throws UserError naming the field */
  async update(id: string, input: ShippingMethodInput, context: Context, idempotencyKey?: Key): Promise<ShippingMethod> {
    await this.once('updateShippingMethod', idempotencyKey, { id, ...input }, context, async () => {
      const before = await this.require(id);
      const after = changedMethod(before, input, await referable(this.db));
      return { id, writes: isDeepStrictEqual(before, after) ? [] : [updatingMethod(after)] };
    });
    return this.require(id);
  }

  private async require(id: string): Promise<ShippingMethod> {
    const method = (await this.all()).find((each) => each.id === id);
    if (!method) throw refused.unknown('shipping method', id, ['id']);
    return method;
  }

  /** One change at a time, decided on the methods as they are; nothing is written and told when nothing changes. */
  private async once(
    mutation: string,
    key: Key,
    input: object,
    context: Context,
    decide: () => Promise<{ id: string; writes: Write[] }>,
  ): Promise<string> {
    const result = await idempotently<{ id: string }>(this.db, context, mutation, key, input, (remembering) =>
      this.db.inTurn(topic, async () => {
        const { id, writes } = await decide();
        const told = writes.length > 0 ? [revise(topic)] : [];
        await this.db.commit([...remembering({ id }), ...writes, ...told]).catch((error: unknown) => {
          throw constraintOf(error) === 'shipping_method_code_key'
            ? refused.taken('code' in input ? String(input.code) : '')
            : error;
        });
        return { id };
      }),
    );
    await this.broadcast.publish(topic);
    return result.id;
  }
}
