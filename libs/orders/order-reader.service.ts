import { Injectable } from '@nestjs/common';
import { isId } from '#kernel';
import { PaymentRepository, type Payment } from '#payments';
import { noSuchOrder } from './order.errors.js';
import type { Order } from './order.js';
import { OrderRepository } from './order.repository.js';

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

  /** The order; null: there is none. */
  async get(orderId: string): Promise<OrderAndPayments | null> {
    if (!isId('order', orderId)) return null;
    const order = await this.orders.find(orderId);
    return order && { order, payments: await this.payments.of([orderId]) };
  }

  /** The order. @throws UserError NOT_FOUND */
  async require(orderId: string): Promise<OrderAndPayments> {
    const found = await this.get(orderId);
    if (!found) throw noSuchOrder();
    return found;
  }

  /** A page of orders, newest first. */
  async list(before: string | null, state: string | null, limit: number): Promise<OrderAndPayments[]> {
    return this.withPayments(await this.orders.list(before, state, limit));
  }

  /** What carts have become, by cart; cancelled orders are left out. */
  async ofCarts(cartIds: readonly string[]): Promise<Map<string, OrderAndPayments>> {
    const found = await this.withPayments(await this.orders.ofCarts(cartIds));
    return new Map(found.map((each) => [each.order.cartId, each]));
  }

  private async withPayments(orders: readonly Order[]): Promise<OrderAndPayments[]> {
    const payments = await this.payments.of(orders.map(({ id }) => id));
    return orders.map((order) => ({ order, payments: payments.filter(({ orderId }) => orderId === order.id) }));
  }
}
