import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ConsumerRegistry, customerErased, payloadOf, type Consumer, type Effects, type StoredEvent } from '#events';
import { forgettingContacts } from './owned.repository.js';

/** Takes a person out of the carts of a customer who was erased; what was put in stays. */
@Injectable()
export class CartSubscribers implements Consumer, OnModuleInit {
  readonly name = 'cart';
  readonly hears = [customerErased.type];

  constructor(private readonly registry: ConsumerRegistry) {}

  onModuleInit(): void {
    this.registry.register(this);
  }

  /** E-mail address and addresses go; a second time there is nothing left to take out. */
  async hear(event: StoredEvent, effects: Effects): Promise<void> {
    const { customerId } = payloadOf<{ customerId: string }>(customerErased, event);
    await effects.write([forgettingContacts(customerId)]);
  }
}
