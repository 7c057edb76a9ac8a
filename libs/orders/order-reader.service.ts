import { Injectable } from '@nestjs/common';
import { askingCustomer, keyOf, mayChange, mayRead, ownerIn } from '#cart/rules';
import { isAllowed, isId, type Context } from '#kernel';
import { PaymentRepository, type Payment } from '#payments';
import { noSuchOrder, onlyLooking } from './order.errors.js';
import type { Order } from './order.js';
import { OrderRepository, type FoundOrder } from './order.repository.js';

/** An order and every attempt to pay it, oldest first. */
export interface OrderAndPayments {
  readonly order: Order;
  readonly payments: readonly Payment[];
}

/** Reads orders with their payments: two statements for any number of orders. */
@Injectable()
export class OrderReader {
  constructor(
    private readonly orders: OrderRepository,
    private readonly payments: PaymentRepository,
  ) {}

  /** The order; null: there is none for whoever asks. */
  async get(context: Context, orderId: string): Promise<OrderAndPayments | null> {
    if (!isId('order', orderId)) return null;
    return this.seen(context, await this.orders.find(orderId, askingCustomer(context)));
  }

  /** The order of that number; null: there is none, or whoever asks is neither its buyer nor staff: numbers can be guessed. */
  async byNumber(context: Context, number: string): Promise<OrderAndPayments | null> {
    if (!/^\d{1,18}$/.test(number)) return null;
    const found = await this.orders.findByNumber(number, askingCustomer(context));
    const isGuests = found?.order.owner.customerId === null;
    return isGuests && !isAllowed(context.actor, 'MANAGE_ORDERS') ? null : this.seen(context, found);
  }

  /** The order, for whoever may pay it. @throws UserError NOT_FOUND; FORBIDDEN for a unit's viewers */
  async requireFor(context: Context, orderId: string): Promise<OrderAndPayments & Pick<FoundOrder, 'onAccount'>> {
    const found = isId('order', orderId) ? await this.orders.find(orderId, askingCustomer(context)) : null;
    const owned = found && { ...found.order, role: found.role };
    if (!owned || !mayRead(context, owned, 'MANAGE_ORDERS')) throw noSuchOrder();
    if (!mayChange(context, owned, 'MANAGE_ORDERS')) throw onlyLooking();
    return { ...(await this.paid(owned)), onAccount: found.onAccount };
  }

  /** The order, whoever asks: for what was allowed before. @throws UserError NOT_FOUND */
  async require(orderId: string): Promise<OrderAndPayments> {
    const found = isId('order', orderId) ? await this.orders.find(orderId, null) : null;
    if (!found) throw noSuchOrder();
    return this.paid(found.order);
  }

  /** A page of the asking customer's orders, or of the unit's that it buys for, newest first. */
  async listMine(context: Context, before: string | null, state: string | null, limit: number): Promise<OrderAndPayments[]> {
    const owner = keyOf(ownerIn(context));
    return owner === null ? [] : this.withPayments(await this.orders.listOf(owner, before, state, limit));
  }

  /** A page of orders, newest first. */
  async list(before: string | null, state: string | null, limit: number): Promise<OrderAndPayments[]> {
    return this.withPayments(await this.orders.list(before, state, limit));
  }

  /** What carts have become, by cart; cancelled orders are left out. */
  async ofCarts(cartIds: readonly string[]): Promise<Map<string, OrderAndPayments>> {
    const found = await this.withPayments(await this.orders.ofCarts(cartIds));
    return new Map(found.flatMap((each) => (each.order.cartId === null ? [] : [[each.order.cartId, each]])));
  }

  private async seen(context: Context, found: FoundOrder | null): Promise<OrderAndPayments | null> {
    return found && mayRead(context, { ...found.order, role: found.role }, 'MANAGE_ORDERS') ? this.paid(found.order) : null;
  }

  private async paid(order: Order): Promise<OrderAndPayments> {
    return { order, payments: await this.payments.of([order.id]) };
  }

  private async withPayments(orders: readonly Order[]): Promise<OrderAndPayments[]> {
    const payments = await this.payments.of(orders.map(({ id }) => id));
    return orders.map((order) => ({ order, payments: payments.filter(({ orderId }) => orderId === order.id) }));
  }
}
