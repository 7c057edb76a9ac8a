import { Injectable } from '@nestjs/common';
import { isId, type Context } from '#kernel';
import { asked, livingPaymentConstraint, PaymentRepository, providerOf, type Tender } from '#payments';
import { Conflict, constraintOf, Database, type Write } from '#platform/db';
import { idempotently } from '#platform/idempotency';
import { newId } from '#platform/ids';
import { checkPayable, checkTender, noSuchOrder } from './order.errors.js';
import { OrderContexts } from './order-contexts.service.js';
import { OrderReader, type OrderAndPayments } from './order-reader.service.js';
import { OrderRepository } from './order.repository.js';
import { PaymentSettlement } from './payment-settlement.service.js';

/** Another tender for an order that was not paid by the one before. */
@Injectable()
export class PayOrderService {
  constructor(
    private readonly database: Database,
    private readonly orders: OrderRepository,
    private readonly payments: PaymentRepository,
    private readonly settlement: PaymentSettlement,
    private readonly reader: OrderReader,
    private readonly contexts: OrderContexts,
  ) {}

  /** Begins a payment and asks its provider. @throws UserError WRONG_STATE, PAYMENT_PENDING while another one is undecided */
  async pay(context: Context, orderId: string, tender: Tender, idempotencyKey: string): Promise<OrderAndPayments> {
    if (!isId('order', orderId)) throw noSuchOrder();
    const { order: due, onAccount } = await this.reader.requireFor(context, orderId);
    const selling = await this.contexts.of(due, context);
    checkTender(tender, onAccount, context.actor);
    providerOf(tender.provider, selling.channel.paymentProviders, ['payment', 'provider']);
    const begin = (remembering: (result: { paymentId: string }) => readonly Write[]): Promise<{ paymentId: string }> =>
      this.database.deciding(orderId, async () => {
        const { order, payments } = await this.reader.require(orderId);
        checkPayable(order, payments);
        const payment = asked(newId('payment'), order, tender);
        await this.begin([
          ...remembering({ paymentId: payment.id }),
          // nothing of it changes: it is locked, so that nobody ends it between what was read and the payment's beginning
          this.orders.changing(order, order),
          this.payments.inserting(payment),
        ]);
        return { paymentId: payment.id };
      });
    await idempotently(this.database, context, 'payOrder', idempotencyKey, { orderId, tender }, begin, orderId);
    return this.settlement.ask(selling, await this.reader.require(orderId));
  }

  private async begin(writes: readonly Write[]): Promise<void> {
    try {
      await this.database.commit(writes);
    } catch (error) {
      // somebody else's payment has begun at the same time
      throw constraintOf(error) === livingPaymentConstraint ? new Conflict('payment.insert') : error;
    }
  }
}
