import { Injectable } from '@nestjs/common';
import { recording } from '#events';
import { isId, type Context } from '#kernel';
import { posting } from '#ledger';
import { PaymentRepository, providerNamed, settled, told } from '#payments';
import { Database } from '#platform/db';
import { idempotently } from '#platform/idempotency';
import { newId } from '#platform/ids';
import { checkCancellable, checkCapturable, checkCaptured, noSuchPayment } from './order.errors.js';
import { OrderContexts } from './order-contexts.service.js';
import { OrderEnding } from './order-ending.service.js';
import { OrderReader, type OrderAndPayments } from './order-reader.service.js';
import { captureEntry } from './postings.js';

/** What staff do with orders. */
@Injectable()
export class OrderService {
  constructor(
    private readonly database: Database,
    private readonly payments: PaymentRepository,
    private readonly reader: OrderReader,
    private readonly ending: OrderEnding,
    private readonly contexts: OrderContexts,
  ) {}

  /** Calls the order off and gives its money back. @throws UserError WRONG_STATE when it has ended already */
  async cancel(context: Context, orderId: string, idempotencyKey: string): Promise<OrderAndPayments> {
    await idempotently(this.database, context, 'cancelOrder', idempotencyKey, { orderId }, (remembering) =>
      this.database.deciding(orderId, async () => {
        const found = await this.reader.require(orderId);
        checkCancellable(found.order);
        await this.ending.end(await this.contexts.of(found.order, context), found, 'REQUESTED', remembering({ orderId }));
        return { orderId };
      }),
    );
    const ended = await this.reader.require(orderId);
    return this.ending.giveBack(await this.contexts.of(ended.order, context), ended);
  }

  /** Collects a payment that was authorised. @throws UserError WRONG_STATE */
  async capture(context: Context, paymentId: string, idempotencyKey: string): Promise<OrderAndPayments> {
    if (!isId('payment', paymentId)) throw noSuchPayment();
    const { orderId } = await idempotently<{ orderId: string }>(
      this.database,
      context,
      'capturePayment',
      idempotencyKey,
      { paymentId },
      (remembering) =>
        this.database.deciding(paymentId, async () => {
          const before = await this.payments.find(paymentId);
          if (!before) throw noSuchPayment();
          checkCapturable(before);
          const outcome = await providerNamed(before.provider).capture({ ...before, paymentId });
          checkCaptured(outcome);
          const { payment, events } = told(settled(before, outcome), () => newId('event'));
          await this.database.commit([
            ...remembering({ orderId: before.orderId }),
            this.payments.updating(before, payment),
            recording(events, context),
            posting([captureEntry(newId('entry'), payment)]),
          ]);
          return { orderId: before.orderId };
        }),
    );
    return this.reader.require(orderId);
  }
}
