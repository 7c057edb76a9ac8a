import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  ConsumerRegistry,
  NotYet,
  orderCancelled,
  orderPlaced,
  payloadOf,
  type Consumer,
  type Effects,
  type StoredEvent,
} from '#events';
import { LeftAlone } from './guarded.provider.js';
import { answerOfOrder, settlingAnswer, type ToldOrder } from './order-answer.repository.js';
import { OutsideTaxService } from './outside-tax.service.js';

/** Tells outside engines which of their answers orders stand by: each once, though it may have to be said again. */
@Injectable()
export class OutsideTaxSubscribers implements Consumer, OnModuleInit {
  readonly name = 'outside-tax';
  readonly hears = [orderPlaced.type, orderCancelled.type];

  constructor(
    private readonly registry: ConsumerRegistry,
    private readonly outside: OutsideTaxService,
  ) {}

  onModuleInit(): void {
    this.registry.register(this);
  }

  /** What an engine was told is kept in the transaction that ends the delivery; after a crash it is told again, under the same order. */
  async hear(event: StoredEvent, effects: Effects): Promise<void> {
    const placed = event.type === orderPlaced.type;
    const { orderId } = payloadOf<{ readonly orderId: string }>(placed ? orderPlaced : orderCancelled, event);
    const found = await answerOfOrder(effects, orderId);
    if (!found || found.state === 'VOIDED') return;
    if (placed) {
      if (found.state !== 'PROVISIONAL') return;
      await this.tell('commit', found);
    } else if (found.state === 'COMMITTED') await this.tell('void', found);
    // an order that was never placed was never told of
    await effects.write([settlingAnswer(found, placed ? 'COMMITTED' : 'VOIDED')]);
  }

  /** An engine that is away for long parks no orders, and costs those that wait no connection. */
  private async tell(what: 'commit' | 'void', order: ToldOrder): Promise<void> {
    try {
      await this.outside.tell(order.provider, what, order);
    } catch (error) {
      throw error instanceof LeftAlone ? new NotYet(error.forMs) : error;
    }
  }
}
