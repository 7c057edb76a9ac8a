import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ConsumerRegistry, orderCancelled, orderPlaced, payloadOf, type Consumer, type Effects, type StoredEvent } from '#events';
import { answerOfOrder, settlingAnswer } from './order-answer.repository.js';
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
      await this.outside.tell(found.provider, 'commit', found);
    } else if (found.state === 'COMMITTED') await this.outside.tell(found.provider, 'void', found);
    // an order that was never placed was never told of
    await effects.write([settlingAnswer(found, placed ? 'COMMITTED' : 'VOIDED')]);
  }
}
