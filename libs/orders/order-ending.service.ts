import { Injectable } from '@nestjs/common';
import { recording } from '#events';
import { releasing, voiding } from '#inventory';
import { transition, type Context } from '#kernel';
import { posting, reversal } from '#ledger';
import { isLiving, isReturning, PaymentRepository, providerNamed, returned, returning, told, type Payment } from '#payments';
import { Conflict, Database, type Write } from '#platform/db';
import { newId } from '#platform/ids';
import { Log } from '#platform/log';
import { PromotionUses } from '#promotions';
import { orderNews } from './news.js';
import { OrderReader, type OrderAndPayments } from './order-reader.service.js';
import { orderMachine } from './order.machine.js';
import { OrderRepository } from './order.repository.js';
import type { CancelReason, Order } from './order.js';
import { refundEntry, saleEntry } from './postings.js';

/** The end of an order before it is shipped: what it held is free again, the books are reversed, money goes back. */
@Injectable()
export class OrderEnding {
  constructor(
    private readonly database: Database,
    private readonly orders: OrderRepository,
    private readonly payments: PaymentRepository,
    private readonly reader: OrderReader,
    private readonly uses: PromotionUses,
    private readonly log: Log,
  ) {}

  /**
   * Cancels the order and calls its payment off, in one write; giving money back is the next step.
   * @throws UserError WRONG_STATE; Conflict when order or payments are no longer as they were read
   */
  async end(
    context: Context,
    { order, payments }: OrderAndPayments,
    reason: CancelReason,
    first: readonly Write[] = [],
  ): Promise<void> {
    const ended: Order = {
      ...order,
      state: transition(orderMachine, order.state, 'CANCELLED'),
      cancelReason: reason,
      version: order.version + 1,
    };
    const placed = order.state === 'PLACED';
    const living = payments.filter(isLiving);
    await this.database.commit([
      ...first,
      this.orders.changing(order, ended),
      // after the order is locked: a payment that was begun meanwhile would bring money for nothing
      this.payments.expectingLiving(order.id, living.length),
      ...living.map((payment) => this.payments.updating(payment, returning(payment))),
      recording([orderNews(ended, newId('event'))], context),
      ...(placed ? [posting([reversal(newId('entry'), saleEntry(newId('entry'), order))])] : []),
      ...this.uses.givingBack(order),
      placed ? releasing(order.id, context) : voiding(order.id, context),
    ]);
  }

  /** Has the money of a cancelled order given back by its providers. Repeatable: the sweep finishes what broke off. */
  async giveBack(context: Context, { order, payments }: OrderAndPayments): Promise<OrderAndPayments> {
    const owed = payments.filter(isReturning);
    for (const payment of owed) {
      try {
        await this.giveOneBack(context, payment);
      } catch (error) {
        // on a conflict somebody else has just recorded the same
        if (!(error instanceof Conflict)) this.log.error('money could not be given back yet', error, { paymentId: payment.id });
      }
    }
    return owed.length ? this.reader.require(order.id) : { order, payments };
  }

  private async giveOneBack(context: Context, payment: Payment): Promise<void> {
    await providerNamed(payment.provider).giveBack({ ...payment, paymentId: payment.id });
    const back = told(returned(payment), () => newId('event'));
    await this.database.commit([
      this.payments.updating(payment, back.payment),
      recording(back.events, context),
      ...(back.payment.state === 'REFUNDED' ? [posting([refundEntry(newId('entry'), payment)])] : []),
    ]);
  }
}
