import { Injectable } from '@nestjs/common';
import { cartNews, CartReader, cartOf, CartTaxes, converting, honouring, sellingIn, withPromises, type TaxedCart } from '#cart';
import { canBeBought, isThere, itemsOf, mayChange, mayRead, type Cart } from '#cart/rules';
import { inputsOf } from '#engine';
import { recording } from '#events';
import { shortageOf } from '#holds';
import { claiming } from '#inventory';
import { isId, type Context, type Id } from '#kernel';
import { posting } from '#ledger';
import {
  asked,
  isGood,
  PaymentRepository,
  providerOf,
  settled,
  told,
  type Payment,
  type PaymentOutcome,
  type PaymentProvider,
  type Tender,
} from '#payments';
import { Conflict, Database, type Write } from '#platform/db';
import { idempotently } from '#platform/idempotency';
import { newId } from '#platform/ids';
import { isOfContract, takingOfContracts } from '#pricing';
import { PromotionUses } from '#promotions';
import { TermsService } from '#terms';
import { orderNews } from './news.js';
import { alreadyOrdered, checkTender, noSuchCart, onlyLooking, refusedClaim } from './order.errors.js';
import { orderOf, stockDemandOf } from './order.js';
import { OrderRepository, type PlacingRow } from './order.repository.js';
import { PaymentSettlement } from './payment-settlement.service.js';
import { captureEntry, saleEntry } from './postings.js';
import { checkReady, checkShown, type Shown } from './ready.js';
import { keepingTaxes } from './outside-taxes/keeping-taxes.repository.js';
import { OrderReader, type OrderAndPayments } from './order-reader.service.js';

/** How long a PENDING order keeps what it holds: longer than any payment page stays open. */
const pendingForMs = 30 * 60_000;

/** A wish to buy a cart as it was shown. */
export interface PlaceOrder {
  readonly cartId: string;
  readonly shown: Shown;
  readonly tender: Tender;
  readonly idempotencyKey: string;
}

/** From a cart to an order: once, for what was shown, with everything it needs or not at all. */
@Injectable()
export class PlaceOrderService {
  constructor(
    private readonly database: Database,
    private readonly orders: OrderRepository,
    private readonly payments: PaymentRepository,
    private readonly terms: TermsService,
    private readonly carts: CartReader,
    private readonly taxes: CartTaxes,
    private readonly settlement: PaymentSettlement,
    private readonly reader: OrderReader,
    private readonly uses: PromotionUses,
  ) {}

  /**
   * Places the order. A provider that decides in process is asked first, and placing is one write; otherwise the order waits
   * PENDING, with its stock held, for the provider's word. A decline leaves it PENDING: another tender may be tried.
   * @throws UserError naming the field, with what is true now
   */
  async place(context: Context, wish: PlaceOrder): Promise<OrderAndPayments> {
    const { cartId, shown, tender, idempotencyKey } = wish;
    if (!isId('cart', cartId)) throw noSuchCart();
    const provider = providerOf(tender.provider, context.channel.paymentProviders, ['payment', 'provider']);
    const made: { order?: OrderAndPayments } = {};
    const { orderId } = await idempotently<{ orderId: string }>(
      this.database,
      context,
      'placeOrder',
      idempotencyKey,
      { cartId, shown, tender },
      async (remembering) => {
        made.order = await this.database.deciding(cartId, () => this.decide(context, wish, provider, remembering));
        return { orderId: made.order.order.id };
      },
      cartId,
    );
    return this.settlement.ask(context, made.order ?? (await this.reader.require(orderId)));
  }

  private async decide(
    asking: Context,
    { cartId, shown, tender }: PlaceOrder,
    provider: PaymentProvider,
    remembering: (result: { orderId: Id<'order'> }) => readonly Write[],
  ): Promise<OrderAndPayments> {
    // which prices are loaded is a question to these rules
    const { version } = this.terms;
    const { row, loaded, context } = await this.load(asking, cartId);
    if (row.state !== 'ACTIVE') throw alreadyOrdered(row.order_id);
    if (BigInt(row.rules) !== version) {
      // another process has heard of new rules before this one, or this one has just now
      await this.terms.refresh();
      throw new Conflict('orders.load-for-placing');
    }
    const untaxed = await this.carts.priced({ cart: loaded, items: itemsOf(row), at: row.at }, context);
    checkReady(untaxed);
    const { cart, asked: taxed } = await this.taxes.taxed(untaxed, context);
    checkShown(cart, shown);
    checkTender(tender, cart.cart.unit?.onAccount ?? false, asking.actor);
    const payment = asked(
      newId('payment'),
      { id: newId('order'), total: cart.priced.totals.total, currency: cart.cart.currency },
      tender,
    );
    const outcome = provider.decide({ ...payment, paymentId: payment.id });
    return this.write(context, row, { cart, asked: taxed }, payment, outcome, remembering);
  }

