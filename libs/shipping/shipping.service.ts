import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Context } from '#kernel';
import { Broadcast, changeRules, type DecidedRules } from '#platform/broadcast';
import { constraintOf, Database } from '#platform/db';
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
      return { id, writes: isDeepStrictEqual(before, after) ? [] : [updatingMethod({ ...after, version: after.version + 1n })] };
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
    idempotencyKey: Key,
    input: object,
    context: Context,
    decide: () => Promise<DecidedRules>,
  ): Promise<string> {
    const { db, broadcast } = this;
    return changeRules({ db, broadcast, context }, { mutation, idempotencyKey, input }, decide, (error) =>
      constraintOf(error) === 'shipping_method_code_key' ? refused.taken('code' in input ? String(input.code) : '') : error,
    );
  }
}
