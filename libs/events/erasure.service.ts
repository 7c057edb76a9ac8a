import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Write } from '#platform/db';
import { ConsumerRegistry } from './consumer-registry.service.js';
import type { Consumer, Effects } from './consumer.js';
import { customerErased } from './contracts/customer.js';
import { payloadOf, type StoredEvent } from './event.js';

/** Hears in a lib that a customer was erased, and takes the person out of what the lib keeps: once is as good as twice. */
@Injectable()
export abstract class ErasureConsumer implements Consumer, OnModuleInit {
  /** The consumer's name: that of the lib. */
  abstract readonly name: string;
  readonly hears = [customerErased.type];

  constructor(private readonly registry: ConsumerRegistry) {}

  onModuleInit(): void {
    this.registry.register(this);
  }

  async hear(event: StoredEvent, effects: Effects): Promise<void> {
    const { customerId } = payloadOf<{ customerId: string }>(customerErased, event);
    await effects.write([this.forgetting(customerId)]);
  }

  /** Takes everything personal out of what the lib keeps of the customer. */
  protected abstract readonly forgetting: (customerId: string) => Write;
}