  /** The cart, for whoever may buy it, in the context of its owner. @throws UserError NOT_FOUND; FORBIDDEN for a unit's viewers */
  private async load(
    asking: Context,
    cartId: string,
  ): Promise<{ readonly row: PlacingRow; readonly loaded: Cart; readonly context: Context }> {
    let context = sellingIn(asking);
    for (;;) {
      const row = await this.orders.loadForPlacing(cartId, this.terms.listIds(context), context);
      const [found] = row ? await withPromises(this.database, [{ row, cart: cartOf(row) }]) : [];
      const loaded = found?.cart;
      if (!row || !loaded || !isThere(loaded) || !canBeBought(loaded, context) || !mayRead(asking, loaded, 'SELL'))
        throw noSuchCart();
      if (!mayChange(asking, loaded, 'SELL')) throw onlyLooking();
      const selling = await this.carts.sellingTo(context, loaded);
      if (selling === context) return { row, loaded, context };
      // somebody buys for another: what is read counts at the owner's prices
      context = selling;
    }
  }

  private async write(
    context: Context,
    row: PlacingRow,
    { cart, asked: taxed }: TaxedCart,
    begun: Payment,
    outcome: PaymentOutcome | null,
    remembering: (result: { orderId: Id<'order'> }) => readonly Write[],
  ): Promise<OrderAndPayments> {
    const { payment, events } = outcome ? told(settled(begun, outcome), () => newId('event')) : { payment: begun, events: [] };
    const placed = isGood(payment);
    const expiresAt = placed ? null : new Date(row.at.getTime() + pendingForMs);
    const order = orderOf(
      cart,
      {
        id: payment.orderId,
        number: row.number,
        state: placed ? 'PLACED' : 'PENDING',
        placedAt: placed ? row.at : null,
        expiresAt,
        channelId: context.channel.id,
        deviceId: context.actor.kind === 'device' ? context.actor.id : null,
      },
      context.channel.safetyStock,
    );
    const converted = { ...cart, cart: { ...cart.cart, version: cart.cart.version + 1 } };
    const news = placed ? [orderNews(order, newId('event')), ...events] : events;
    const entries = placed ? [saleEntry(newId('entry'), order)] : [];
    if (payment.state === 'CAPTURED') entries.push(captureEntry(newId('entry'), payment));
    const taking = await this.uses.taking(order);
    // what was promised has its price whatever is left of contracts
    const agreed = takingOfContracts(cart.promiseId === null ? (cart.priced.contractUses ?? []) : []);
    const demand = [...agreed.demand, ...taking.demand, ...stockDemandOf(order, context.channel.safetyStock)];
    try {
      await this.database.commit([
        ...remembering({ orderId: order.id }),
        // what the cart was priced by: whoever was asked outside took some time
        converting(cart.cart, BigInt(row.rules), cartNews(converted, newId('event'), 'placed'), context),
        this.orders.inserting(order, inputsOf(cart, cart.terms), cart.cart.counted.ordersBefore),
        ...(cart.promiseId === null ? [] : [honouring(cart.promiseId, order.id)]),
        ...(taxed ? keepingTaxes(taxed, order.id) : []),
        this.payments.inserting(payment),
        ...(news.length ? [recording(news, context)] : []),
        ...(entries.length ? [posting(entries)] : []),
        ...agreed.writes,
        ...taking.writes,
        // what others want too comes last: its rows are locked for the shortest time
        ...(demand.length ? [claiming(order.id, demand, expiresAt, context)] : []),
      ]);
    } catch (error) {
      const shortage = shortageOf(error);
      // another order was quicker: this one is to be priced again, with what is left
      if (shortage && isOfContract(shortage)) throw new Conflict('inventory.claim');
      throw shortage ? refusedClaim(shortage, order) : error;
    }
    return { order, payments: [payment] };
  }
}
