import { Injectable } from '@nestjs/common';
import { recording, type NewEvent } from '#events';
import { isExpired, shortageOf } from '#holds';
import { claiming, posting as postingHolds } from '#inventory';
import { transition, type Context } from '#kernel';
import { posting } from '#ledger';
import {
  isGood,
  isOpen,
  PaymentRepository,
  providerNamed,
  returning,
  settled,
  told,
  type Payment,
  type PaymentOutcome,
} from '#payments';
import { Database, type Write } from '#platform/db';
import { newId } from '#platform/ids';
import { OrderEnding } from './order-ending.service.js';
import { orderMachine } from './order.machine.js';
import { orderNews } from './news.js';
import { OrderReader, type OrderAndPayments } from './order-reader.service.js';
import { OrderRepository } from './order.repository.js';
import { demandOf, type Order } from './order.js';
import { captureEntry, saleEntry } from './postings.js';

/** What follows from a provider's word: the order is placed, or waits on, or ends. */
@Injectable()
export class PaymentSettlement {
  constructor(
    private readonly database: Database,
    private readonly orders: OrderRepository,
    private readonly payments: PaymentRepository,
    private readonly reader: OrderReader,
    private readonly ending: OrderEnding,
  ) {}

  /** Asks the provider about the order's undecided payment, outside any transaction, and settles by its answer. */
  async ask(context: Context, { order, payments }: OrderAndPayments): Promise<OrderAndPayments> {
    const open = payments.find(isOpen);
    if (!open) return { order, payments };
    const provider = providerNamed(open.provider);
    const request = { ...open, paymentId: open.id };
    return this.settle(context, order.id, open.id, provider.decide(request) ?? (await provider.authorize(request)));
  }

  /** Asks again about a payment of which nothing has been heard. */
  async askAgain(context: Context, payment: Payment): Promise<void> {
    const outcome = await providerNamed(payment.provider).query({ ...payment, paymentId: payment.id });
    await this.settle(context, payment.orderId, payment.id, outcome);
  }

  /** Records the provider's word and what follows from it; once, whoever brings it. */
  async settle(context: Context, orderId: string, paymentId: string, outcome: PaymentOutcome): Promise<OrderAndPayments> {
    await this.database.deciding(orderId, async () => {
      const { order, payments } = await this.reader.require(orderId);
      const payment = payments.find(({ id }) => id === paymentId);
      // somebody else (the sweep, a repeated request) has settled it meanwhile
      if (!payment || !isOpen(payment) || payment.state === outcome.state) return;
      const after = told(settled(payment, outcome), () => newId('event'));
      if (!isGood(after.payment)) return this.keep(context, payment, after.payment, after.events);
      if (order.state === 'PENDING') return this.placeNow(context, order, payment, after.payment, after.events);
      // paid, but the order has ended: the money is on record, and goes back
      await this.keep(context, payment, after.payment, after.events, returning(after.payment));
    });
    const now = await this.reader.require(orderId);
    return now.order.state === 'CANCELLED' ? this.ending.giveBack(context, now) : now;
  }

  private async keep(
    context: Context,
    before: Payment,
    after: Payment,
    events: readonly NewEvent[],
    kept = after,
  ): Promise<void> {
    await this.database.commit([
      this.payments.updating(before, kept),
      ...(events.length ? [recording(events, context)] : []),
      ...(after.state === 'CAPTURED' ? [posting([captureEntry(newId('entry'), after)])] : []),
    ]);
  }

  /** Posts what the order holds; what has expired is claimed anew, and an order that finds nothing left ends as NO_STOCK. */
  private async placeNow(
    context: Context,
    order: Order,
    before: Payment,
    after: Payment,
    events: readonly NewEvent[],
  ): Promise<void> {
    const placed: Order = {
      ...order,
      state: transition(orderMachine, order.state, 'PLACED'),
      placedAt: new Date(),
      version: order.version + 1,
    };
    const entries = [
      saleEntry(newId('entry'), placed),
      ...(after.state === 'CAPTURED' ? [captureEntry(newId('entry'), after)] : []),
    ];
    const writes = (holds: readonly Write[]): Write[] => [
      this.payments.updating(before, after),
      this.orders.changing(order, placed),
      recording([orderNews(placed, newId('event')), ...events], context),
      posting(entries),
      ...holds,
    ];
    const demand = demandOf(order, context.channel.safetyStock);
    try {
      await this.database.commit(writes(demand.length ? [postingHolds(order.id, context)] : []));
    } catch (error) {
      if (!isExpired(error)) throw error;
      await this.placeAnew(context, order, before, after, events, writes([claiming(order.id, demand, null, context)]));
    }
  }

  private async placeAnew(
    context: Context,
    order: Order,
    before: Payment,
    after: Payment,
    events: readonly NewEvent[],
    writes: readonly Write[],
  ): Promise<void> {
    try {
      await this.database.commit(writes);
    } catch (error) {
      if (!shortageOf(error)) throw error;
      await this.keep(context, before, after, events);
      await this.ending.end(context, await this.reader.require(order.id), 'NO_STOCK');
    }
  }
}
