import { Injectable } from '@nestjs/common';
import type { Consumer } from './consumer.js';

/** The consumers that this process can run. A lib registers its own in `onModuleInit`. */
@Injectable()
export class ConsumerRegistry {
  private readonly consumers = new Map<string, Consumer>();

  /** @throws Error when another consumer has this name */
  register(consumer: Consumer): void {
    if (this.consumers.has(consumer.name)) throw new Error(`two consumers are called ${consumer.name}`);
    this.consumers.set(consumer.name, consumer);
  }

  all(): readonly Consumer[] {
    return [...this.consumers.values()];
  }
}
