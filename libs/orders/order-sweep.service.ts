import { Injectable } from '@nestjs/common';
import { PaymentRepository, type Payment } from '#payments';
import { mayRetry } from '#platform/db';
import { Log } from '#platform/log';
import { OrderContexts } from './order-contexts.service.js';
import { OrderEnding } from './order-ending.service.js';
import { OrderReader } from './order-reader.service.js';
import { OrderRepository } from './order.repository.js';
import { PaymentSettlement } from './payment-settlement.service.js';

/** How many of each kind one sweep takes on. */
const batch = 100;

/** Who does what the sweep does. */
const sweeping = { actor: { kind: 'system', name: 'sweep' }, requestId: 'sweep' } as const;

/** Finishes what was broken off: payments nobody heard of again, orders whose time is up, money that is still to go back. */
@Injectable()
export class OrderSweep {
  constructor(
    private readonly contexts: OrderContexts,
    private readonly payments: PaymentRepository,
    private readonly orders: OrderRepository,
    private readonly reader: OrderReader,
    private readonly settlement: PaymentSettlement,
    private readonly ending: OrderEnding,
    private readonly log: Log,
  ) {}

  /** One round over everything that is due; payments count as forgotten after `forgottenAfterMs`. What fails is tried again later. */
  async sweep(forgottenAfterMs: number): Promise<void> {
    for (const payment of await this.payments.takeUnfinished(forgottenAfterMs, batch))
      await this.attempt(payment.id, () => this.finish(payment));
    for (const { id } of await this.orders.due(batch)) await this.attempt(id, () => this.expire(id));
  }

  private async finish({ orderId }: Payment): Promise<void> {
    const found = await this.reader.require(orderId);
    const context = await this.contexts.of(found.order, sweeping);
    // first what the provider has yet to say, then what it has yet to give back: an order has one or the other
    await this.ending.giveBack(context, await this.settlement.ask(context, found));
  }

  private async expire(orderId: string): Promise<void> {
    const found = await this.reader.require(orderId);
    // paid at the last moment, since it was found to be due
    if (found.order.state !== 'PENDING') return;
    const context = await this.contexts.of(found.order, sweeping);
    await this.ending.end(context, found, 'EXPIRED');
    await this.ending.giveBack(context, await this.reader.require(orderId));
  }

  private async attempt(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      // somebody else was at it at the same time: nothing is wrong
      if (!mayRetry(error)) this.log.error('the sweep could not finish something', error, { what });
    }
  }
}
