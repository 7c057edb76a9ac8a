import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ConsumerRegistry, customerErased, payloadOf, type Consumer, type Effects, type StoredEvent } from '#events';
import { forgettingContacts } from './order.repository.js';

/** Takes a person out of the orders of a customer who was erased; what was bought stays. */
@Injectable()
export class OrdersSubscribers implements Consumer, OnModuleInit {
  readonly name = 'orders';
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
