import { Injectable } from '@nestjs/common';
import { recording, type NewEvent } from '#events';
import { isExpired, shortageOf } from '#holds';
import { claiming, posting as postingHolds, voiding } from '#inventory';
import { transition, type Context } from '#kernel';
import { posting, type Entry } from '#ledger';
import { isGood, isOpen, PaymentRepository, providerNamed, settled, told, type Payment, type PaymentOutcome } from '#payments';
import { Database, type Write } from '#platform/db';
import { newId } from '#platform/ids';
import { Log } from '#platform/log';
import { heldOfContracts } from '#pricing';
import { PromotionUses } from '#promotions';
import { OrderEnding } from './order-ending.service.js';
import { orderMachine } from './order.machine.js';
import { orderNews } from './news.js';
import { OrderReader, type OrderAndPayments } from './order-reader.service.js';
import { OrderRepository } from './order.repository.js';
import { stockDemandOf, type Order } from './order.js';
import { captureEntry, saleEntry } from './postings.js';

/** A payment before and after the provider's word, and what is told of it. */
interface Word {
  readonly before: Payment;
  readonly after: Payment;
  readonly events: readonly NewEvent[];
}

/** What follows from a provider's word: the order is placed, or waits on, or ends. */
@Injectable()
export class PaymentSettlement {
  constructor(
    private readonly database: Database,
    private readonly orders: OrderRepository,
    private readonly payments: PaymentRepository,
    private readonly reader: OrderReader,
    private readonly ending: OrderEnding,
    private readonly uses: PromotionUses,
    private readonly log: Log,
  ) {}

  /** Asks the provider about the order's undecided payment, outside any transaction, and settles by its answer. */
  async ask(context: Context, found: OrderAndPayments): Promise<OrderAndPayments> {
    const open = found.payments.find(isOpen);
    return open ? this.settle(context, open, await this.answerTo(open)) : found;
  }

  /** Records the provider's word and what follows from it; once, whoever brings it. */
  async settle(context: Context, { id, orderId }: Payment, outcome: PaymentOutcome): Promise<OrderAndPayments> {
    await this.database.deciding(orderId, async () => {
      const { order, payments } = await this.reader.require(orderId);
      const before = payments.find((payment) => payment.id === id);
      // somebody else (the sweep, a repeated request) has settled it meanwhile, or called it off
      if (!before || !isOpen(before)) return;
      const { payment: after, events } = told(settled(before, outcome), () => newId('event'));
      if (isGood(after)) await this.placeNow(context, order, { before, after, events });
      else await this.database.commit(this.keeping(context, { before, after, events }));
    });
    return this.ending.giveBack(context, await this.reader.require(orderId));
  }

  /** What the provider says. One that may know the payment is only asked what became of it; failing to answer is UNKNOWN. */
  private async answerTo(payment: Payment): Promise<PaymentOutcome> {
    const provider = providerNamed(payment.provider);
    const request = { ...payment, paymentId: payment.id };
    try {
      if (payment.state === 'UNKNOWN' || payment.providerReference !== null) return await provider.query(request);
      // a crash may have come before the question: asking is repeatable, and a lost answer comes again
      return provider.decide(request) ?? (await provider.authorize(request));
    } catch (error) {
      this.log.error('a payment provider gave no answer', error, { paymentId: payment.id, provider: payment.provider });
      return { state: 'UNKNOWN' };
    }
  }

  /** The writes that keep the word, with the news and the book entries of what follows from it. */
  private keeping(context: Context, word: Word, news: readonly NewEvent[] = [], sale: readonly Entry[] = []): Write[] {
    const { before, after } = word;
    const events = [...news, ...word.events];
    const entries = [...sale, ...(after.state === 'CAPTURED' ? [captureEntry(newId('entry'), after)] : [])];
    return [
      this.payments.updating(before, after),
      ...(events.length ? [recording(events, context)] : []),
      ...(entries.length ? [posting(entries)] : []),
    ];
  }

  /** Posts what the order holds; what has expired is claimed anew, and an order that finds nothing left ends as NO_STOCK. */
  private async placeNow(context: Context, order: Order, word: Word): Promise<void> {
    const placed: Order = {
      ...order,
      state: transition(orderMachine, order.state, 'PLACED'),
      placedAt: new Date(),
      version: order.version + 1,
    };
    const writes = (...holds: Write[]): Write[] => [
      // the order first, as whoever ends it does: they never wait for each other crosswise
      this.orders.changing(order, placed),
      ...this.keeping(context, word, [orderNews(placed, newId('event'))], [saleEntry(newId('entry'), placed)]),
      ...holds,
    ];
    const taking = await this.uses.again(order);
    const agreed = order.owner.organizationId === null ? [] : await heldOfContracts(this.database, order.id);
    const demand = [...agreed, ...taking.demand, ...stockDemandOf(order, context.channel.safetyStock)];
    try {
      await this.database.commit(writes(...(demand.length ? [postingHolds(order.id, context)] : [])));
    } catch (error) {
      if (!isExpired(error)) throw error;
      await this.placeAnew(
        context,
        order,
        word,
        writes(voiding(order.id, context), ...taking.writes, claiming(order.id, demand, null, context)),
      );
    }
  }

  /** The money came after the holds had expired. There is no state with money captured and no order. */
  private async placeAnew(context: Context, order: Order, word: Word, writes: readonly Write[]): Promise<void> {
    try {
      await this.database.commit(writes);
    } catch (error) {
      if (!shortageOf(error)) throw error;
      const kept = [this.orders.changing(order, order), ...this.keeping(context, word)];
      await this.ending.end(context, { order, payments: [word.after] }, 'NO_STOCK', kept);
    }
  }
}
